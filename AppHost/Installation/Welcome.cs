using AppHost.Commands;

namespace AppHost.Installation;

/// <summary>What a person sees once everything is up.</summary>
internal static class Welcome
{
    public static void Print(LocalInstallation installation, IReadOnlyList<DemoPerson> people)
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

              For curl: ./run token E-MAIL
              Ctrl-C (or ./run stop) stops everything. Data and passwords are kept in {installation.Options.DataFolder}

            """);
    }
}
