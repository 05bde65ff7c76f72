using ServiceDefaults.Security;
using Storefront.Api.Storage;
using Storefront.Domain.Mails;

namespace Storefront.Api.Mails;

/// <summary>Made-up orders and shops, for previews, tests and the check of a template.</summary>
internal sealed class SampleValues(StorefrontDb db, PublicLinks addresses)
{
    private const string NoOrder = "sample";

    public async Task<IReadOnlyDictionary<string, object?>> Of(MailKind kind, Caller caller, CancellationToken cancellationToken)
    {
        var seller = await Letterhead.Of(db, caller.OrganizationId, cancellationToken);
        return kind == MailKind.StorefrontWelcome
            ? WelcomeLetters.Sample(Link(kind), seller.Name)
            : OrderLetters.Sample(seller, Link(kind));
    }

    public string Link(MailKind kind) => kind == MailKind.StorefrontWelcome ? addresses.Shop("northwind") : addresses.OrderStatus(NoOrder);

    /// <summary>The names that a template can put in double braces.</summary>
    public static IReadOnlyList<string> Placeholders(IReadOnlyDictionary<string, object?> values) => [.. Names("", values)];

    private static IEnumerable<string> Names(string prefix, IReadOnlyDictionary<string, object?> values) => values.SelectMany(value => value.Value switch
    {
        IReadOnlyDictionary<string, object?> inner => Names($"{prefix}{value.Key}.", inner),
        Dictionary<string, object?>[] items => Names($"{prefix}{value.Key}[].", items[0]),
        _ => [$"{prefix}{value.Key}"],
    });
}
