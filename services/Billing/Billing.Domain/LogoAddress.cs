using Primitives;

namespace Billing.Domain;

/// <summary>Where the picture of a product stands. It goes into pages as it is, so nothing but the address of something on the web passes.</summary>
public static class LogoAddress
{
    public const int Longest = 500;

    /// <summary>Null when it is an https address without a user's name, password or fragment, in ASCII as a browser sends it.</summary>
    public static FieldError? Check(string field, string address)
    {
        var isAddress = address.Length <= Longest
            && address.All(letter => char.IsAsciiLetterOrDigit(letter) || "-._~:/?[]@!$&()*+,;=%".Contains(letter, StringComparison.Ordinal))
            && Uri.TryCreate(address, UriKind.Absolute, out var url)
            && url is { Scheme: "https", UserInfo: "", Host.Length: > 0 };
        return isAddress ? null : new FieldError(field, "invalid_url", $"It is an https address of at most {Longest} characters.");
    }
}
