using System.Text.Json;
using Primitives;
using Facts = Storefront.Contracts.V1;

namespace Storefront.Api;

/// <summary>How values read in events: the same words as in the HTTP API.</summary>
internal static class Words
{
    public static string ToWord<TEnum>(this TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static Facts.Money ToFact(this Money money) => new(money.ToDecimalString(), money.Currency.Code);
}
