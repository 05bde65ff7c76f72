using System.Globalization;
using AppHost.Installation;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace AppHost.Commands;

/// <summary>What ops engineers do from the dashboard. Each is a call of the admin API with the operator's credentials, so a script can do the same.</summary>
internal static partial class OperatorCommands
{
    /// <summary>A second press would make a second world; the first start of a clone has made one already.</summary>
    public static IResourceBuilder<ProjectResource> WithLoadDemoData(this IResourceBuilder<ProjectResource> gateway, LocalInstallation installation) =>
        gateway.WithCommand(
            "load-demo-data",
            "Load demo data",
            Reporting(async context =>
            {
                var demo = new DemoData(installation, line => Logged(context.Logger, line));
                var beginning = await demo.BeginAsync(context.CancellationToken);
                await demo.PlayAsync(beginning, context.CancellationToken);
                if (beginning.Stage.Refused is [_, ..] refused)
                    throw new HttpRequestException($"Loaded, but for what was refused: {string.Join("; ", refused)}");
                return "Loaded. Sign-ins: " + string.Join(", ", demo.People().Select(person => $"{person.Email} / {person.Password} (realm {person.Realm})"));
            }),
            new CommandOptions { Description = "Makes a sandbox realm that began a year ago, with two distributors, a dozen resellers, their customers, invoices and tickets. The console log shows how far it is.", IconName = "Database" });

    public static IResourceBuilder<ProjectResource> WithRedriveDeadLetters(this IResourceBuilder<ProjectResource> service, LocalInstallation installation)
    {
        var name = service.Resource.Name;
        return service.WithCommand(
            "redrive-dead-letters",
            "Redrive dead letters",
            Reporting(async context =>
            {
                using var api = await GatewayApi.OperatorAsync(installation, context.CancellationToken);
                var answer = await api.PostAsync($"/api/{name}/v1/admin/dead-letters/redrive", new { }, context.CancellationToken);
                return $"{name}: {answer.ToJsonString()}";
            }),
            new CommandOptions { Description = "Puts the messages that this service gave up on back into their queues.", IconName = "ArrowCounterclockwise" });
    }

    public static IResourceBuilder<ProjectResource> WithAdvanceSandboxClock(this IResourceBuilder<ProjectResource> orgs, LocalInstallation installation) =>
        orgs.WithCommand(
            "advance-sandbox-clock",
            "Advance sandbox clock",
            Reporting(context => AdvanceAsync(installation, context)),
            new CommandOptions
            {
                Description = "Moves the clock of a sandbox realm; everything that falls due meanwhile happens, in order.",
                IconName = "Play",
                Arguments =
                [
                    new InteractionInput { Name = "realm", Label = "Sandbox realm", Description = "Its slug; empty for the newest sandbox.", InputType = InputType.Text },
                    new InteractionInput { Name = "by", Label = "By how much", Description = "An ISO 8601 duration: P1D is a day, PT6H six hours.", InputType = InputType.Text, Required = true, Value = "P1D" },
                ],
            });

    [LoggerMessage(LogLevel.Information, "Demo: {Line}")]
    private static partial void Logged(ILogger logger, string line);

    private static async Task<string> AdvanceAsync(LocalInstallation installation, ExecuteCommandContext context)
    {
        var (slug, by) = (context.Arguments.GetString("realm"), context.Arguments.GetString("by"));
        using var api = await GatewayApi.OperatorAsync(installation, context.CancellationToken);
        var realms = (await api.GetAsync($"{GatewayApi.Orgs}/realms", context.CancellationToken))["items"]!.AsArray();
        var realm = realms.FirstOrDefault(realm => (string?)realm!["kind"] == "sandbox" && (string.IsNullOrWhiteSpace(slug) || (string?)realm["slug"] == slug))
            ?? throw new HttpRequestException($"There is no sandbox realm {slug}.");
        var id = (Guid)realm["id"]!;
        var job = await api.PostAsync($"{GatewayApi.Orgs}/realms/{id}/advance-clock", new { by }, context.CancellationToken);
        var done = await api.ClockJobDoneAsync(id, (Guid)job["id"]!, context.CancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{(string?)realm["slug"]} is now at {(string?)done["target"]}.");
    }

    /// <summary>What a command says is shown in the dashboard; so is the problem when the API refuses.</summary>
    private static Func<ExecuteCommandContext, Task<ExecuteCommandResult>> Reporting(Func<ExecuteCommandContext, Task<string>> command) =>
        async context =>
        {
            try
            {
                return CommandResults.Success(await command(context));
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                return CommandResults.Failure(exception);
            }
        };
}
