using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Tickets.Api.Attachments;

/// <summary>
/// A request body that is a file. It is received completely before anything else happens, beyond a few kilobytes on disk: a slow sender holds no transaction,
/// and one that breaks off leaves nothing.
/// </summary>
internal sealed class UploadedFile
{
    private UploadedFile(Stream content, long size, string? contentType)
    {
        Content = content;
        Size = size;
        ContentType = contentType;
    }

    /// <summary>Can be read again from its beginning.</summary>
    public Stream Content { get; }

    /// <summary>In bytes.</summary>
    public long Size { get; }

    /// <summary>Media type in lower case, without parameters; null if the sender named none.</summary>
    public string? ContentType { get; }

    /// <summary>Binds the parameter of a route handler.</summary>
    /// <exception cref="BadHttpRequestException">413: it is larger than an attachment may be.</exception>
    public static async ValueTask<UploadedFile> BindAsync(HttpContext context)
    {
        var request = context.Request;
        request.EnableBuffering();
        var buffer = new byte[16 * 1024];
        long size = 0;
        int read;
        while ((read = await request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            size += read;
            if (size > Domain.Attachments.MaxBytes)
            {
                throw new BadHttpRequestException("The file is larger than an attachment may be.", StatusCodes.Status413PayloadTooLarge);
            }
        }

        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var header) ? header.MediaType.Value?.ToLowerInvariant() : null;
        return new UploadedFile(request.Body, size, type);
    }

    /// <summary>What binding cannot tell the API document.</summary>
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = $"The file itself, 10 MiB at most; Content-Type says what it is: {string.Join(", ", Domain.Attachments.AllowedTypes)}.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["*/*"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
            },
        };
        return Task.CompletedTask;
    }
}
