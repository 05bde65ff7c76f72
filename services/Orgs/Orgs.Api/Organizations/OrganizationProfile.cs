using System.Text.RegularExpressions;
using Primitives;
using ServiceDefaults.Web;

namespace Orgs.Api.Organizations;

/// <summary>Checks of what an organisation says about itself. A null field was not given.</summary>
internal static partial class OrganizationProfile
{
    public static FieldChecks Profile(
        this FieldChecks checks, string? legalName, string? address, string? country, string? taxId, string? timeZone, string? currency, string? language)
    {
        checks
            .OptionalText("legalName", legalName, max: 200)
            .OptionalText("address", address, max: 500, multiline: true)
            .OptionalText("taxId", taxId, max: 40);
        if (country is not null && !Country().IsMatch(country))
        {
            checks.Add("country", "unknown_country", "A country is two capital letters, ISO 3166-1.");
        }

        if (timeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _))
        {
            checks.Add("timeZone", "unknown_time_zone", "A time zone has an IANA name such as Europe/Berlin.");
        }

        if (currency is not null && !Currency.TryParse(currency, out _))
        {
            checks.Add("currency", "unknown_currency", "A currency is three capital letters, ISO 4217.");
        }

        if (language is not null && !Language().IsMatch(language))
        {
            checks.Add("language", "unknown_language", "A language is a tag such as en or de-AT.");
        }

        return checks;
    }

    [GeneratedRegex("^[A-Z]{2}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Country();

    [GeneratedRegex("^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Language();
}
