using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Platform.Benchmarks.Measuring;
using Testing;

namespace Platform.Benchmarks.Orders;

/// <summary>
/// What a customer looks at and does, on an account with 10,000 subscriptions among a million and on accounts with 100: the same questions over HTTP, one of the large account and
/// one of a small one in turns. What costs by the size of the account shows in the slowest of a hundred.
/// </summary>
public static class LargeAccount
{
    private const int Rounds = 7;
    private const int WarmupRounds = 2;
    private const int TurnsPerRound = 40;
    private const int PageSize = 25;
    private const string Root = "/api/storefront/v1";

    private static readonly string[] Orders = ["boughtAt", "name", "status", "quantity", "nextChange"];
    private static readonly TimeSpan TokensLast = TimeSpan.FromHours(1);

    public static async Task MeasureAsync(Report report)
    {
        await using var accounts = await Accounts.CreateAsync();
        await using var tokens = await TestTokens.StartAsync();
        await using var service = await RunningService.StartAsync(OrdersBench.Service, tokens, accounts.ConnectionString);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{service.Port}") };
        var large = await VisitAsync(client, await accounts.LargeAsync(), tokens, Accounts.OfLarge);
        var small = new List<Visit>();
        foreach (var account in await accounts.SmallAsync())
            small.Add(await VisitAsync(client, account, tokens, Accounts.OfSmall));

        var rounds = new List<Dictionary<string, (double Large, double Small)>>();
        for (var round = -WarmupRounds; round < Rounds; round++)
        {
            var measured = await RoundAsync(client, large, small);
            if (round >= 0)
                rounds.Add(measured);
        }

        foreach (var group in rounds[0].Keys)
        {
            report.Add(new Figure($"{group}, p99: account of {Accounts.OfSmall}", rounds.Select(round => round[group].Small).Median(), "ms"));
            report.Add(new Figure($"{group}, p99: account of {Accounts.OfLarge:N0}", rounds.Select(round => round[group].Large).Median(), "ms"));
            report.Add(new Figure($"{group}, p99: {Accounts.OfLarge:N0} / {Accounts.OfSmall}", rounds.Select(round => round[group].Large / round[group].Small).Median(), "×", Must: 2));
        }
    }

    /// <returns>The p99 of each group of questions, in milliseconds.</returns>
    private static async Task<Dictionary<string, (double Large, double Small)>> RoundAsync(HttpClient client, Visit large, IReadOnlyList<Visit> small)
    {
        var times = large.Questions.Keys.ToDictionary(group => group, _ => (Large: new List<double>(), Small: new List<double>()), StringComparer.Ordinal);
        for (var turn = 0; turn < TurnsPerRound; turn++)
        {
            foreach (var (group, questions) in large.Questions)
            {
                var other = small[turn % small.Count].Questions[group];
                for (var number = 0; number < questions.Count; number++)
                {
                    times[group].Large.Add(await TimeAsync(client, questions[(number + turn) % questions.Count]));
                    times[group].Small.Add(await TimeAsync(client, other[(number + turn) % other.Count]));
                }
            }
        }

        return times.ToDictionary(group => group.Key, group => (group.Value.Large.Quantile(0.99), group.Value.Small.Quantile(0.99)), StringComparer.Ordinal);
    }

    private static async Task<double> TimeAsync(HttpClient client, Question question)
    {
        var started = Stopwatch.GetTimestamp();
        await AskAsync(client, question);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task<byte[]> AskAsync(HttpClient client, Question question)
    {
        using var request = new HttpRequestMessage(question.Body is null ? HttpMethod.Get : HttpMethod.Post, Root + question.Path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", question.Token);
        if (question.Body is { } body)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode ? answer : throw new InvalidOperationException($"{question.Path} was answered {(int)response.StatusCode}: {Encoding.UTF8.GetString(answer)}");
    }

    /// <summary>Finds out what there is to ask, and that what is answered is right.</summary>
    /// <param name="size">How much the account has.</param>
    private static async Task<Visit> VisitAsync(HttpClient client, Account account, TestTokens tokens, int size)
    {
        var token = tokens.Of(account.Caller, DateTimeOffset.UtcNow + TokensLast);
        var listed = (long)size * Accounts.ListedPercent / 100;
        var dashboard = await ReadAsync("/dashboard");
        if (dashboard.GetProperty("subscriptions").GetProperty("total").GetInt64() != listed || dashboard.GetProperty("recentOrders").GetArrayLength() != 5)
            throw new InvalidOperationException($"Not the dashboard of an account with {size}: {dashboard}");

        var first = Orders.Select(order => $"/subscriptions?limit={PageSize}&sort={order}").ToList();
        var deep = new List<string>();
        foreach (var list in first)
            deep.Add($"{list}&cursor={await CursorAsync(list, listed - 2 * PageSize)}");
        var filters = (string[])["status=active", "status=trial", $"productId={account.ProductId}", "kind=addOn"];
        return new Visit(new Dictionary<string, IReadOnlyList<Question>>(StringComparer.Ordinal)
        {
            ["dashboard"] = Ask(Enumerable.Repeat("/dashboard", Orders.Length)),
            ["list, five orders, first page"] = Ask(first),
            ["list, five orders, deep page"] = Ask(deep),
            ["list, filtered"] = Ask(filters.Select(filter => $"/subscriptions?limit={PageSize}&{filter}")),
            ["counts, all and filtered"] = Ask(filters.Prepend("").Select(filter => $"/subscriptions/counts?{filter}")),
            ["actions of a subscription"] = Ask(account.Subscriptions.Take(5).Select(id => $"/subscriptions/{id}/actions")),
            ["preview of an action"] = [.. account.Subscriptions.Take(5).Select(id => new Question(token, $"/subscriptions/{id}/action-previews", """{"action":"buyLicences","quantity":2}"""))],
        });

        IReadOnlyList<Question> Ask(IEnumerable<string> paths) => [.. paths.Select(path => new Question(token, path))];

        async Task<JsonElement> ReadAsync(string path) => JsonDocument.Parse(await AskAsync(client, new Question(token, path))).RootElement;

        // Of the last full page but one, or near it.
        async Task<string> CursorAsync(string list, long after)
        {
            string? cursor = null;
            for (long passed = 0; passed < after; passed += PageSize)
                cursor = (await ReadAsync($"{list}&cursor={cursor}")).GetProperty("nextCursor").GetString();
            return cursor!;
        }
    }

    private sealed record Question(string Token, string Path, string? Body = null);

    /// <summary>What is asked of one account, by group.</summary>
    private sealed record Visit(IReadOnlyDictionary<string, IReadOnlyList<Question>> Questions);
}
