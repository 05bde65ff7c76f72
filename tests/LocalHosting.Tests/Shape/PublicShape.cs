using System.Reflection;
using System.Runtime.CompilerServices;

namespace LocalHosting.Tests.Shape;

/// <summary>Writes the public members of an assembly as C# declares them, one a line.</summary>
internal sealed class PublicShape
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(int)] = "int", [typeof(double)] = "double",
    };

    private readonly NullabilityInfoContext nullability = new();

    public IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Of).Order(StringComparer.Ordinal);

    private IEnumerable<string> Of(Type type)
    {
        var owner = $"{type.Namespace}.{Name(type)}";
        yield return $"{owner}: {Kind(type)}{Bases(type)}";
        if (type.IsEnum)
        {
            foreach (var value in Enum.GetValues(type))
            {
                yield return $"{owner}: {value} = {(int)value}";
            }

            yield break;
        }

        var members = type.GetConstructors(Declared).Where(IsVisible).Select(Declaration)
            .Concat(type.GetMethods(Declared).Where(m => IsVisible(m) && !m.IsSpecialName && !IsCompilers(m)).Select(Declaration))
            .Concat(type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(IsVisible) && !IsCompilers(p)).Select(Declaration))
            .Concat(type.GetFields(Declared).Where(f => f.IsPublic).Select(Declaration));
        foreach (var member in members)
        {
            yield return $"{owner}: {member}";
        }
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What a record has by being one.
    private static bool IsCompilers(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute))
        || member.Name is "<Clone>$" or "EqualityContract" or "PrintMembers" or "GetHashCode" or "Equals" or "ToString" or "Deconstruct";

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsByRefLike ? "ref struct"
        : type.IsValueType ? "struct"
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string Bases(Type type)
    {
        if (type.IsEnum)
        {
            return string.Empty;
        }

        var interfaces = type.GetInterfaces().Where(i => i.Namespace?.StartsWith("Aspire", StringComparison.Ordinal) == true || i.Name.StartsWith("IHost", StringComparison.Ordinal));
        var bases = (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? new[] { parent } : [])
            .Concat(interfaces.Order(Comparer<Type>.Create((a, b) => string.CompareOrdinal(Name(a), Name(b)))))
            .Select(Name).ToArray();
        return bases.Length == 0 ? string.Empty : $" : {string.Join(", ", bases)}";
    }

    private string Declaration(FieldInfo field) => $"{(field.IsStatic ? "static " : string.Empty)}{(field.IsInitOnly ? "readonly " : string.Empty)}{Text(nullability.Create(field))} {field.Name}";

    private string Declaration(PropertyInfo property)
    {
        var getter = property.GetMethod is { } get && IsVisible(get) ? "get; " : string.Empty;
        var setter = property.SetMethod is { } set && IsVisible(set)
            ? set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; "
            : string.Empty;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : string.Empty;
        var name = property.GetIndexParameters() is { Length: > 0 } index ? $"this[{string.Join(", ", index.Select(Declaration))}]" : property.Name;
        return $"{required}{Text(nullability.Create(property))} {name} {{ {getter}{setter}}}";
    }

    private string Declaration(ConstructorInfo constructor) => $"{Name(constructor.DeclaringType!)}({Parameters(constructor)})";

    private string Declaration(MethodInfo method)
    {
        var arguments = method.GetGenericArguments();
        var generic = arguments.Length == 0 ? string.Empty : $"<{string.Join(", ", arguments.Select(a => a.Name))}>";
        var constraints = string.Concat(arguments.Select(Constraints));
        var isStatic = method.IsStatic ? "static " : string.Empty;
        return $"{isStatic}{Text(nullability.Create(method.ReturnParameter))} {method.Name}{generic}({Parameters(method)}){constraints}";
    }

    private static string Constraints(Type argument)
    {
        var constraints = argument.GetGenericParameterConstraints().Select(Name).ToList();
        if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? string.Empty : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }

    private string Parameters(MethodBase method)
    {
        var extends = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty;
        return extends + string.Join(", ", method.GetParameters().Select(Declaration));
    }

    private string Declaration(ParameterInfo parameter)
    {
        var how = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "in " : string.Empty;
        var fallback = parameter.HasDefaultValue ? $" = {Default(parameter)}" : string.Empty;
        return $"{how}{Text(nullability.Create(parameter))} {parameter.Name}{fallback}";
    }

    private static string Default(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        bool value => value ? "true" : "false",
        string value => $"\"{value}\"",
        Enum value => $"{value.GetType().Name}.{value}",
        var value when parameter.ParameterType.IsEnum => $"{parameter.ParameterType.Name}.{Enum.ToObject(parameter.ParameterType, value)}",
        var value => value.ToString()!,
    };

    private static string Text(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var text = info.ElementType is { } element ? $"{Text(element)}[]"
            : info.GenericTypeArguments.Length > 0 && Nullable.GetUnderlyingType(type) is null ? $"{Plain(type)}<{string.Join(", ", info.GenericTypeArguments.Select(Text))}>"
            : Name(type);
        return info.ReadState == NullabilityState.Nullable && !type.IsValueType && !type.IsGenericParameter ? $"{text}?" : text;
    }

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Name(underlying)}?";
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        return type.IsGenericType ? $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : Plain(type);
    }

    private static string Plain(Type type) => type.Name.Split('`')[0];
}
