using System.Text.Json.Nodes;
using Gateway.OpenApi;

namespace Gateway.Tests;

public sealed class DocumentMergeTests
{
    [Fact]
    public void Merge_SameSchemaInTwoServices_IsKeptOnce()
    {
        var merged = Merge(
            Document("orgs", """{"Problem":{"type":"object"}}""", "Problem"),
            Document("billing", """{"Problem":{"type":"object"}}""", "Problem"));

        Assert.Equal(["Problem"], Schemas(merged));
        Assert.Equal("#/components/schemas/Problem", SchemaOf(merged, "/api/billing/v1/things"));
    }

    [Fact]
    public void Merge_SameNameForDifferentSchemas_IsPrefixedByItsService()
    {
        var merged = Merge(
            Document("orgs", """{"Thing":{"type":"object"}}""", "Thing"),
            Document("billing", """{"Thing":{"type":"string"}}""", "Thing"));

        Assert.Equal(["Billing.Thing", "Orgs.Thing"], Schemas(merged));
        Assert.Equal("#/components/schemas/Billing.Thing", SchemaOf(merged, "/api/billing/v1/things"));
        Assert.Equal("string", (string?)merged["components"]!["schemas"]!["Billing.Thing"]!["type"]);
    }

    [Fact]
    public void Merge_EqualTextThatRefersToDifferentSchemas_IsPrefixedToo()
    {
        const string Page = """{"type":"array","items":{"$ref":"#/components/schemas/Thing"}}""";

        var merged = Merge(
            Document("orgs", $$$"""{"Page":{{{Page}}},"Thing":{"type":"object"}}""", "Page"),
            Document("billing", $$$"""{"Page":{{{Page}}},"Thing":{"type":"string"}}""", "Page"));

        Assert.Equal(["Billing.Page", "Billing.Thing", "Orgs.Page", "Orgs.Thing"], Schemas(merged));
        Assert.Equal("#/components/schemas/Billing.Thing", (string?)merged["components"]!["schemas"]!["Billing.Page"]!["items"]!["$ref"]);
    }

    [Fact]
    public void Merge_DiscriminatorMapping_FollowsTheNewName()
    {
        const string Shape = """{"discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/Thing"}}}""";

        var merged = Merge(
            Document("orgs", """{"Thing":{"type":"object"}}""", "Thing"),
            Document("billing", $$$"""{"Shape":{{{Shape}}},"Thing":{"type":"string"}}""", "Shape"));

        Assert.Equal("#/components/schemas/Billing.Thing", (string?)merged["components"]!["schemas"]!["Shape"]!["discriminator"]!["mapping"]!["a"]);
    }

    [Fact]
    public void Merge_SameOperationIdInTwoServices_IsPrefixedByItsService()
    {
        var merged = Merge(Document("orgs", "{}", "X", "list-dead-letters"), Document("billing", "{}", "X", "list-dead-letters"), Document("tickets", "{}", "X", "list-tickets"));

        Assert.Equal(
            ["billing-list-dead-letters", "orgs-list-dead-letters", "list-tickets"],
            merged["paths"]!.AsObject().Select(path => (string?)path.Value!["get"]!["operationId"]));
    }

    [Fact]
    public void Merge_SamePathInTwoServices_IsRefused()
    {
        var orgs = Document("orgs", "{}", "X");

        var refusal = Assert.Throws<InvalidDataException>(() => Merge(orgs, orgs with { Service = "billing" }));

        Assert.Contains("/api/orgs/v1/things", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_OtherVersionOfOpenApi_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => Merge(new ServiceDocument("orgs", new JsonObject { ["openapi"] = "3.0.1", ["paths"] = new JsonObject() })));

    [Fact]
    public void Merge_AnyOrder_GivesTheSameDocument()
    {
        ServiceDocument Orgs() => Document("orgs", """{"Thing":{"type":"object"}}""", "Thing");
        ServiceDocument Billing() => Document("billing", """{"Thing":{"type":"string"}}""", "Thing");

        Assert.Equal(Merge(Orgs(), Billing()).ToJsonString(), Merge(Billing(), Orgs()).ToJsonString());
    }

    private static JsonObject Merge(params ServiceDocument[] documents) => DocumentMerge.Merge(documents);

    private static IEnumerable<string> Schemas(JsonObject merged) => merged["components"]!["schemas"]!.AsObject().Select(schema => schema.Key);

    private static string? SchemaOf(JsonObject merged, string path) =>
        (string?)merged["paths"]![path]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"];

    /// <summary>A service with one operation that answers with the named schema.</summary>
    private static ServiceDocument Document(string service, string schemas, string answer, string operationId = "") => new(service, JsonNode.Parse($$"""
        {
          "openapi": "3.1.1",
          "paths": {
            "/api/{{service}}/v1/things": {
              "get": {
                "operationId": "{{(operationId.Length > 0 ? operationId : $"list-{service}-things")}}",
                "x-roles": ["admin"],
                "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/{{answer}}" } } } } }
              }
            }
          },
          "components": { "schemas": {{schemas}} }
        }
        """)!.AsObject());
}
