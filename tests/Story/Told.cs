using System.Net;
using System.Text.Json.Nodes;

namespace Story;

/// <summary>What a story says is so, and what it says in the language of the API.</summary>
internal static class Told
{
    /// <summary>How long news may take from one service to another, on a machine that does something else besides.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    /// <exception cref="StoryException">It is not as told.</exception>
    public static void Check(bool asTold, string told)
    {
        if (!asTold)
        {
            throw new StoryException(told);
        }
    }

    public static void CheckMoney(JsonNode? money, string amount) =>
        Check((string?)money?["amount"] == amount && (string?)money["currency"] == "USD", $"told was ${amount}, not {money}");

    /// <summary>The answer says nothing of what is none of the asker's business.</summary>
    public static void CheckSilent(Answer answer, params string[] secrets)
    {
        foreach (var secret in secrets)
        {
            Check(!answer.Body.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{answer.Request} tells of {secret}: {answer.Body}");
        }
    }

    /// <summary>None of these amounts is in the answer, neither as money nor in a formula.</summary>
    public static void CheckNoMoney(Answer answer, params string[] amounts) =>
        CheckSilent(answer, [.. amounts.SelectMany(amount => new[] { $"\"{amount}\"", $"{amount} USD" })]);

    public static async Task<JsonArray> ItemsAsync(StoryClient who, string path) => (await who.GetAsync(path)).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();

    public static async Task<int> CountAsync(StoryClient who, string path) => (await ItemsAsync(who, path)).Count;

    public static object Dollars(string amount) => new { amount, currency = "USD" };

    public static object MonthlyPrice(string amount) => new { price = Dollars(amount), interval = "month", planLength = "month" };
}
