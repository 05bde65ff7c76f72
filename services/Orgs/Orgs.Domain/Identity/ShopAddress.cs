namespace Orgs.Domain.Identity;

/// <summary>The address of a shop's front page in the one spelling in which two of them are compared: host, port if it is no usual one, path; no scheme, no slash at the end.</summary>
public static class ShopAddress
{
    public const int Longest = 400;

    /// <param name="address">As it stands in an address bar or a mail: with or without scheme, query and the slash at the end.</param>
    /// <returns>Null for what is no address of a page.</returns>
    public static string? Normalize(string address)
    {
        if (address.Length is 0 or > Longest)
        {
            return null;
        }

        var text = address.Contains("://", StringComparison.Ordinal) ? address : $"https://{address}";
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0
            ? url.Authority + url.AbsolutePath.TrimEnd('/')
            : null;
    }
}
