using System.Buffers.Binary;
using System.Text;

namespace Platform.Benchmarks.Replay;

/// <summary>Writes the parameters of a recorded transaction as SQL.</summary>
/// <param name="fresh">Ids that are new each time, by their place: the same one is the same in all transactions of a script.</param>
public sealed class SentValues(RecordedTransaction transaction, IReadOnlyList<ReadNumber> numbers, List<Guid> fresh)
{
    private const uint Bool = 16, ByteArray = 17, BigInt = 20, Integer = 23, Text = 25, TextArray = 1009, Varchar = 1043, Date = 1082, Timestamptz = 1184, Uuid = 2950, UuidArray = 2951, Jsonb = 3802, Unknown = 0;

    /// <summary>Longer ones are texts about something, which no index holds.</summary>
    private const int LongestKey = 100;

    public string Expression(SentParameter first, SentParameter second)
    {
        if (first.Value is not { } value)
            return "NULL";
        var isNew = second.Value is not { } next || !value.AsSpan().SequenceEqual(next);
        return (first.Type, first.IsText) switch
        {
            (Text or Varchar or Unknown, _) => isNew && value.Length < LongestKey ? $"({Quoted(value)} || :fresh)" : Quoted(value),
            (Jsonb, true) => $"{Quoted(value)}::jsonb",
            (Jsonb, false) => $"{Quoted(value.AsSpan(1))}::jsonb",
            (Uuid, false) => Id(value, isNew),
            (UuidArray, false) => $"ARRAY[{string.Join(", ", Elements(value).Zip(Elements(second.Value!), (one, other) => Id(one, !one.AsSpan().SequenceEqual(other))))}]::uuid[]",
            (TextArray, false) => $"ARRAY[{string.Join(", ", Elements(value).Select(element => Quoted(element)))}]::text[]",
            (BigInt, false) when isNew => Number(Long(value), Long(second.Value!)),
            (BigInt, false) => $"{Long(value)}::bigint",
            (Integer, false) => $"{BinaryPrimitives.ReadInt32BigEndian(value)}",
            (Bool, false) => value[0] == 1 ? "true" : "false",
            (Date, false) => $"(date '2000-01-01' + {BinaryPrimitives.ReadInt32BigEndian(value)})",
            (Timestamptz, false) => "now()",
            (ByteArray, false) => $@"'\x{Convert.ToHexStringLower(value)}'::bytea",
            _ => throw new NotSupportedException($"A parameter of type {first.Type}."),
        };
    }

    private string Id(byte[] value, bool isNew)
    {
        var id = new Guid(value, bigEndian: true);
        if (!isNew)
            return $"'{id}'::uuid";
        if (!fresh.Contains(id))
            fresh.Add(id);
        return $"(lpad(to_hex(:fresh::bigint), 12, '0') || '{fresh.IndexOf(id):x20}')::uuid";
    }

    /// <summary>One that was read is sent as it is first, and counted up from there.</summary>
    private string Number(long first, long second)
    {
        if (numbers.FirstOrDefault(number => number.Growth == second - first) is not { } read)
            return ":fresh::bigint";
        var smallest = transaction.First.SelectMany(statement => statement.Parameters)
            .Zip(transaction.Second.SelectMany(statement => statement.Parameters))
            .Where(pair => pair is { First: { Type: BigInt, Value: not null }, Second.Value: not null } && Long(pair.Second.Value) - Long(pair.First.Value) == read.Growth)
            .Min(pair => Long(pair.First.Value!));
        return $"(:{read.Column}::bigint + {first - smallest})";
    }

    private static long Long(byte[] value) => BinaryPrimitives.ReadInt64BigEndian(value);

    /// <summary>Of an array with one dimension, or none where it is empty.</summary>
    private static IEnumerable<byte[]> Elements(byte[] array)
    {
        const int Header = 12, Dimension = 8;
        var dimensions = BinaryPrimitives.ReadInt32BigEndian(array);
        for (var at = Header + dimensions * Dimension; at < array.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(array.AsSpan(at));
            at += sizeof(int);
            yield return array[at..(at + length)];
            at += length;
        }
    }

    /// <summary>pgbench takes a colon and a name for a variable wherever it stands, and a backslash at the start of a line for a command.</summary>
    private static string Quoted(ReadOnlySpan<byte> text) =>
        $"E'{Encoding.UTF8.GetString(text).Replace(@"\", @"\\").Replace("'", "''").Replace(":", @"\x3a").Replace("\n", @"\n").Replace(";", @"\x3b")}'";
}
