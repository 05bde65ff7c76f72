using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace ServiceDefaults.Storage;

/// <summary>A statement written as an interpolated string: what stands in braces becomes a parameter, never text.</summary>
[InterpolatedStringHandler]
public sealed class SqlStatement(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 3));
    private readonly List<NpgsqlParameter> _parameters = new(formattedCount);

    public void AppendLiteral(string value) => _text.Append(value);

    public void AppendFormatted<T>(T value)
    {
        _parameters.Add(Parameter(value));
        _text.Append(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }

    internal NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(_text.ToString());
        foreach (var parameter in _parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    // PostgreSQL keeps instants, not offsets, and Npgsql refuses any offset but zero. And nothing is of the same type as something, or each of the two would
    // be another statement to prepare.
    private static NpgsqlParameter Parameter<T>(T value) => value switch
    {
        DateTimeOffset at => new() { Value = at.ToUniversalTime() },
        not null => new() { Value = value },
        null => new() { Value = DBNull.Value, NpgsqlDbType = TypeOf(typeof(T)) },
    };

    private static NpgsqlDbType TypeOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var clr when clr == typeof(string) => NpgsqlDbType.Text,
        var clr when clr == typeof(Guid) => NpgsqlDbType.Uuid,
        var clr when clr == typeof(DateTimeOffset) => NpgsqlDbType.TimestampTz,
        var clr when clr == typeof(DateOnly) => NpgsqlDbType.Date,
        var clr when clr == typeof(int) => NpgsqlDbType.Integer,
        var clr when clr == typeof(long) => NpgsqlDbType.Bigint,
        var clr when clr == typeof(decimal) => NpgsqlDbType.Numeric,
        var clr when clr == typeof(bool) => NpgsqlDbType.Boolean,
        var clr => throw new NotSupportedException($"What type in PostgreSQL nothing of {clr} has is not known here."),
    };
}
