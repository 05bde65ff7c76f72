using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Primitives;

namespace ServiceDefaults.Web;

/// <summary>The shapes that no C# type tells by itself.</summary>
internal static class ApiSchemas
{
    public const string Problem = "Problem";

    /// <summary>Corrects what the generator cannot know: how money is written, and that a nullable member may be left out.</summary>
    public static void Describe(OpenApiSchema schema, JsonTypeInfo type)
    {
        if ((Nullable.GetUnderlyingType(type.Type) ?? type.Type) == typeof(Money))
        {
            DescribeMoney(schema);
        }
        else if (type.Kind == JsonTypeInfoKind.Object)
        {
            schema.Required = type.Properties.Where(property => property.IsRequired).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        }
        else if (schema is { Enum.Count: > 0, Type: null })
        {
            schema.Type = JsonSchemaType.String;
        }
    }

    private static void DescribeMoney(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        schema.Description = "An amount in one currency. The amount has exactly as many digits after the point as the currency has: 12.34 USD, 1200 JPY, 1.234 KWD.";
        schema.Required = new HashSet<string>(StringComparer.Ordinal) { "amount", "currency" };
        schema.AdditionalPropertiesAllowed = false;
        schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["amount"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = @"^-?\d+(\.\d{2,3})?$", Description = "Decimal, as text." },
            ["currency"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[A-Z]{3}$", Description = "ISO 4217." },
        };
    }

    /// <summary>A reference to the document's problem schema, which is added to it when first asked for.</summary>
    public static OpenApiSchemaReference ProblemOf(OpenApiDocument document)
    {
        if (document.Components?.Schemas?.ContainsKey(Problem) is not true)
        {
            document.AddComponent<IOpenApiSchema>(Problem, DescribeProblem());
        }

        return new OpenApiSchemaReference(Problem, document);
    }

    private static OpenApiSchema DescribeProblem() => Record(
        "Why a request was not done (RFC 9457). Branch on code; show detail.",
        ["type", "title", "status", "code", "traceId"],
        new(StringComparer.Ordinal)
        {
            ["type"] = Text("urn:platform:problem: and the code."),
            ["title"] = Text("The code, readable."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["detail"] = Text("A sentence for a person."),
            ["code"] = Text("Stable, snake_case."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What is wrong with which field, by the field's JSON path.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = Record(description: null, ["code", "detail"], new(StringComparer.Ordinal) { ["code"] = Text("Stable, snake_case."), ["detail"] = Text("A sentence for a person.") }),
                },
            },
            ["traceId"] = Text("Finds the request in traces and logs."),
        });

    private static OpenApiSchema Record(string? description, string[] required, Dictionary<string, IOpenApiSchema> properties) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Required = required.ToHashSet(StringComparer.Ordinal),
        Properties = properties,
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
