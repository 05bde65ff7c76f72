using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Testing;

namespace ServiceDefaults.Tests.Web;

public sealed class IdempotencyTests(Shelf shelf)
{
    private readonly Caller _caller = TestTokens.AnyCaller();

    [Fact]
    public async Task Post_SameKeyAgain_HappensOnceAndAnswersAlike()
    {
        using var client = shelf.Client(_caller);
        using var first = await client.PostJson("books", """{"title":"one"}""", key: "k");
        using var second = await client.PostJson("books", """{"title":"one"}""", key: "k");

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal("\"1\"", second.Headers.ETag?.Tag);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(["true"], second.Headers.GetValues("Idempotency-Replayed"));
        Assert.Single(await shelf.Books(_caller));
    }

    [Fact]
    public async Task Post_SameKeyWhileTheFirstRuns_IsToldApartAndHappensOnce()
    {
        var title = $"held {Guid.NewGuid()}";
        var body = $$"""{"title":"{{title}}"}""";
        shelf.Gate.Close(title);
        using var client = shelf.Client(_caller);
        var first = client.PostJson("books", body, key: "k");
        await shelf.Gate.Arrival(title);

        using var meanwhile = await client.PostJson("books", body, key: "k");
        Assert.Equal(HttpStatusCode.Conflict, meanwhile.StatusCode);
        Assert.Equal("idempotency_in_flight", await meanwhile.Code());
        Assert.NotNull(meanwhile.Headers.RetryAfter);

        shelf.Gate.Open(title);
        using var answer = await first;
        using var after = await client.PostJson("books", body, key: "k");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(await answer.Content.ReadAsStringAsync(), await after.Content.ReadAsStringAsync());
        Assert.Single(await shelf.Books(_caller));
    }

    [Fact]
    public async Task Post_ManyAtOnceWithOneKey_OneEffect()
    {
        using var client = shelf.Client(_caller);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.PostJson("books", """{"title":"many"}""", key: "k")));

        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.Conflict }));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var refused in answers.Where(answer => answer.StatusCode == HttpStatusCode.Conflict))
            Assert.Equal("idempotency_in_flight", await refused.Code());
        Assert.Single(await shelf.Books(_caller));
    }

    [Fact]
    public async Task Post_SameKeyForAnotherBody_Is422()
    {
        using var client = shelf.Client(_caller);
        using var first = await client.PostJson("books", """{"title":"this"}""", key: "k");
        using var second = await client.PostJson("books", """{"title":"that"}""", key: "k");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Equal("idempotency_key_reused", await second.Code());
        Assert.Equal("this", Assert.Single(await shelf.Books(_caller)).Title);
    }

    [Fact]
    public async Task Post_Refused_UndoesItsEffectAndLeavesTheKeyFree()
    {
        using var client = shelf.Client(_caller);
        using var refused = await client.PostJson("books", """{"title":"refused"}""", key: "k");
        Assert.Equal("not_this_one", await refused.Code());
        Assert.Empty(await shelf.Books(_caller));

        using var second = await client.PostJson("books", """{"title":"other"}""", key: "k");
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
    }

    [Fact]
    public async Task Post_Fails_UndoesItsEffectAndLeavesTheKeyFree()
    {
        using var client = shelf.Client(_caller);
        using var taken = await client.PostJson("books", """{"title":"there"}""");
        using var failed = await client.PostJson("books", """{"title":"there"}""", key: "k");
        Assert.Equal("title_taken", await failed.Code());

        using var second = await client.PostJson("books", """{"title":"elsewhere"}""", key: "k");
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(2, (await shelf.Books(_caller)).Count);
    }

    [Fact]
    public async Task Post_SameKeyOfAnotherCaller_IsAnotherKey()
    {
        var colleague = _caller with { PersonId = Guid.CreateVersion7() };
        using var mine = shelf.Client(_caller);
        using var theirs = shelf.Client(colleague);
        using var first = await mine.PostJson("books", """{"title":"mine"}""", key: "k");
        using var second = await theirs.PostJson("books", """{"title":"theirs"}""", key: "k");
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(2, (await shelf.Books(_caller)).Count);
    }

    [Fact]
    public async Task Post_SamePersonInAnotherOrganization_IsAnotherKey()
    {
        using var here = shelf.Client(_caller);
        var elsewhere = _caller with { OrganizationId = Guid.CreateVersion7(), RealmId = Guid.CreateVersion7() };
        using var there = shelf.Client(elsewhere);
        using var first = await here.PostJson("books", """{"title":"same"}""", key: "k");
        using var second = await there.PostJson("books", """{"title":"same"}""", key: "k");
        Assert.False(second.Headers.Contains("Idempotency-Replayed"));
        Assert.Single(await shelf.Books(elsewhere));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task Post_UnusableKey_IsRefused(string key)
    {
        using var client = shelf.Client(_caller);
        using var response = await client.PostJson("books", """{"title":"x"}""", key);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_idempotency_key", await response.Code());
        Assert.Empty(await shelf.Books(_caller));
    }

    [Fact]
    public async Task Expiry_KeysOfTwoAndFourDaysAgo_ForgetsTheOlder()
    {
        using var client = shelf.Client(_caller);
        using var old = await client.PostJson("books", """{"title":"old"}""", key: "old");
        using var recent = await client.PostJson("books", """{"title":"recent"}""", key: "recent");
        var database = shelf.Services.GetRequiredService<NpgsqlDataSource>();
        await using var age = database.CreateCommand(
            "update platform.idempotency set created_at = now() - case key when 'old' then interval '4 days' else interval '2 days' end where scope like $1");
        age.Parameters.AddWithValue($"{_caller.PersonId:N}%");
        Assert.Equal(2, await age.ExecuteNonQueryAsync());

        using var expiry = new IdempotencyExpiry(database, NullLogger<IdempotencyExpiry>.Instance);
        await expiry.DeleteExpired(CancellationToken.None);

        using var repeated = await client.PostJson("books", """{"title":"recent"}""", key: "recent");
        Assert.True(repeated.Headers.Contains("Idempotency-Replayed"));
        using var reused = await client.PostJson("books", """{"title":"new"}""", key: "old");
        Assert.Equal(HttpStatusCode.Created, reused.StatusCode);
    }

    [Fact]
    public async Task Post_WithoutKey_HappensEachTime()
    {
        using var client = shelf.Client(_caller);
        using var first = await client.PostJson("books", """{"title":"1"}""");
        using var second = await client.PostJson("books", """{"title":"2"}""");
        Assert.Equal(2, (await shelf.Books(_caller)).Count);
    }
}
