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
    public void Endpoints_EveryRoute_HasAnIdAndAnOperationThatStandsInOneFile(string service)
    {
        var sources = Clone.SourcesOf(service).Select(File.ReadAllText).ToList();
        var endpoints = Endpoints(service);
        var operations = Route().Matches(endpoints).Select(match => match.Groups["operation"].Value).ToList();

        Assert.NotEmpty(operations);
        // The audit's list is the mechanics' own operation, the same in each service.
        var ofTheMechanics = endpoints.Split(".MapListAudit()").Length - 1;
        Assert.Equal(operations.Count + ofTheMechanics, Named().Count(endpoints));
        Assert.All(operations.Distinct(StringComparer.Ordinal), operation =>
            Assert.Single(sources, source => source.Contains($"static class {operation}\n", StringComparison.Ordinal)));
    }

    /// <summary>The gateway merges all documents into one.</summary>
    [Fact]
    public void Endpoints_OperationIds_AreUniqueOverAllServices()
    {
        var ids = Clone.Services.SelectMany(service => Named().Matches(Endpoints(service))).Select(match => match.Groups["id"].Value);

        Assert.Empty(ids.GroupBy(id => id, StringComparer.Ordinal).Where(id => id.Count() > 1).Select(id => id.Key));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Program_Length_IsOneScreen(string service) =>
        Assert.InRange(File.ReadAllLines(Clone.PathOf("services", service, $"{service}.Api", "Program.cs")).Length, 5, 50);

    private static string Endpoints(string service) => File.ReadAllText(Clone.PathOf("services", service, $"{service}.Api", $"{service}Endpoints.cs"));

    [GeneratedRegex(@"\.Map(Get|Post|Put|Patch|Delete)\(\s*""[^""]*"",\s*(?<operation>\w+)\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Route();

    [GeneratedRegex(@"\.Named\(""(?<id>[a-z]+(-[a-z]+)*)""\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
