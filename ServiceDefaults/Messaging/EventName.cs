using System.Collections.Concurrent;
using System.Text;

namespace ServiceDefaults.Messaging;

/// <summary>
/// The public name of an event, which is its exchange: <c>Orgs.Contracts.V1.OrganizationCreated</c> is <c>orgs.v1.organization-created</c>.
/// The mechanics' own signals are of <c>platform</c>.
/// </summary>
public static class EventName
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    public static string Of<TEvent>() => Of(typeof(TEvent));

    public static string Of(Type type) => Names.GetOrAdd(type, static type =>
    {
        var parts = (type.Namespace ?? throw new ArgumentException($"{type} has no namespace to name its exchange after.", nameof(type))).Split('.');
        var owner = parts[0] == nameof(ServiceDefaults) ? "platform" : Kebab(parts[0]);
        return $"{owner}.{parts[^1].ToLowerInvariant()}.{Kebab(type.Name)}";
    });

    internal static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
