using Primitives;

namespace Billing.Domain;

/// <summary>One row of a seller's table.</summary>
public sealed record TaxRate(string Country, string TaxCode, decimal Percent);

public static class TaxRules
{
    /// <summary>Every country with several codes each: more is a mistake.</summary>
    public const int MostRates = 1_000;

    private const int LongestCode = 40;
    private const int CountryLength = 2;

    /// <summary>Why a table cannot be a seller's tax rates; null if it can.</summary>
    /// <param name="sellsAnything">Whether the organisation may have buyers at all.</param>
    public static Refusal? Check(IReadOnlyList<TaxRate> rates, bool sellsAnything)
    {
        if (!sellsAnything)
        {
            return new Refusal("only_sellers_set_tax_rates", "Tax rates are set by who issues invoices.", RefusalKind.NotPermitted);
        }

        if (rates.Count > MostRates)
        {
            return Refusal.Invalid("rates", "too_many", $"There may be {MostRates} rates at most.");
        }

        var errors = rates.SelectMany((rate, index) => Errors(rate, $"rates[{index}]")).ToList();
        var seen = new HashSet<(string, string)>();
        errors.AddRange(rates
            .Select((rate, index) => (rate, index))
            .Where(row => !seen.Add((row.rate.Country, row.rate.TaxCode)))
            .Select(row => new FieldError($"rates[{row.index}]", "duplicate_rate", "There is a rate for this country and tax code already.")));
        return errors switch
        {
            [] => null,
            [var only] => Refusal.Invalid(only.Field, only.Code, only.Detail),
            _ => Refusal.Invalid(errors),
        };
    }

    /// <summary>Null if it can be a product's tax code.</summary>
    public static FieldError? CheckCode(string field, string? code) =>
        string.IsNullOrEmpty(code) || code.Length > LongestCode || !code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? new FieldError(field, "invalid_tax_code", $"A tax code has 1 to {LongestCode} letters, digits, hyphens and underscores.")
            : null;

    private static IEnumerable<FieldError> Errors(TaxRate rate, string field)
    {
        if (rate.Country is not { Length: CountryLength } || !rate.Country.All(char.IsAsciiLetterUpper))
        {
            yield return new FieldError($"{field}.country", "unknown_country", "A country is two capital letters, ISO 3166-1.");
        }

        if (CheckCode($"{field}.taxCode", rate.TaxCode) is { } error)
        {
            yield return error;
        }

        if (rate.Percent is < 0 or > 100 || decimal.Round(rate.Percent, 3) != rate.Percent)
        {
            yield return new FieldError($"{field}.percent", "invalid_percent", "A rate is 0 to 100 percent, with three digits after the point at most.");
        }
    }
}
