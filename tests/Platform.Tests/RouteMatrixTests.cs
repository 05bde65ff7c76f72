using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Story;
using Testing;

namespace Platform.Tests;

/// <summary>Every route of the OpenAPI document, called by everybody it is not for: no foreign row in any answer, and nothing changed.</summary>
[Trait("Checklist", "X18")]
public sealed class RouteMatrixTests
{
    /// <summary>The only doors without a key. A route that joins them is a decision, so it is made here too.</summary>
    private static readonly string[] Anonymous =
    [
        "accept-invitation", "complete-password-reset", "get-discovery-document", "get-password-reset", "get-signing-key-set", "refresh-session", "request-password-reset", "show-invitation", "sign-in",
    ];

    [Fact]
    public async Task EveryRoute_WithoutAToken_IsRefusedButForTheListedOnes()
    {
        var system = await WholeSystem.SharedAsync();
        using var http = system.CreateClient();
        var operations = await Operation.AllAsync(http);

        Assert.True(operations.Count > 30, $"the document has only {operations.Count} operations");
        Assert.Equal(Anonymous.Order(StringComparer.Ordinal), operations.Where(operation => operation.IsAnonymous).Select(operation => operation.Id).Order(StringComparer.Ordinal));
        foreach (var operation in operations.Where(operation => !operation.IsAnonymous))
        {
            var answer = await CallAsync(http, operation, token: null, _ => Guid.NewGuid());
            Assert.True(answer is { Status: HttpStatusCode.Unauthorized, Code: "unauthenticated" }, $"{operation} answered {(int)answer.Status} without a token: {answer.Body}");
        }
    }

    [Theory]
    [InlineData("sibling customer")]
    [InlineData("sibling partner")]
    [InlineData("grandparent")]
    [InlineData("other realm")]
    public async Task EveryRoute_ForAForeignOrganisation_ShowsAndChangesNothing(string who)
    {
        var world = await ToldStory.WorldAsync();
        var system = await WholeSystem.SharedAsync();
        using var http = system.CreateClient();
        var stranger = await Outsiders.TokenAsync(system, world, who);
        var rows = await VictimRows.OfAsync(world);
        var before = await Fingerprint.OfAsync(system, world.RealmId);
        var operations = (await Operation.AllAsync(http)).Where(operation => !operation.IsAnonymous && VictimRows.Covers(operation)).ToList();

        Assert.NotEmpty(operations);
        foreach (var operation in operations)
        {
            var answer = await CallAsync(http, operation, stranger, rows.IdFor);
            if (operation.NamesARow && !(who == "grandparent" && VictimRows.IsOfTheTree(operation)))
            {
                Assert.True(
                    answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest,
                    $"{operation} answered {(int)answer.Status} to the {who}: {answer.Body}");
            }

            Assert.False(rows.AppearIn(answer.Body, isGrandparent: who == "grandparent"), $"{operation} showed the {who} a foreign row: {answer.Body}");
        }

        Assert.Equal(before, await Fingerprint.OfAsync(system, world.RealmId));
    }

    [Fact]
    public async Task EveryWrite_ForAViewer_IsRefusedUnlessItsRolesSaySo()
    {
        var world = await ToldStory.WorldAsync();
        var system = await WholeSystem.SharedAsync();
        using var http = system.CreateClient();
        var viewer = await Outsiders.TokenAsync(system, world, "viewer");
        var rows = await VictimRows.OfAsync(world);
        var before = await Fingerprint.OfAsync(system, world.RealmId);

        var refused = (await Operation.AllAsync(http)).Where(operation => !operation.IsAnonymous && (!operation.Roles.Contains("viewer") || operation.IsOperatorOnly)).ToList();
        Assert.NotEmpty(refused);
        foreach (var operation in refused)
        {
            var answer = await CallAsync(http, operation, viewer, rows.IdFor);
            Assert.True(answer is { Status: HttpStatusCode.Forbidden, Code: "role_not_permitted" }, $"{operation} answered {(int)answer.Status} to a viewer: {answer.Body}");
        }

        Assert.Equal(before, await Fingerprint.OfAsync(system, world.RealmId));
    }

    private static async Task<Answer> CallAsync(HttpClient http, Operation operation, string? token, Func<string, Guid> idFor)
    {
        using var request = new HttpRequestMessage(operation.Method, operation.PathWith((noun, parameter) => idFor(parameter == "id" ? noun : parameter).ToString()));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (operation.ExampleBody(name => idFor(name).ToString()) is { } body)
        {
            request.Content = JsonContent.Create(body);
        }

        using var response = await http.SendAsync(request);
        return new Answer(operation.ToString(), response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
