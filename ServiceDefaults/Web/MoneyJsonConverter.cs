using System.Text.Json;
using System.Text.Json.Serialization;
using Primitives;

namespace ServiceDefaults.Web;

/// <summary>Money outside is <c>{"amount":"12.34","currency":"USD"}</c>: a string, because JSON numbers are not decimal, with exactly the currency's digits.</summary>
public sealed class MoneyJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Money is an object of amount and currency.");
        }

        string? amount = null;
        string? code = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("amount"u8))
            {
                amount = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("currency"u8))
            {
                code = ReadText(ref reader);
            }
            else
            {
                throw new JsonException("Money has no members but amount and currency.");
            }
        }

        if (!Currency.TryParse(code, out var currency))
        {
            throw new JsonException("The currency is no ISO 4217 code in capitals.");
        }

        return Money.TryParse(amount, currency, out var money)
            ? money
            : throw new JsonException($"The amount of {currency.Code} is a decimal string with exactly {currency.Exponent} digits after the point.");
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("amount"u8, value.ToDecimalString());
        writer.WriteString("currency"u8, value.Currency.Code);
        writer.WriteEndObject();
    }

    private static string ReadText(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("Amount and currency are strings.");
}
