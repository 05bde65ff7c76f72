using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ServiceDefaults.Web;

/// <summary>Adds to an operation what its route says beyond types: who may call it, which headers it honours, how it refuses.</summary>
internal static class OperationDocument
{
    private const string ProblemType = "application/problem+json";

    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, string service)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var access = metadata.OfType<RouteAccess>().LastOrDefault();
        var isIdempotent = metadata.OfType<IdempotentRoute>().Any();
        var checksVersion = metadata.OfType<MethodInfo>().Any(handler => handler.GetParameters().Any(parameter => parameter.ParameterType == typeof(IfMatch)));
        var isWrite = !HttpMethods.IsGet(context.Description.HttpMethod ?? "GET");

        operation.Tags = new HashSet<OpenApiTagReference> { new(service, context.Document) };
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            DescribeNames(parameter, context.Description.ParameterDescriptions.FirstOrDefault(description => description.Name == parameter.Name)?.ParameterDescriptor?.ParameterType);
            // Binding takes any case; what is written here is what people copy.
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        }

        DescribeAccess(operation, access, context.Document!);
        if (metadata.OfType<AllowedWhileSuspended>().Any())
        {
            Extend(operation, "x-allowed-while-suspended", JsonValue.Create(true));
        }

        if (isIdempotent)
        {
            AddHeader(operation, Idempotency.KeyHeader, Idempotency.LongestKey, "Names this request: repeated with the same key it happens once and is answered alike. Kept for a day at least.");
        }

        if (checksVersion)
        {
            AddHeader(operation, "If-Match", maxLength: null, "The ETag of what was read: do this only if it has not changed since.");
        }

        foreach (var status in Refusals(operation, access, isIdempotent, checksVersion, isWrite))
        {
            AddProblem(operation, status, context.Document!);
        }
    }

    private static void DescribeNames(OpenApiParameter parameter, Type? type)
    {
        if (OneOf.NamesOf(type) is { } names)
        {
            var one = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. names.Select(name => (JsonNode)JsonValue.Create(name))] };
            parameter.Schema = type!.IsArray ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one;
        }
    }

    private static void DescribeAccess(OpenApiOperation operation, RouteAccess? access, OpenApiDocument document)
    {
        if (access is null)
        {
            return;
        }

        if (access.IsAnonymous)
        {
            Extend(operation, "x-anonymous", access.AnonymousBecause!);
            operation.Security = [];
            return;
        }

        var roles = access.Roles.Select(role => (JsonNode)JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(role.ToString())));
        Extend(operation, "x-roles", new JsonArray([.. roles]));
        if (access.OperatorOnly)
        {
            Extend(operation, "x-operator-only", JsonValue.Create(access.LiveRealmOnly ? "liveRealm" : "anyRealm"));
        }

        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDocument.SecurityScheme, document)] = [] }];
    }

    private static IEnumerable<int> Refusals(OpenApiOperation operation, RouteAccess? access, bool isIdempotent, bool checksVersion, bool isWrite)
    {
        yield return StatusCodes.Status400BadRequest;
        if (access is { IsAnonymous: false })
        {
            yield return StatusCodes.Status401Unauthorized;
            yield return StatusCodes.Status403Forbidden;
        }

        if (operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Path) is true)
        {
            yield return StatusCodes.Status404NotFound;
        }

        if (isWrite)
        {
            yield return StatusCodes.Status409Conflict;
        }

        if (checksVersion)
        {
            yield return StatusCodes.Status412PreconditionFailed;
        }

        if (isIdempotent)
        {
            yield return StatusCodes.Status422UnprocessableEntity;
        }

        yield return StatusCodes.Status429TooManyRequests;
        yield return StatusCodes.Status500InternalServerError;
    }

    private static void AddProblem(OpenApiOperation operation, int status, OpenApiDocument document)
    {
        operation.Responses ??= [];
        operation.Responses.TryAdd(status.ToString(), new OpenApiResponse
        {
            Description = Meaning(status),
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [ProblemType] = new OpenApiMediaType { Schema = ApiSchemas.ProblemOf(document) },
            },
        });
    }

    private static string Meaning(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be understood, or a field is wrong.",
        StatusCodes.Status401Unauthorized => "No valid access token.",
        StatusCodes.Status403Forbidden => "The caller's role or its organisation's state does not permit it.",
        StatusCodes.Status404NotFound => "It does not exist for this caller.",
        StatusCodes.Status409Conflict => "Its present state does not allow it, or somebody else changed it at the same moment.",
        StatusCodes.Status412PreconditionFailed => "It has changed since the version in If-Match.",
        StatusCodes.Status422UnprocessableEntity => "The request contradicts an earlier one.",
        StatusCodes.Status429TooManyRequests => "Too many requests; Retry-After says when to come back.",
        _ => "Something went wrong on our side.",
    };

    private static void AddHeader(OpenApiOperation operation, string name, int? maxLength, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maxLength },
        });
    }

    private static void Extend(OpenApiOperation operation, string name, JsonNode value)
    {
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
        operation.Extensions[name] = new JsonNodeExtension(value);
    }
}
