using System.Reflection;
using System.Runtime.CompilerServices;
using ServiceDefaults.Messaging;

namespace Contracts.Tests;

public sealed class ContractShapeTests
{
    private static readonly string[] PastVerbsWithoutEd = ["Left", "Paid", "Overdue", "Withdrawn"];

    public static TheoryData<string> Services => new(Clone.Services);

    [Theory]
    [MemberData(nameof(Services))]
    public void Assembly_References_AreTheFrameworkOnly(string service) =>
        Assert.All(ContractsAssembly.Of(service).Assembly.GetReferencedAssemblies(), name => Assert.StartsWith("System.", name.Name, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void Types_EveryOne_IsASealedPositionalRecordInAVersionedNamespace(string service) =>
        Assert.All(ContractsAssembly.Of(service).Types, type =>
        {
            Assert.Matches($@"^{service}\.Contracts\.V\d+$", type.Namespace);
            Assert.True(type.IsSealed, $"{type.Name} is not sealed.");
            var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
            var constructor = Assert.Single(type.GetConstructors());
            Assert.Equal(members.Select(member => (member.Name, member.PropertyType)), constructor.GetParameters().Select(parameter => (parameter.Name!, parameter.ParameterType)));
            Assert.All(members, member => Assert.Contains(typeof(IsExternalInit), member.SetMethod!.ReturnParameter.GetRequiredCustomModifiers()));
        });

    [Theory]
    [MemberData(nameof(Services))]
    public void Types_EveryMember_IsPlainDataOfTheSameContract(string service)
    {
        var contracts = ContractsAssembly.Of(service);
        Type[] plain = [typeof(string), typeof(Guid), typeof(int), typeof(long), typeof(bool), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeSpan)];

        Assert.All(contracts.Types.SelectMany(type => type.GetProperties()), member =>
        {
            var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
            type = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : type;
            Assert.True(plain.Contains(type) || contracts.Types.Contains(type), $"{member.DeclaringType!.Name}.{member.Name} is a {type.Name}.");
        });
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Events_EveryName_SaysWhatHappened(string service) =>
        Assert.All(ContractsAssembly.Of(service).Events, type =>
            Assert.True(
                type.Name.EndsWith("ed", StringComparison.Ordinal) || PastVerbsWithoutEd.Any(verb => type.Name.EndsWith(verb, StringComparison.Ordinal)),
                $"{type.Name} is no noun with a verb in the past tense (or a part of an event that no event has)."));

    [Theory]
    [MemberData(nameof(Services))]
    public void Events_EveryExchangeName_IsOfItsServiceAndVersionAndUnique(string service)
    {
        var names = ContractsAssembly.Of(service).Events.Select(EventName.Of).ToList();

        Assert.All(names, name => Assert.Matches($@"^{service.ToLowerInvariant()}\.v\d+\.[a-z]+(-[a-z]+)+$", name));
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Shape_EverythingApproved_IsStillThere(string service)
    {
        var lost = Approved(service).Except(ContractsAssembly.Of(service).Shape(), StringComparer.Ordinal);

        Assert.True(!lost.Any(), $"Subscribers rely on these; a breaking change is a new version beside the old one:\n{string.Join('\n', lost)}");
    }

    /// <summary>Adding is allowed; what was added has to be written down, or nobody would notice when it goes again.</summary>
    [Theory]
    [MemberData(nameof(Services))]
    public void Shape_EverythingPublished_IsApproved(string service)
    {
        var added = ContractsAssembly.Of(service).Shape().Except(Approved(service), StringComparer.Ordinal);

        Assert.True(!added.Any(), $"Add to tests/Contracts.Tests/Approved/{service}.txt:\n{string.Join('\n', added)}");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Changelog_EveryEvent_IsMentioned(string service)
    {
        var changelog = File.ReadAllText(Clone.PathOf("services", service, $"{service}.Contracts", "CHANGELOG.md"));

        Assert.All(ContractsAssembly.Of(service).Events, type => Assert.Contains($"`{type.Name}`", changelog, StringComparison.Ordinal));
    }

    private static string[] Approved(string service) => File.ReadAllLines(Clone.PathOf("tests", "Contracts.Tests", "Approved", $"{service}.txt"));
}
