using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Primitives;

namespace Storefront.Api.Subscriptions;

/// <summary>Tells the API document what <see cref="ShownPriceJsonConverter"/> writes.</summary>
internal static class ShownPriceSchema
{
    public static async Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(ShownPrice))
        {
            schema.OneOf =
            [
                await context.GetOrCreateSchemaAsync(typeof(Money), cancellationToken: cancellationToken),
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = [ShownPrice.Hidden] },
            ];
        }
    }
}
