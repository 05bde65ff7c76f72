using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;
using Testing;

namespace ServiceDefaults.Tests.Web;

public sealed class PagingTests(Shelf shelf)
{
    private readonly Caller _caller = TestTokens.AnyCaller();

    [Fact]
    public async Task List_ReadToTheEndWhileRowsAreAdded_ShowsEveryEarlierRowOnceNewestFirst()
    {
        const int Rows = 57;
        var before = await Add(Rows);
        using var client = shelf.Client(_caller);
        var seen = new List<Guid>();
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = await Read(client, $"books?limit=10&cursor={cursor}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            cursor = page.GetProperty("nextCursor").GetString();
            await Add(3);
            Assert.InRange(++pages, 1, Rows);
        }
        while (cursor is not null);

        Assert.Equal(before.OrderDescending(), seen);
    }

    [Fact]
    public async Task List_LimitFitsExactly_HasNoNextPage()
    {
        await Add(4);
        using var client = shelf.Client(_caller);
        Assert.Equal(JsonValueKind.Null, (await Read(client, "books?limit=4")).GetProperty("nextCursor").ValueKind);
        Assert.Equal(JsonValueKind.String, (await Read(client, "books?limit=3")).GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task List_WithoutLimit_ShowsFifty()
    {
        await Add(51);
        using var client = shelf.Client(_caller);
        Assert.Equal(50, (await Read(client, "books")).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("limit=0", "out_of_range")]
    [InlineData("limit=101", "out_of_range")]
    [InlineData("limit=-1", "out_of_range")]
    [InlineData("cursor=x", "bad_cursor")]
    [InlineData("cursor=!!!", "bad_cursor")]
    [InlineData("cursor=AgAAAAAAAAAAAAAAAAAAAAA", "bad_cursor")]
    public async Task List_WrongPage_IsRefused(string query, string code)
    {
        using var client = shelf.Client(_caller);
        using var response = await client.GetAsync($"books?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await response.Code());
    }

    private static async Task<JsonElement> Read(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Json();
    }

    private async Task<List<Guid>> Add(int rows)
    {
        await using var scope = shelf.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Scope>().EnterCaller(_caller);
        var db = scope.ServiceProvider.GetRequiredService<ShelfDb>();
        var books = Enumerable.Range(0, rows).Select(_ => new Book
        {
            Id = Guid.CreateVersion7(),
            RealmId = _caller.RealmId,
            OrganizationId = _caller.OrganizationId,
            Title = Guid.NewGuid().ToString(),
        }).ToList();
        db.Books.AddRange(books);
        await db.SaveChangesAsync();
        return books.ConvertAll(book => book.Id);
    }
}
