using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Primitives;

namespace Storefront.Api.Subscriptions;

/// <summary>An amount, or "-" where the customer is not shown it.</summary>
[StructLayout(LayoutKind.Auto)]
[JsonConverter(typeof(ShownPriceJsonConverter))]
internal readonly record struct ShownPrice(Money? Amount)
{
    public const string Hidden = "-";
}

internal sealed class ShownPriceJsonConverter : JsonConverter<ShownPrice>
{
    public override ShownPrice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A shown price is only ever answered.");

    public override void Write(Utf8JsonWriter writer, ShownPrice value, JsonSerializerOptions options)
    {
        if (value.Amount is { } amount)
        {
            JsonSerializer.Serialize(writer, amount, options);
        }
        else
        {
            writer.WriteStringValue(ShownPrice.Hidden);
        }
    }
}
