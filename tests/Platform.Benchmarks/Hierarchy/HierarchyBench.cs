using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Orgs.Api.Organizations;
using Platform.Benchmarks.Measuring;

namespace Platform.Benchmarks.Hierarchy;

/// <summary>
/// "May this organisation see that one in its tree?" among a million of them, ten deep, against reading one row by its primary key: in turns on the same connection,
/// once as bare SQL and once the way the service asks. Half of the questions are answered yes, at every distance.
/// </summary>
public static class HierarchyBench
{
    private const int Rounds = 9;
    private const int Questions = 4000;
    private const int Pages = 200;
    private const int PageSize = 50;

    public static async Task<int> RunAsync(Report report)
    {
        await using var database = await HierarchyDatabase.CreateAsync();
        var questions = await QuestionsAsync(database);
        var bare = await BareAsync(database, questions);
        var asked = await AskedAsync(database, questions);
        var pages = await PagesAsync(database, questions);

        report.Add(new Figure("SQL: row by primary key, p99", bare.Select(round => round.Key).Median() * 1000, "µs"));
        report.Add(new Figure("SQL: is it in the tree, p99", bare.Select(round => round.Check).Median() * 1000, "µs"));
        report.Add(new Figure($"SQL: in the tree / primary key, p99, of {HierarchyDatabase.Organizations:N0} organisations", Ratio(bare), "×", Must: 1.5, Aim: 1.2));
        report.Add(new Figure("service: row by primary key, p99", asked.Select(round => round.Key).Median() * 1000, "µs"));
        report.Add(new Figure("service: is it in the tree, p99", asked.Select(round => round.Check).Median() * 1000, "µs"));
        report.Add(new Figure("service: in the tree / primary key, p99", Ratio(asked), "×", Must: 1.5, Aim: 1.2));
        report.Add(new Figure($"service: {PageSize} rows of the tree, p99", pages.Quantile(0.99), "ms"));
        return await report.FinishAsync();
    }

    private static double Ratio(IEnumerable<(double Key, double Check)> rounds) => rounds.Select(round => round.Check / round.Key).Median();

    /// <summary>Whom to ask about, who asks, and whether the answer is yes.</summary>
    private static async Task<IReadOnlyList<(Guid Target, Guid Asker, bool IsBelow)>> QuestionsAsync(HierarchyDatabase database)
    {
        var paths = await database.SampleAsync(Questions);
        var random = new Random(7);
        return
        [
            .. paths.Select((path, number) =>
            {
                var asker = number % 2 == 0 ? path : paths[random.Next(paths.Count)];
                var id = asker[random.Next(asker.Length)];
                return (path[^1], id, path.Contains(id));
            }),
        ];
    }

    /// <returns>The p99 of each round, in milliseconds.</returns>
    private static async Task<List<(double Key, double Check)>> BareAsync(HierarchyDatabase database, IReadOnlyList<(Guid Target, Guid Asker, bool IsBelow)> questions)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var key = new NpgsqlCommand("SELECT id, parent_id, kind, status FROM organizations WHERE id = $1", connection) { Parameters = { new() { Value = Guid.Empty } } };
        await using var check = new NpgsqlCommand("SELECT $2 = ANY (path) FROM organizations WHERE id = $1", connection) { Parameters = { new() { Value = Guid.Empty }, new() { Value = Guid.Empty } } };
        await key.PrepareAsync();
        await check.PrepareAsync();
        return await RoundsAsync(
            questions,
            async question =>
            {
                key.Parameters[0].Value = question.Target;
                return (Guid)(await key.ExecuteScalarAsync())! == question.Target;
            },
            async question =>
            {
                check.Parameters[0].Value = question.Target;
                check.Parameters[1].Value = question.Asker;
                return (bool)(await check.ExecuteScalarAsync())! == question.IsBelow;
            });
    }

    private static async Task<List<(double Key, double Check)>> AskedAsync(HierarchyDatabase database, IReadOnlyList<(Guid Target, Guid Asker, bool IsBelow)> questions)
    {
        await using var db = database.Open(questions[0].Asker);
        await db.Database.OpenConnectionAsync();
        return await RoundsAsync(
            questions,
            async question => await db.Organizations.IgnoreQueryFilters(["family"]).AnyAsync(row => row.Id == question.Target),
            async question => await db.Organizations.InTreeOf(question.Asker).AnyAsync(row => row.Id == question.Target) == question.IsBelow);
    }

    private static async Task<List<(double Key, double Check)>> RoundsAsync(
        IReadOnlyList<(Guid Target, Guid Asker, bool IsBelow)> questions,
        Func<(Guid Target, Guid Asker, bool IsBelow), Task<bool>> key,
        Func<(Guid Target, Guid Asker, bool IsBelow), Task<bool>> check)
    {
        var rounds = new List<(double, double)>();
        // The first round warms everything up.
        for (var round = 0; round <= Rounds; round++)
        {
            var keys = new double[questions.Count];
            var checks = new double[questions.Count];
            for (var number = 0; number < questions.Count; number++)
            {
                // Whoever comes second finds the pages in memory: each is it as often as the other.
                if (number % 2 == 0)
                    keys[number] = await TimeAsync(key, questions[number]);
                checks[number] = await TimeAsync(check, questions[number]);
                if (number % 2 == 1)
                    keys[number] = await TimeAsync(key, questions[number]);
            }

            if (round > 0)
                rounds.Add((keys.Quantile(0.99), checks.Quantile(0.99)));
        }

        return rounds;
    }

    private static async Task<double> TimeAsync<T>(Func<T, Task<bool>> ask, T question)
    {
        var started = Stopwatch.GetTimestamp();
        var isRight = await ask(question);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return isRight ? elapsed : throw new InvalidOperationException($"A wrong answer about {question}.");
    }

    /// <returns>Milliseconds of each page: of trees of every size, from somewhere in them on.</returns>
    private static async Task<List<double>> PagesAsync(HierarchyDatabase database, IReadOnlyList<(Guid Target, Guid Asker, bool IsBelow)> questions)
    {
        var times = new List<double>();
        foreach (var (target, asker, _) in questions.Where(question => question.IsBelow).Take(Pages))
        {
            await using var db = database.Open(asker);
            var root = await db.Organizations.AsNoTracking().SingleAsync(row => row.Id == asker);
            var after = await db.Organizations.AsNoTracking().InTreeOf(asker).SingleAsync(row => row.Id == target);
            var started = Stopwatch.GetTimestamp();
            await db.SubtreeOf(root, depth: 9, after, PageSize).AsNoTracking().ToListAsync();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        // The first ones compile the query.
        return times[(Pages / 10)..];
    }
}
