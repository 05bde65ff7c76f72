#pragma warning disable EF1001 // As in PropertyReader.
using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ServiceDefaults.Storage;

/// <summary>Calls a property's own getter for whoever does not know what declares it.</summary>
internal abstract class PropertyGetter<TValue>
{
    /// <param name="instance">What the value is read from; a value of its own is boxed.</param>
    public abstract TValue Read(object instance);
}

internal static class PropertyGetter
{
    /// <summary>False where EF Core reads something else than the property itself (a field of another name, an indexer), or through something that may be missing or many.</summary>
    public static bool Reads(IPropertyBase property) =>
        property.PropertyInfo is { GetMethod: not null } own
        && own.PropertyType == property.ClrType
        && own.GetIndexParameters().Length == 0
        && IsReadBy(own, property.GetMemberInfo(forMaterialization: false, forSet: false))
        && (property.DeclaringType is not IComplexType { ComplexProperty: var outer } complex || (outer.ClrType == complex.ClrType && Reads(outer)));

    /// <summary>From the entity, through the complex properties between the two.</summary>
    public static object FromEntity(IPropertyBase property) => property.DeclaringType is IComplexType complex
        ? Make(typeof(NestedGetter<,>), property, FromEntity(complex.ComplexProperty), FromDeclaring(property))
        : FromDeclaring(property);

    /// <summary>From what declares it.</summary>
    public static object FromDeclaring(IPropertyBase property) =>
        Make(property.DeclaringType.ClrType.IsValueType ? typeof(ValuesGetter<,>) : typeof(ObjectsGetter<,>), property, property.PropertyInfo!.GetMethod!);

    private static bool IsReadBy(PropertyInfo own, MemberInfo read) => read == own || (read is FieldInfo field && field.Name == $"<{own.Name}>k__BackingField");

    private static object Make(Type getter, IPropertyBase property, params object[] arguments) =>
        Activator.CreateInstance(getter.MakeGenericType(property.DeclaringType.ClrType, property.ClrType), arguments)!;
}

internal abstract class PropertyGetter<TInstance, TValue> : PropertyGetter<TValue>
{
    public abstract TValue Read(ref TInstance instance);

    public sealed override TValue Read(object instance)
    {
        var typed = (TInstance)instance;
        return Read(ref typed);
    }
}

internal sealed class ObjectsGetter<TInstance, TValue>(MethodInfo getter) : PropertyGetter<TInstance, TValue>
    where TInstance : class
{
    private readonly Func<TInstance, TValue> _get = getter.CreateDelegate<Func<TInstance, TValue>>();

    public override TValue Read(ref TInstance instance) => _get(instance);
}

internal sealed class ValuesGetter<TInstance, TValue>(MethodInfo getter) : PropertyGetter<TInstance, TValue>
    where TInstance : struct
{
    private readonly Getter _get = getter.CreateDelegate<Getter>();

    private delegate TValue Getter(ref TInstance instance);

    public override TValue Read(ref TInstance instance) => _get(ref instance);
}

/// <param name="outer">Reads the complex property from the entity.</param>
/// <param name="inner">Reads the property from that.</param>
internal sealed class NestedGetter<TInstance, TValue>(PropertyGetter<TInstance> outer, PropertyGetter<TInstance, TValue> inner) : PropertyGetter<TValue>
{
    public override TValue Read(object instance)
    {
        var between = outer.Read(instance);
        return between is null ? default! : inner.Read(ref between);
    }
}
