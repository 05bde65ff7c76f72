using System.Reflection;

namespace Contracts.Tests;

/// <summary>What one service publishes, as it was compiled.</summary>
internal sealed class ContractsAssembly
{
    private readonly NullabilityInfoContext nullability = new();

    private ContractsAssembly(string service)
    {
        Service = service;
        Assembly = Assembly.Load($"{service}.Contracts");
        Types = [.. Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal)];
        var parts = Types.SelectMany(type => type.GetProperties()).Select(property => Element(property.PropertyType)).ToHashSet();
        Events = [.. Types.Where(type => !parts.Contains(type))];
    }

    public string Service { get; }

    public Assembly Assembly { get; }

    public IReadOnlyList<Type> Types { get; }

    /// <summary>The types that stand on their own; the others are parts of them.</summary>
    public IReadOnlyList<Type> Events { get; }

    public static ContractsAssembly Of(string service) => new(service);

    /// <summary>One line for each member: what a subscriber may rely on.</summary>
    public IEnumerable<string> Shape() =>
        from type in Types
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        select $"{type.FullName}.{property.Name}: {Describe(property)}";

    private static Type Element(Type type) => type.IsGenericType ? type.GetGenericArguments()[0] : type;

    private string Describe(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var name = type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`')]}<{Element(type).Name}>" : type.Name;
        return nullability.Create(property).ReadState == NullabilityState.Nullable ? $"{name}?" : name;
    }
}
