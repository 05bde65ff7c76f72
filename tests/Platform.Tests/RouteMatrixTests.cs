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
        "accept-invitation", "complete-password-reset", "get-discovery-document", "get-order-status", "get-password-reset", "get-signing-key-set", "refresh-session",
        "request-password-reset", "resolve-shop", "show-invitation", "show-order-status", "show-shop-logo", "sign-in",
    ];

    /// <summary>An ended connection is still paid on, and a preview of what it would be billed is empty.</summary>
    private static readonly string[] AllowedOnceEnded = ["set-payment-method", "remove-payment-method", "preview-bill-run"];

    /// <summary>A quote is of what can still be agreed on, an offer of tickets that can still move; what can be done to a subscription, and a basket, are told to who buys.</summary>
    private static readonly string[] GoneOnceEnded = ["quote-request", "get-reassignment-offer", "get-subscription-actions", "get-basket"];

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

    [Fact]
    public async Task EveryId_InAPath_IsOfAKindThatTheVictimHasARowOf()
    {
        using var http = (await WholeSystem.SharedAsync()).CreateClient();
        var rows = (await Neighbourhood.OfAsync(await ToldStory.WorldAsync())).RowsOfContoso;

        var kinds = (await Operation.AllAsync(http)).SelectMany(operation => operation.RowKinds).Distinct(StringComparer.Ordinal).ToList();

        Assert.Equal([], kinds.Where(kind => !rows.Has(kind) && !VictimRows.Exceptions.ContainsKey(kind)));
        Assert.Subset(kinds.ToHashSet(StringComparer.Ordinal), VictimRows.Exceptions.Keys.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("sibling customer")]
    [InlineData("sibling partner")]
    [InlineData("grandparent")]
    [InlineData("child")]
    [InlineData("parent")]
    [InlineData("other realm")]
    public async Task EveryRoute_ForAForeignOrganisation_ShowsAndChangesNothing(string who)
    {
        var world = await ToldStory.WorldAsync();
        var system = await WholeSystem.SharedAsync();
        using var http = system.CreateClient();
        var outsider = await Outsiders.OfAsync(system, world, who);
        var before = await Fingerprint.SettledAsync(system, world.RealmId);
        // What only makes something of the caller's own is nobody else's business.
        var operations = (await Operation.AllAsync(http))
            .Where(operation => !operation.IsAnonymous && (operation.IsRead || outsider.Rows.Cover(operation) || operation.NamesAConnection)).ToList();

        Assert.NotEmpty(operations);
        foreach (var operation in operations)
        {
            var answer = await CallAsync(http, operation, outsider.Token, outsider.Rows.IdFor);
            if ((outsider.Rows.Cover(operation) || operation.NamesAConnection) && outsider.MayRead?.Invoke(operation) is not true)
            {
                Assert.True(
                    answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest,
                    $"{operation} answered {(int)answer.Status} to the {who}: {answer.Body}");
            }

            Assert.False(outsider.Rows.In(answer.Body, outsider.KnownId).Any(), $"{operation} showed the {who} the victim's {string.Join(", ", outsider.Rows.In(answer.Body))}: {answer.Body}");
        }

        Assert.Equal(before, await Fingerprint.OfAsync(system, world.RealmId));
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("billing")]
    [InlineData("support")]
    [InlineData("sales")]
    [InlineData("admin")]
    public async Task EveryRoute_ForARoleThatItDoesNotList_IsRefused(string role)
    {
        var world = await ToldStory.WorldAsync();
        var system = await WholeSystem.SharedAsync();
        using var http = system.CreateClient();
        var rows = (await Neighbourhood.OfAsync(world)).RowsOfContoso;
        var member = await Outsiders.MemberAsync(world, role);
        var before = await Fingerprint.SettledAsync(system, world.RealmId);

        var refused = (await Operation.AllAsync(http)).Where(operation => !operation.IsAnonymous && (!operation.Roles.Contains(role) || operation.IsOperatorOnly)).ToList();
        Assert.NotEmpty(refused);
        foreach (var operation in refused)
        {
            var answer = await CallAsync(http, operation, member, rows.IdFor);
            Assert.True(answer is { Status: HttpStatusCode.Forbidden, Code: "role_not_permitted" }, $"{operation} answered {(int)answer.Status} to a member with the role {role}: {answer.Body}");
        }

        Assert.Equal(before, await Fingerprint.OfAsync(system, world.RealmId));
    }

    [Theory]
    [InlineData("seller")]
    [InlineData("buyer")]
    public async Task EveryRoute_OfAnEndedConnection_IsReadAndChangesNothing(string side)
    {
        var world = await ToldStory.WorldAsync();
        var system = await WholeSystem.SharedAsync();
        using var http = system.CreateClient();
        var neighbourhood = await Neighbourhood.OfAsync(world);
        var rows = neighbourhood.RowsOfTheEndedConnection;
        var party = side == "seller" ? neighbourhood.Litware : world.Contoso;
        var before = await Fingerprint.SettledAsync(system, world.RealmId);
        var operations = (await Operation.AllAsync(http))
            .Where(operation => (rows.Cover(operation) || (operation.NamesAConnection && !operation.IsRead)) && !AllowedOnceEnded.Contains(operation.Id)).ToList();

        Assert.NotEmpty(operations);
        foreach (var operation in operations)
        {
            var answer = await CallAsync(http, operation, party.Token, rows.IdFor);
            var isRefused = answer.Status is HttpStatusCode.Conflict or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.BadRequest;
            Assert.True(
                operation.IsRead ? answer.Status == HttpStatusCode.OK || (isRefused && GoneOnceEnded.Contains(operation.Id)) : isRefused,
                $"{operation} answered {(int)answer.Status} to the {side} of an ended connection: {answer.Body}");
        }

        Assert.Equal(before, await Fingerprint.OfAsync(system, world.RealmId));
        Assert.Contains(operations, operation => operation.Id == "end-connection");
    }

    private static async Task<Answer> CallAsync(HttpClient http, Operation operation, string? token, Func<string, Guid> idFor)
    {
        using var request = new HttpRequestMessage(operation.Method, operation.AddressWith(idFor));
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
