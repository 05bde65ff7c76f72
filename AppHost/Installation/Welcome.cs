using AppHost.Commands.Demo;

namespace AppHost.Installation;

/// <summary>What a person sees once everything is up.</summary>
internal static class Welcome
{
    /// <param name="isLoading">Whether the demo's year is still to come.</param>
    public static void Print(LocalInstallation installation, IReadOnlyList<DemoPerson> people, bool isLoading)
    {
        var signIns = people
            .Select(person => $"{person.Email} / {person.Password}   realm {person.Realm}: {person.Who}")
            .Prepend($"{LocalInstallation.OperatorEmail} / {installation.SecretOf("operator-password")}   realm live: the operator's super admin");
        Console.WriteLine(
            $"""

            The platform is up.

              Dashboard    {OrchestratorSettings.DashboardLogin(installation) ?? "(off)"}
              Gateway      {installation.Gateway}
              API docs     {installation.Gateway}/docs
              Mail inbox   {installation.AddressOf("mail")}
              RabbitMQ     {installation.AddressOf("rabbitmq-management")}  (platform / {installation.SecretOf("rabbitmq-password")})

              Demo sign-ins
                {string.Join(Environment.NewLine + "    ", signIns)}

              {(isLoading ? "The demo's past year is being played; lines here say how far it is." : "The demo's past year is there: invoices, payments, tickets.")}

              For curl: ./run token E-MAIL
              Ctrl-C (or ./run stop) stops everything. Data, passwords and logs are kept in {installation.Options.DataFolder}

            """);
    }
}
