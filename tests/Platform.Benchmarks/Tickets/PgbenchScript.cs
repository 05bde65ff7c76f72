using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Benchmarks.Tickets;

/// <summary>
/// A recorded transaction as a pgbench script: the same statements with the same values in the same round trips. Two recordings of the same request tell
/// what is new each time (ids, keys, times) and is made anew by pgbench; the rest is written out.
/// </summary>
public static partial class PgbenchScript
{
    private const uint Bool = 16, ByteArray = 17, BigInt = 20, Integer = 23, Text = 25, Varchar = 1043, Timestamptz = 1184, Uuid = 2950, Jsonb = 3802, Unknown = 0;

    /// <summary>Names the script's variable that counts its runs; give it a start that no other run has used.</summary>
    public const string Counter = "run";

    /// <exception cref="InvalidOperationException">The two are not the same statements.</exception>
    public static string Of(IReadOnlyList<SentStatement> firstSent, IReadOnlyList<SentStatement> secondSent)
    {
        var first = Transaction(firstSent);
        var second = Transaction(secondSent);
        if (!first.Select(statement => statement.Sql).SequenceEqual(second.Select(statement => statement.Sql), StringComparer.Ordinal))
            throw new InvalidOperationException($"Two requests sent different statements:\n{Sql(first)}\n--\n{Sql(second)}");

        // Grows with time over all clients, as the service's ids do: an index is written at its end.
        var script = new StringBuilder($"\\set {Counter} :{Counter} + 1\n\\set fresh :{Counter} * 256 + :client_id\n");
        var fresh = new List<Guid>();
        for (var start = 0; start < first.Count;)
        {
            var end = start;
            while (!first[end].EndsRoundTrip)
                end++;
            // A number that the transaction gets is read before it goes on, which pgbench can't do within a pipeline.
            var pipelined = end > start && !first[start..(end + 1)].Any(IsNumber);
            if (pipelined)
                script.AppendLine("\\startpipeline");
            for (; start <= end; start++)
                script.Append(Statement(first[start], second[start], fresh)).AppendLine(IsNumber(first[start]) ? "\n\\gset" : ";");
            if (pipelined)
                script.AppendLine("\\endpipeline");
        }

        return script.ToString();
    }

    /// <summary>Without what the driver sends to clean a connection that it has used before.</summary>
    private static List<SentStatement> Transaction(IReadOnlyList<SentStatement> sent)
    {
        var transaction = sent.SkipWhile(statement => !statement.Sql.StartsWith("BEGIN", StringComparison.Ordinal)).ToList();
        return transaction is [.., { Sql: "COMMIT" }] ? transaction : throw new InvalidOperationException($"No single transaction:\n{Sql(sent)}");
    }

    private static string Sql(IEnumerable<SentStatement> statements) => string.Join('\n', statements.Select(statement => statement.Sql));

    private static bool IsNumber(SentStatement statement) => statement.Sql.Contains("ticket_counter", StringComparison.Ordinal);

    private static string Statement(SentStatement first, SentStatement second, List<Guid> fresh) =>
        Parameter().Replace(first.Sql, match =>
        {
            var index = int.Parse(match.Groups["index"].ValueSpan, CultureInfo.InvariantCulture) - 1;
            return Expression(first.Parameters[index], second.Parameters[index], fresh);
        });

    private static string Expression(SentParameter first, SentParameter second, List<Guid> fresh)
    {
        if (first.Value is not { } value)
            return "NULL";
        var isNew = second.Value is not { } next || !value.AsSpan().SequenceEqual(next);
        return (first.Type, first.IsText) switch
        {
            (Text or Varchar or Unknown, _) => isNew && value.Length < 100 ? $"({Quoted(value)} || :fresh)" : Quoted(value),
            (Jsonb, true) => $"{Quoted(value)}::jsonb",
            (Jsonb, false) => $"{Quoted(value.AsSpan(1))}::jsonb",
            (Uuid, false) when isNew => $"(lpad(to_hex(:fresh::bigint), 12, '0') || '{IndexOf(new Guid(value, bigEndian: true), fresh):x20}')::uuid",
            (Uuid, false) => $"'{new Guid(value, bigEndian: true)}'::uuid",
            (BigInt, false) when isNew && Long(second.Value!) == Long(value) + 1 => ":last_number",
            (BigInt, false) when isNew => ":fresh::bigint",
            (BigInt, false) => $"{Long(value)}::bigint",
            (Integer, false) => $"{BinaryPrimitives.ReadInt32BigEndian(value)}",
            (Bool, false) => value[0] == 1 ? "true" : "false",
            (Timestamptz, false) => "now()",
            (ByteArray, false) => $@"'\x{Convert.ToHexStringLower(value)}'::bytea",
            _ => throw new NotSupportedException($"A parameter of type {first.Type}."),
        };
    }

    private static int IndexOf(Guid id, List<Guid> fresh)
    {
        if (!fresh.Contains(id))
            fresh.Add(id);
        return fresh.IndexOf(id);
    }

    private static long Long(byte[] value) => BinaryPrimitives.ReadInt64BigEndian(value);

    /// <summary>pgbench takes a colon and a name for a variable wherever it stands, and a backslash at the start of a line for a command.</summary>
    private static string Quoted(ReadOnlySpan<byte> text) =>
        $"E'{Encoding.UTF8.GetString(text).Replace(@"\", @"\\").Replace("'", "''").Replace(":", @"\x3a").Replace("\n", @"\n").Replace(";", @"\x3b")}'";

    [GeneratedRegex(@"\$(?<index>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
