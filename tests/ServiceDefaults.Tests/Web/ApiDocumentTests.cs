using System.Text.Json;
using Testing;

namespace ServiceDefaults.Tests.Web;

public sealed class ApiDocumentTests(Shelf shelf)
{
    [Fact]
    public async Task Document_EveryRoute_SaysItsNameAndWhoMayCallIt()
    {
        foreach (var path in (await Read()).GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Select(method => method.Value))
            {
                Assert.Matches("^[a-z]+(-[a-z]+)*$", operation.GetProperty("operationId").GetString());
                Assert.NotEqual(operation.TryGetProperty("x-roles", out _), operation.TryGetProperty("x-anonymous", out _));
                Assert.Equal("shelf", Assert.Single(operation.GetProperty("tags").EnumerateArray()).GetString());
            }
        }
    }

    [Fact]
    public async Task Document_RouteForSomeRoles_NamesThemAndItsHeadersAndRefusals()
    {
        var paths = (await Read()).GetProperty("paths");
        var add = paths.GetProperty("/api/shelf/v1/books").GetProperty("post");
        Assert.Equal(["sales", "admin", "superAdmin"], add.GetProperty("x-roles").EnumerateArray().Select(role => role.GetString()!));
        Assert.Equal(["Idempotency-Key"], Parameters(add, "header"));
        Assert.Equal("accessToken", Assert.Single(add.GetProperty("security")[0].EnumerateObject()).Name);
        foreach (var status in new[] { "400", "401", "403", "409", "422", "429", "500" })
        {
            var schema = add.GetProperty("responses").GetProperty(status).GetProperty("content").GetProperty("application/problem+json").GetProperty("schema");
            Assert.Equal("#/components/schemas/Problem", schema.GetProperty("$ref").GetString());
        }

        var retitle = paths.GetProperty("/api/shelf/v1/books/{id}/retitle").GetProperty("post");
        Assert.Equal(["If-Match"], Parameters(retitle, "header"));
        Assert.True(retitle.GetProperty("responses").TryGetProperty("412", out _));
        Assert.Equal(["limit", "cursor"], Parameters(paths.GetProperty("/api/shelf/v1/books").GetProperty("get"), "query"));
        Assert.Equal("anyRealm", paths.GetProperty("/api/shelf/v1/shelves").GetProperty("post").GetProperty("x-operator-only").GetString());
        Assert.Equal("A test.", paths.GetProperty("/api/shelf/v1/ping").GetProperty("get").GetProperty("x-anonymous").GetString());
    }

    [Fact]
    public async Task Document_Schemas_TellMoneyEnumsAndWhatMayBeLeftOut()
    {
        var document = await Read();
        Assert.Equal("3.1", document.GetProperty("openapi").GetString()![..3]);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.Equal(["amount", "currency"], Names(schemas.GetProperty("Money").GetProperty("required")).Order());
        Assert.Equal(["paper", "hardCover"], Names(schemas.GetProperty("Binding").GetProperty("enum")));
        var line = schemas.GetProperty("Line");
        Assert.Equal(["binding", "price", "quantity"], Names(line.GetProperty("required")).Order());
        Assert.Equal("#/components/schemas/Money", line.GetProperty("properties").GetProperty("price").GetProperty("$ref").GetString());
        Assert.Equal(["code", "status", "title", "traceId", "type"], Names(schemas.GetProperty("Problem").GetProperty("required")).Order());
    }

    private static IEnumerable<string> Names(JsonElement array) => array.EnumerateArray().Select(name => name.GetString()!);

    private static IEnumerable<string> Parameters(JsonElement operation, string place) =>
        operation.GetProperty("parameters").EnumerateArray()
            .Where(parameter => parameter.GetProperty("in").GetString() == place)
            .Select(parameter => parameter.GetProperty("name").GetString()!);

    private async Task<JsonElement> Read()
    {
        using var client = shelf.Client();
        using var response = await client.GetAsync(new Uri(shelf.Address, "/openapi/v1.json"));
        return await response.Json();
    }
}
