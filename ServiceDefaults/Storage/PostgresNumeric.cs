using System.Buffers.Binary;

namespace ServiceDefaults.Storage;

/// <summary>
/// The server's own form of a decimal: how many digits to the base of 10,000 follow, which power of it the first one counts, sign, digits after the point, and
/// the digits.
/// </summary>
internal static class PostgresNumeric
{
    private const int Base = 10_000;
    private const int DecimalsOfADigit = 4;
    private const short Negative = 0x4000;

    // 29 decimals, and the zeroes that fill the last digit.
    private const int MostDigits = 8;

    private static readonly uint[] PowersOfTen = [1, 10, 100, 1_000];

    public static void Write(decimal value, BinaryCopy copy)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var unscaled = new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);

        // Digits do not reach over the point.
        var missing = (DecimalsOfADigit - (value.Scale % DecimalsOfADigit)) % DecimalsOfADigit;
        var fractionDigits = (value.Scale + missing) / DecimalsOfADigit;
        var rest = unscaled * PowersOfTen[missing];

        Span<short> digits = stackalloc short[MostDigits];
        var count = 0;
        for (; rest != 0; rest /= Base)
            digits[count++] = (short)(rest % Base);

        var room = copy.Value((4 + count) * sizeof(short));
        Put(room, 0, (short)count);
        Put(room, 1, (short)(count == 0 ? 0 : count - fractionDigits - 1));
        Put(room, 2, decimal.IsNegative(value) && count > 0 ? Negative : (short)0);
        Put(room, 3, value.Scale);
        for (var i = 0; i < count; i++)
            Put(room, 4 + i, digits[count - 1 - i]);
    }

    private static void Put(Span<byte> room, int index, short value) => BinaryPrimitives.WriteInt16BigEndian(room[(index * sizeof(short))..], value);
}
