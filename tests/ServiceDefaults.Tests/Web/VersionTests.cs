using System.Net;
using ServiceDefaults.Security;
using Testing;

namespace ServiceDefaults.Tests.Web;

public sealed class VersionTests(Shelf shelf)
{
    private readonly Caller _caller = TestTokens.AnyCaller();

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("\"1\"", HttpStatusCode.OK)]
    [InlineData("W/\"1\"", HttpStatusCode.OK)]
    [InlineData("\"7\", \"1\"", HttpStatusCode.OK)]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData("\"2\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("1", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"\"", HttpStatusCode.PreconditionFailed)]
    public async Task Change_NamesTheVersionSeen_HappensOnlyToThatOne(string? ifMatch, HttpStatusCode expected)
    {
        using var client = shelf.Client(_caller);
        var path = await AddBook(client);
        using var response = await client.PostJson($"{path}/retitle", """{"title":"new"}""", ifMatch: ifMatch);
        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.PreconditionFailed)
        {
            Assert.Equal("version_mismatch", await response.Code());
            return;
        }

        Assert.Equal("\"2\"", response.Headers.ETag?.Tag);
        using var read = await client.GetAsync(path);
        Assert.Equal("\"2\"", read.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task Change_AnotherCommitsMeanwhile_IsAConcurrentChange()
    {
        using var client = shelf.Client(_caller);
        var path = await AddBook(client);
        var slow = $"slow {Guid.NewGuid()}";
        shelf.Gate.Close(slow);
        var first = client.PostJson($"{path}/retitle", $$"""{"title":"{{slow}}"}""");
        await shelf.Gate.Arrival(slow);
        using var second = await client.PostJson($"{path}/retitle", """{"title":"quick"}""");
        shelf.Gate.Open(slow);

        using var answer = await first;
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("concurrent_change", await answer.Code());
        Assert.Equal("quick", Assert.Single(await shelf.Books(_caller)).Title);
    }

    private static async Task<string> AddBook(HttpClient client)
    {
        using var added = await client.PostJson("books", """{"title":"old"}""");
        return added.Headers.Location!.OriginalString;
    }
}
