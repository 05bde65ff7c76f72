using System.Text.RegularExpressions;

namespace Billing.Api.Tests;

internal static class Hidden
{
    /// <summary>The text does not contain the word, which is mostly an amount: seconds and their fractions, as in 21:17:10.0042, look like one now and then and are none.</summary>
    public static void AssertHides(this string text, string word) =>
        Assert.DoesNotMatch(new Regex($@"(?<!\d\d:\d\d:){Regex.Escape(word)}", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(60)), text);
}
