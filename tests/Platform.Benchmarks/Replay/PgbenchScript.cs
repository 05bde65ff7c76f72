using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Benchmarks.Replay;

/// <summary>What a request made of the database, twice: what differs is new each time.</summary>
public sealed record RecordedTransaction(IReadOnlyList<SentStatement> First, IReadOnlyList<SentStatement> Second);

/// <summary>A number that a statement answers and later ones of its transaction send back, as it is or counted up.</summary>
/// <param name="Statement">Part of the statement's text.</param>
/// <param name="Column">Its name in the answer.</param>
/// <param name="Growth">How much more it is in the second recording.</param>
public sealed record ReadNumber(string Statement, string Column, long Growth);

/// <summary>
/// Recorded transactions as a pgbench script: the same statements with the same values in the same round trips. Two recordings of the same request tell
/// what is new each time (ids, keys, times) and is made anew by pgbench; the rest is written out.
/// </summary>
public static partial class PgbenchScript
{
    /// <summary>Names the script's variable that counts its runs; give it a start that no other run has used.</summary>
    public const string Counter = "run";

    /// <exception cref="InvalidOperationException">The two recordings of one are not the same statements.</exception>
    public static string Of(IReadOnlyList<RecordedTransaction> transactions, params IReadOnlyList<ReadNumber> numbers)
    {
        // Grows with time over all clients, as the service's ids do: an index is written at its end.
        var script = new StringBuilder($"\\set {Counter} :{Counter} + 1\n\\set fresh :{Counter} * 256 + :client_id\n");
        var fresh = new List<Guid>();
        foreach (var transaction in transactions)
            Append(script, transaction, new SentValues(transaction, numbers, fresh), numbers);
        return script.ToString();
    }

    /// <summary>One script that does what one of several would.</summary>
    /// <param name="which">Which of them, from 0: an expression of pgbench, in which <see cref="Counter"/> is how many runs there were before.</param>
    public static string Choose(string which, IReadOnlyList<string> scripts)
    {
        var script = new StringBuilder($"\\set which {which}\n");
        for (var number = 0; number < scripts.Count; number++)
            script.Append(number == 0 ? "\\if" : "\\elif").AppendLine($" :which = {number}").Append(scripts[number]);
        return script.AppendLine("\\endif").ToString();
    }

    private static void Append(StringBuilder script, RecordedTransaction transaction, SentValues values, IReadOnlyList<ReadNumber> numbers)
    {
        var (first, second) = (transaction.First, transaction.Second);
        if (!first.Select(statement => statement.Sql).SequenceEqual(second.Select(statement => statement.Sql), StringComparer.Ordinal))
            throw new InvalidOperationException($"Two requests sent different statements:\n{Sql(first)}\n--\n{Sql(second)}");

        for (var start = 0; start < first.Count;)
        {
            var end = start;
            while (!first[end].EndsRoundTrip)
                end++;
            // A number that the transaction gets is read before it goes on, which pgbench can't do within a pipeline.
            var pipelined = end > start && !Enumerable.Range(start, end - start + 1).Any(index => IsRead(first[index]));
            if (pipelined)
                script.AppendLine("\\startpipeline");
            for (; start <= end; start++)
                script.Append(Statement(first[start], second[start], values)).AppendLine(IsRead(first[start]) ? "\n\\gset" : ";");
            if (pipelined)
                script.AppendLine("\\endpipeline");
        }

        bool IsRead(SentStatement statement) => numbers.Any(number => statement.Sql.Contains(number.Statement, StringComparison.Ordinal));
    }

    private static string Sql(IEnumerable<SentStatement> statements) => string.Join('\n', statements.Select(statement => statement.Sql));

    /// <summary>Without the semicolon that it may end with: pgbench takes the next one for an empty statement.</summary>
    private static string Statement(SentStatement first, SentStatement second, SentValues values) =>
        Parameter().Replace(first.Sql.TrimEnd().TrimEnd(';'), match =>
        {
            var index = int.Parse(match.Groups["index"].ValueSpan, CultureInfo.InvariantCulture) - 1;
            return values.Expression(first.Parameters[index], second.Parameters[index]);
        });

    [GeneratedRegex(@"\$(?<index>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
