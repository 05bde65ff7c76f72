namespace Billing.Domain;

/// <summary>Keeps card numbers out: who sends one by mistake is told so before it is stored anywhere.</summary>
public static class CardNumbers
{
    private const int Shortest = 12;
    private const int Longest = 19;

    /// <summary>Whether the text is nothing but digits, spaces and dashes, as many digits as a card number has.</summary>
    public static bool LooksLikeOne(string text)
    {
        var digits = text.Count(char.IsAsciiDigit);
        return digits is >= Shortest and <= Longest && text.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '-' or '\t');
    }
}
