namespace AppHost.Installation;

/// <summary>What a person sees once everything is up.</summary>
internal static class Welcome
{
    public static void Print(LocalInstallation installation)
    {
        Console.WriteLine(
            $"""

            The platform is up.

              Dashboard    {OrchestratorSettings.DashboardLogin(installation) ?? "(off)"}
              Gateway      {installation.Gateway}
              API docs     {installation.Gateway}/docs
              Mail inbox   {installation.AddressOf("mail")}
              RabbitMQ     {installation.AddressOf("rabbitmq-management")}  (platform / {installation.SecretOf("rabbitmq-password")})

              Demo sign-ins
                {LocalInstallation.OperatorEmail} / {installation.SecretOf("operator-password")}   the operator's super admin
                The dashboard's command "Load demo data" on the gateway adds partners and customers.

              For curl: ./run token {LocalInstallation.OperatorEmail}
              Ctrl-C (or ./run stop) stops everything. Data and passwords are kept in {installation.Options.DataFolder}

            """);
    }
}
