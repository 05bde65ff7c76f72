using AppHost;
using AppHost.Commands;
using AppHost.Installation;
using AppHost.Servers;
using Aspire.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// The whole system as a picture: servers → databases → migrations → services → gateway. Every resource waits for what it needs.
var options = RunOptions.Parse(args);
using var installation = LocalInstallation.Open(options);
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
{
    Args = OrchestratorSettings.Of(installation),
    DisableDashboard = options.NoDashboard,
});
builder.Services.AddLogging(logging => logging.AddFilter("Aspire.Hosting", LogLevel.Warning));

// Servers
var postgres = builder.AddPostgresServer("postgres", installation);
var epmd = builder.AddErlangPortMapper("epmd", installation);
var rabbitmq = builder.AddRabbitMQServer("rabbitmq", epmd, installation).WaitFor(epmd);
var redis = builder.AddRedisServer("redis", installation);
var mail = builder.AddMailCatcher("mail", installation);

if (!options.ServersOnly)
{
    // Databases: one for each service, with a role of its own
    var orgsDatabase = postgres.AddDatabase("orgs-db", installation).WaitFor(postgres);
    var billingDatabase = postgres.AddDatabase("billing-db", installation).WaitFor(postgres);
    var ticketsDatabase = postgres.AddDatabase("tickets-db", installation).WaitFor(postgres);
    var storefrontDatabase = postgres.AddDatabase("storefront-db", installation).WaitFor(postgres);

    // Migrations: each runs to its end before its service starts
    var keyEncryption = builder.AddKeptKey("signing-key-encryption", installation);
    var orgsMigration = builder.AddMigration<OrgsProject>("orgs-migrate", orgsDatabase)
        .WithOperator(installation)
        .WithEncryptedSigningKeys(keyEncryption);
    var billingMigration = builder.AddMigration<BillingProject>("billing-migrate", billingDatabase);
    var ticketsMigration = builder.AddMigration<TicketsProject>("tickets-migrate", ticketsDatabase);
    var storefrontMigration = builder.AddMigration<StorefrontProject>("storefront-migrate", storefrontDatabase);

    // Services
    var shared = new SharedServers(rabbitmq, redis, mail);
    var orgs = builder.AddService<OrgsProject>("orgs", orgsDatabase, orgsMigration, shared, installation)
        .WithEncryptedSigningKeys(keyEncryption);
    var billing = builder.AddService<BillingProject>("billing", billingDatabase, billingMigration, shared, installation);
    var tickets = builder.AddService<TicketsProject>("tickets", ticketsDatabase, ticketsMigration, shared, installation);
    var storefront = builder.AddService<StorefrontProject>("storefront", storefrontDatabase, storefrontMigration, shared, installation);

    // The one door
    var gateway = builder.AddGateway<GatewayProject>("gateway", redis, installation)
        .WithReference(orgs).WaitFor(orgs)
        .WithReference(billing).WaitFor(billing)
        .WithReference(tickets).WaitFor(tickets)
        .WithReference(storefront).WaitFor(storefront);

    // Whose tokens to trust: the gateway's address is the issuer, Orgs answers its discovery document
    foreach (var project in new[] { orgs, billing, tickets, storefront, gateway })
        project.WithTokensOf(orgs, gateway);

    // What ops engineers do from the dashboard
    gateway.WithLoadDemoData(installation);
    orgs.WithAdvanceSandboxClock(installation);
    foreach (var service in new[] { orgs, billing, tickets, storefront })
        service.WithRedriveDeadLetters(installation);
}

await using var consoleFiles = new ConsoleFiles(installation.LogFolder);
await using var app = builder.Build();
await app.RunAsync(builder.Resources, installation, consoleFiles);
