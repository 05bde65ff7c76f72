namespace Contracts.Tests;

/// <summary>Which project may know which. Read from the project files, because a reference that is not used yet leaves no trace in an assembly.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string> Services => new(Clone.Services);

    [Theory]
    [MemberData(nameof(Services))]
    public void Contracts_References_AreNone(string service)
    {
        var (projects, packages) = Clone.ReferencesOf("services", service, $"{service}.Contracts", $"{service}.Contracts.csproj");

        Assert.Empty(projects);
        Assert.Empty(packages);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Domain_References_ArePrimitivesOnly(string service)
    {
        var (projects, packages) = Clone.ReferencesOf("services", service, $"{service}.Domain", $"{service}.Domain.csproj");

        Assert.Equal(["Primitives"], projects);
        Assert.Empty(packages);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Api_OtherServices_AreKnownByTheirContractsOnly(string service)
    {
        var (projects, _) = Clone.ReferencesOf("services", service, $"{service}.Api", $"{service}.Api.csproj");
        string[] own = ["ServiceDefaults", $"{service}.Domain", $"{service}.Contracts"];

        Assert.All(projects.Except(own, StringComparer.Ordinal), project => Assert.EndsWith(".Contracts", project, StringComparison.Ordinal));
        Assert.Contains("ServiceDefaults", projects);
    }

    [Theory]
    [InlineData("ServiceDefaults/ServiceDefaults.csproj")]
    [InlineData("gateway/Gateway.csproj")]
    [InlineData("services/Primitives/Primitives.csproj")]
    public void SharedProject_References_NameNoService(string projectFile)
    {
        var (projects, _) = Clone.ReferencesOf(projectFile.Split('/'));

        Assert.DoesNotContain(projects, project => Clone.Services.Any(service => project.StartsWith($"{service}.", StringComparison.Ordinal)));
    }
}
