using Aspire.Hosting.Dashboard.Wire;
using Google.Protobuf.WellKnownTypes;

namespace LocalHosting.Tests.Dashboard;

/// <summary>The resource service, asked as the dashboard asks it.</summary>
public sealed class ResourceServiceTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    [Fact]
    public async Task Call_WithoutTheKey_IsUnauthenticated()
    {
        using var call = await GrpcCall.StartAsync(fixture.Settings.ResourceServiceUrl!, "guessed", "GetApplicationInformation", new Empty());

        Assert.Null(await call.NextAsync(ApplicationInformationResponse.Parser));
        Assert.Equal("16", call.Status);
    }

    [Fact]
    public async Task Call_OfAnUnknownMethod_IsUnimplemented()
    {
        using var call = await StartAsync("UploadFile", new Empty());

        Assert.Null(await call.NextAsync(ApplicationInformationResponse.Parser));
        Assert.Equal("12", call.Status);
    }

    [Fact]
    public async Task GetApplicationInformation_Always_NamesTheApplication()
    {
        using var call = await StartAsync("GetApplicationInformation", new Empty());

        Assert.Equal("LocalHosting.Tests", (await call.NextAsync(ApplicationInformationResponse.Parser))!.ApplicationName);
        Assert.Null(await call.NextAsync(ApplicationInformationResponse.Parser));
        Assert.Equal("0", call.Status);
    }

    [Fact]
    public async Task WatchResources_Running_TellsEverythingThatTheDetailsPaneShows()
    {
        using var call = await StartAsync("WatchResources", new Empty());
        Assert.NotNull((await call.NextAsync(WatchResourcesUpdate.Parser))!.InitialData);

        var service = await ResourceAsync(call, r => r.DisplayName == "service" && r.HealthReports.Any(h => h.Status == ReportedHealth.Healthy && h.LastRunAt is not null));
        var properties = service.Properties.ToDictionary(p => p.Name, p => p.Value.StringValue);

        Assert.Equal("Project", service.ResourceType);
        Assert.Equal("Running", service.State);
        Assert.Equal("Healthy", properties["resource.healthState"]);
        Assert.EndsWith("LocalHosting.TestHost.csproj", properties["project.path"], StringComparison.Ordinal);
        Assert.True(int.TryParse(properties["executable.pid"], out _));
        Assert.StartsWith("server-", properties["resource.parentName"], StringComparison.Ordinal);
        Assert.Equal(["WaitFor server", "Parent server"], service.Relationships.Select(r => $"{r.Type} {r.ResourceName}"));
        Assert.StartsWith("http://localhost:", Assert.Single(service.Urls).FullUrl, StringComparison.Ordinal);
        Assert.NotNull(service.Urls[0].DisplayProperties);
        // Telemetry names this instance the same way.
        var variables = service.Environment.ToDictionary(v => v.Name, v => v.Value);
        Assert.Equal(service.Name, $"{variables["OTEL_SERVICE_NAME"]}-{variables["OTEL_RESOURCE_ATTRIBUTES"].Split('=')[1]}");
        Assert.Equal(
            ["advance Enabled", "start Hidden", "stop Enabled", "restart Enabled"],
            service.Commands.Select(c => $"{c.Name} {c.State}"));
    }

    [Fact]
    public async Task WatchResources_SecretParameter_IsMarked()
    {
        using var call = await StartAsync("WatchResources", new Empty());

        var secret = await ResourceAsync(call, r => r.DisplayName == "secret");

        Assert.True(secret.Properties.Single(p => p.Name == "Value").IsSensitive);
    }

    [Fact]
    public async Task WatchResourceConsoleLogs_Follow_TellsBothStreamsApart()
    {
        var id = await IdAsync("server");
        using var call = await StartAsync("WatchResourceConsoleLogs", new WatchResourceConsoleLogsRequest { ResourceName = id });

        var lines = new List<ConsoleLogLine>();
        while (lines.Count < 2)
        {
            lines.AddRange((await call.NextAsync(WatchResourceConsoleLogsUpdate.Parser))!.LogLines);
        }

        Assert.Contains(lines, l => l.Text.EndsWith(" out", StringComparison.Ordinal) && !l.IsStdErr);
        Assert.Contains(lines, l => l.Text.EndsWith(" wrong", StringComparison.Ordinal) && l.IsStdErr);
    }

    [Fact]
    public async Task ExecuteResourceCommand_WithArguments_AsksUntilTheAnswerIsValid()
    {
        using var dialogs = await StartAsync("WatchInteractions");
        using var call = await StartAsync("ExecuteResourceCommand", new ResourceCommandRequest { ResourceName = await IdAsync("service"), CommandName = "advance" });

        var dialog = (await dialogs.NextAsync(WatchInteractionsResponseUpdate.Parser))!;
        Assert.Equal("Advance clock", dialog.Title);
        Assert.Equal("Moves it forward.", dialog.Message);
        var input = Assert.Single(dialog.InputsDialog.InputItems);
        Assert.Equal(("days", "Days", DialogInputType.Number, true, "1"), (input.Name, input.Label, input.InputType, input.Required, input.Value));

        dialogs.Send(Answer(dialog.InteractionId, "many"));
        var again = (await dialogs.NextAsync(WatchInteractionsResponseUpdate.Parser))!;
        Assert.Equal(["Value must be a number."], again.InputsDialog.InputItems[0].ValidationErrors);
        // Someone who opens the dashboard now gets the dialog too.
        using var second = await StartAsync("WatchInteractions");
        Assert.Equal(dialog.InteractionId, (await second.NextAsync(WatchInteractionsResponseUpdate.Parser))!.InteractionId);

        dialogs.Send(Answer(dialog.InteractionId, "14"));
        Assert.NotNull((await dialogs.NextAsync(WatchInteractionsResponseUpdate.Parser))!.Complete);
        var response = (await call.NextAsync(ResourceCommandResponse.Parser))!;
        Assert.Equal((CommandOutcome.Succeeded, "By 14."), (response.Kind, response.Message));
    }

    [Fact]
    public async Task ExecuteResourceCommand_DialogDismissed_IsCancelled()
    {
        using var dialogs = await StartAsync("WatchInteractions");
        using var call = await StartAsync("ExecuteResourceCommand", new ResourceCommandRequest { ResourceName = await IdAsync("service"), CommandName = "advance" });
        var dialog = (await dialogs.NextAsync(WatchInteractionsResponseUpdate.Parser))!;

        dialogs.Send(new WatchInteractionsRequestUpdate { InteractionId = dialog.InteractionId, Complete = new InteractionComplete() });

        Assert.Equal(CommandOutcome.Cancelled, (await call.NextAsync(ResourceCommandResponse.Parser))!.Kind);
    }

    private static WatchInteractionsRequestUpdate Answer(int id, string days) => new()
    {
        InteractionId = id,
        InputsDialog = new InteractionInputsDialog { InputItems = { new DialogInput { Name = "days", Value = days } } },
    };

    private static async Task<Resource> ResourceAsync(GrpcCall call, Func<Resource, bool> condition)
    {
        while (await call.NextAsync(WatchResourcesUpdate.Parser) is { } update)
        {
            if (update.Changes?.Value.Select(c => c.Upsert).FirstOrDefault(condition) is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException($"The stream ended with {call.Status}.");
    }

    private async Task<string> IdAsync(string resource)
    {
        using var call = await StartAsync("WatchResources", new Empty());
        return (await ResourceAsync(call, r => r.DisplayName == resource)).Name;
    }

    private Task<GrpcCall> StartAsync(string method, Google.Protobuf.IMessage? request = null) =>
        GrpcCall.StartAsync(fixture.Settings.ResourceServiceUrl!, fixture.Settings.ResourceServiceApiKey, method, request);
}
