using Primitives;

namespace Storefront.Domain.Shops;

public static class CustomDomains
{
    private const int Longest = 253;
    private const int LongestLabel = 63;

    /// <summary>Null when it is a name that a public host can have: at least two labels, the last of letters, no port, no address.</summary>
    /// <param name="domain">In lower case; names in other scripts in their ASCII form.</param>
    public static FieldError? Check(string field, string domain)
    {
        var labels = domain.Split('.');
        var isName = domain.Length <= Longest && labels.Length >= 2 && labels.All(IsLabel) && labels[^1].Any(char.IsAsciiLetterLower);
        return isName ? null : new FieldError(field, "invalid_domain", "It is no host name, such as shop.example.com in lower case.");
    }

    /// <summary>The text of a TXT record that only who holds the domain can publish, and that fits one shop alone.</summary>
    public static string ProofOf(Guid shopId) => $"shop-domain={shopId:n}";

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel
        && label[0] != '-' && label[^1] != '-'
        && label.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
