using System.Text.RegularExpressions;

namespace Contracts.Tests;

/// <summary>What a reader counts on when opening a service: all routes on one screen, all queues on another, one file per operation.</summary>
public sealed partial class ServiceLayoutTests
{
    public static TheoryData<string> Services => new(Clone.Services);

    [Theory]
    [MemberData(nameof(Services))]
    public void Messaging_EveryEventOfTheContracts_IsPublished(string service)
    {
        var messaging = File.ReadAllText(Clone.PathOf("services", service, $"{service}.Api", $"{service}Messaging.cs"));

        Assert.All(ContractsAssembly.Of(service).Events, type => Assert.Contains($"Publishes<{type.Name}>()", messaging, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Endpoints_EveryRoute_IsAnOperationInAFileOfItsOwn(string service)
    {
        var sources = Clone.SourcesOf(service).Select(path => Path.GetFileNameWithoutExtension(path)).ToLookup(name => name, StringComparer.Ordinal);
        var endpoints = File.ReadAllText(Clone.PathOf("services", service, $"{service}.Api", $"{service}Endpoints.cs"));
        var routes = Route().Matches(endpoints).Select(match => match.Groups["operation"].Value).ToList();

        Assert.NotEmpty(routes);
        Assert.All(routes, operation => Assert.Single(sources[operation]));
        Assert.Equal(routes.Count, Named().Count(endpoints));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Program_Length_IsOneScreen(string service) =>
        Assert.InRange(File.ReadAllLines(Clone.PathOf("services", service, $"{service}.Api", "Program.cs")).Length, 5, 50);

    [GeneratedRegex(@"\.Map(Get|Post|Put|Patch|Delete)\(\s*""[^""]*"",\s*(?<operation>\w+)\.\w+\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Route();

    [GeneratedRegex(@"\.Named\(""[a-z]+(-[a-z]+)*""\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
