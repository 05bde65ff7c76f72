using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Primitives;

/// <summary>An ISO 4217 currency. <see cref="Exponent"/> is the number of digits after the point: JPY 0, USD 2, KWD 3.</summary>
/// <remarks>Made by <see cref="Parse"/> and <see cref="TryParse"/> only, so code and exponent always belong together.</remarks>
public readonly record struct Currency
{
    private static readonly FrozenDictionary<string, int> Exponents = Table().ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string? code;

    private Currency(string code, int exponent)
    {
        this.code = code;
        Exponent = exponent;
    }

    /// <summary>The three upper-case letters.</summary>
    /// <exception cref="InvalidOperationException">The value is <c>default</c>: no currency was ever given.</exception>
    public string Code => code ?? throw new InvalidOperationException("A currency is missing.");

    /// <summary>Digits after the decimal point: 0, 2 or 3.</summary>
    public int Exponent { get; }

    /// <summary>Minor units in one major unit: 1, 100 or 1000.</summary>
    public long MinorUnitsPerUnit => Exponent switch { 0 => 1, 2 => 100, _ => 1000 };

    /// <exception cref="FormatException">Not a currency of ISO 4217 that money is paid in.</exception>
    public static Currency Parse(string code) =>
        TryParse(code, out var currency) ? currency : throw new FormatException($"'{code}' is no ISO 4217 currency.");

    public static bool TryParse([NotNullWhen(true)] string? code, out Currency currency)
    {
        if (code is not null && Exponents.TryGetValue(code, out var exponent))
        {
            currency = new Currency(code, exponent);
            return true;
        }

        currency = default;
        return false;
    }

    public override string ToString() => code ?? "";

    // CLF and UYW have four digits and are units of account, not money anybody pays with; funds and metals (X…) are left out too.
    private static IEnumerable<KeyValuePair<string, int>> Table()
    {
        const string none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
        const string two =
            "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD " +
            "EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL " +
            "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR " +
            "SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
        const string three = "BHD IQD JOD KWD LYD OMR TND";
        return Of(none, 0).Concat(Of(two, 2)).Concat(Of(three, 3));

        static IEnumerable<KeyValuePair<string, int>> Of(string codes, int exponent) =>
            codes.Split(' ').Select(code => KeyValuePair.Create(code, exponent));
    }
}
