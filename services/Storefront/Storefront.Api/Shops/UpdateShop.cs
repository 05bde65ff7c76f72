using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain.Shops;

namespace Storefront.Api.Shops;

/// <summary>What is left out stays as it is; empty text takes away what there was.</summary>
/// <param name="PrimaryColor">As "#1a2b3c", and so is <paramref name="AccentColor"/>.</param>
/// <param name="WelcomeText">Plain text; line breaks are kept.</param>
/// <param name="CustomDomain">
/// A host name of one's own; it, and the shops of one's resellers, stand there once the operator has confirmed that it is the seller's. Comes with the Tenant plan.
/// </param>
internal sealed record ShopChanges(
    string? Name, string? PrimaryColor, string? AccentColor, string? SupportEmail, string? SupportPhone, string? WelcomeText, string? CustomDomain);

/// <summary>A seller brands its shop.</summary>
internal static class UpdateShop
{
    public static readonly Refusal DomainTaken = new(
        "custom_domain_taken", "Another shop stands at this domain.", Errors: [new FieldError("customDomain", "custom_domain_taken", "Another shop stands at this domain.")]);

    public static async Task<Results<Ok<OwnShopView>, ProblemHttpResult>> Handle(
        ShopChanges body,
        Caller caller,
        IfMatch ifMatch,
        StorefrontDb db,
        ShopSites sites,
        ChangeShop change,
        RealmClock clock,
        CancellationToken cancellationToken)
    {
        if (Check(body, sites).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if ((await ShopToChange.Load(db, caller, ifMatch, cancellationToken)).IsRefused(out refusal, out var shop))
        {
            return Problems.Of(refusal);
        }

        if (body.CustomDomain is { Length: > 0 } domain)
        {
            if (!ShopRules.MayUseDomain(shop.Owner))
            {
                return Problems.Of(ShopRules.PlanWithoutDomain);
            }

            // Unique in the installation: the look-up sees what the caller's realm does not.
            if (await db.Shops.IgnoreQueryFilters().AnyAsync(row => row.CustomDomain == domain && row.CustomDomainConfirmedAt != null && row.Id != shop.Id, cancellationToken))
            {
                return Problems.Of(DomainTaken);
            }
        }

        return TypedResults.Ok(await change.Run("update-shop", shop, row => Apply(body, row, clock.Now), cancellationToken));
    }

    private static FieldChecks Check(ShopChanges body, ShopSites sites)
    {
        var checks = new FieldChecks()
            .OptionalText("name", body.Name, Branding.LongestName)
            .OptionalText("welcomeText", body.WelcomeText, Branding.LongestWelcome, multiline: true);
        if (body.SupportEmail is { Length: > 0 } email)
        {
            checks.Email("supportEmail", email);
        }

        FieldError?[] wrong =
        [
            Given(body.PrimaryColor) is { } primary ? BrandingRules.CheckColor("primaryColor", primary) : null,
            Given(body.AccentColor) is { } accent ? BrandingRules.CheckColor("accentColor", accent) : null,
            Given(body.SupportPhone) is { } phone ? BrandingRules.CheckPhone("supportPhone", phone) : null,
            Given(body.CustomDomain) is { } domain ? CustomDomains.Check("customDomain", domain) ?? RefusePublicHost(domain, sites) : null,
        ];
        foreach (var error in wrong.OfType<FieldError>())
        {
            checks.Add(error.Field, error.Code, error.Detail);
        }

        return checks;
    }

    private static FieldError? RefusePublicHost(string domain, ShopSites sites) =>
        string.Equals(new Uri(sites.RealmHost).Host, domain, StringComparison.Ordinal)
            ? new FieldError("customDomain", "custom_domain_taken", "It is the platform's own.")
            : null;

    private static void Apply(ShopChanges body, ShopRow shop, DateTimeOffset now)
    {
        shop.Name = Kept(body.Name, shop.Name);
        shop.PrimaryColor = Kept(body.PrimaryColor?.ToLowerInvariant(), shop.PrimaryColor);
        shop.AccentColor = Kept(body.AccentColor?.ToLowerInvariant(), shop.AccentColor);
        shop.SupportEmail = Kept(body.SupportEmail, shop.SupportEmail);
        shop.SupportPhone = Kept(body.SupportPhone, shop.SupportPhone);
        shop.WelcomeText = Kept(body.WelcomeText, shop.WelcomeText);
        var domain = Kept(body.CustomDomain, shop.CustomDomain);
        if (domain != shop.CustomDomain)
        {
            // Another one has to be confirmed anew. The operator is who confirms.
            shop.CustomDomain = domain;
            shop.CustomDomainConfirmedAt = domain is not null && shop.IsOperator ? now : null;
        }
    }

    private static string? Given(string? text) => text is { Length: > 0 } ? text : null;

    private static string? Kept(string? wanted, string? present) => wanted is null ? present : Given(wanted.Trim());
}
