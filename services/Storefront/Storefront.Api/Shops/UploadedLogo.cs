using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Storefront.Domain.Shops;

namespace Storefront.Api.Shops;

/// <summary>A request body that is a picture, received completely before anything else happens.</summary>
internal sealed record UploadedLogo(byte[] Bytes)
{
    /// <summary>Binds the parameter of a route handler.</summary>
    /// <exception cref="BadHttpRequestException">413: it is larger than a logo may be.</exception>
    public static async ValueTask<UploadedLogo> BindAsync(HttpContext context)
    {
        var buffer = new byte[LogoImage.MaxBytes + 1];
        var read = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return read <= LogoImage.MaxBytes
            ? new UploadedLogo(buffer[..read])
            : throw new BadHttpRequestException("The file is larger than a logo may be.", StatusCodes.Status413PayloadTooLarge);
    }

    /// <summary>What binding cannot tell the API document.</summary>
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = $"The picture itself: PNG, JPEG, GIF or WebP, 512 KiB and {LogoImage.MaxPixels} × {LogoImage.MaxPixels} pixels at most. What it is shows in its first bytes; no SVG.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["*/*"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
            },
        };
        return Task.CompletedTask;
    }
}
