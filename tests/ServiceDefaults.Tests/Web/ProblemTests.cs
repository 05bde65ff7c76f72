using System.Net;
using System.Text;
using ServiceDefaults.Security;
using Testing;

namespace ServiceDefaults.Tests.Web;

public sealed class ProblemTests(Shelf shelf)
{
    private readonly Caller _caller = TestTokens.AnyCaller();

    [Theory]
    [InlineData("""{"title":"x","colour":"red"}""", "unknown_field", "colour")]
    [InlineData("""{"shelfmark":"x"}""", "required", "title")]
    [InlineData("""{"title":null}""", "required", "title")]
    [InlineData("""{"title":7}""", "invalid_value", "title")]
    [InlineData("""{"title":"x","title":"y"}""", "duplicate_field", "title")]
    public async Task Post_WrongField_IsToldByName(string body, string code, string field)
    {
        using var client = shelf.Client(_caller);
        using var response = await client.PostJson("books", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await response.Code());
        var error = Assert.Single((await response.Json()).GetProperty("errors").EnumerateObject());
        Assert.Equal(field, error.Name);
        Assert.Equal(code, error.Value[0].GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""{"reference":"r","lines":[{"quantity":1,"price":{"amount":"1.00","currency":"USD"},"binding":"paper","x":1}]}""", "unknown_field", "lines[0].x")]
    [InlineData("""{"reference":"r","lines":[{"quantity":"1","price":{"amount":"1.00","currency":"USD"},"binding":"paper"}]}""", "invalid_value", "lines[0].quantity")]
    [InlineData("""{"reference":"r","lines":[{"quantity":1,"price":{"amount":"1.0","currency":"USD"},"binding":"paper"}]}""", "invalid_value", "lines[0].price")]
    [InlineData("""{"reference":"r","lines":[{"quantity":1,"price":{"amount":1.00,"currency":"USD"},"binding":"paper"}]}""", "invalid_value", "lines[0].price")]
    [InlineData("""{"reference":"r","lines":[{"quantity":1,"price":{"amount":"1.00","currency":"usd"},"binding":"paper"}]}""", "invalid_value", "lines[0].price")]
    [InlineData("""{"reference":"r","lines":[{"quantity":1,"price":{"amount":"1.00","currency":"USD"},"binding":1}]}""", "invalid_value", "lines[0].binding")]
    [InlineData("""{"reference":"r","lines":[{"quantity":1,"price":{"amount":"1.00","currency":"USD"},"binding":"silk"}]}""", "invalid_value", "lines[0].binding")]
    [InlineData("""{"reference":"r","lines":[{"price":{"amount":"1.00","currency":"USD"},"binding":"paper"}]}""", "required", "lines[0].quantity")]
    [InlineData("""{"reference":"r","lines":[{"quantity":1,"price":{"amount":"1.00","currency":"USD"},"binding":"paper"},null]}""", "required", "lines[1]")]
    [InlineData("""{"reference":"r","lines":[],"shipments":[{"tags":["a"]},{"tags":["a",null]}]}""", "required", "shipments[1].tags[1]")]
    public async Task Post_WrongNestedField_IsToldByPath(string body, string code, string field)
    {
        using var client = shelf.Client(_caller);
        using var response = await client.PostJson("orders", body);
        Assert.Equal(code, await response.Code());
        Assert.Equal(field, Assert.Single((await response.Json()).GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task PostAndGet_TextThatTheDatabaseCannotKeep_IsRefused()
    {
        using var client = shelf.Client(_caller);
        using var kept = await client.PostJson("books", """{"title":"a\u0000b"}""");
        Assert.Equal(HttpStatusCode.BadRequest, kept.StatusCode);
        Assert.Equal("control_characters", await kept.Code());

        using var looked = await client.GetAsync("books/titled?title=a%00b");
        Assert.Equal(HttpStatusCode.BadRequest, looked.StatusCode);
        Assert.Equal("control_characters", await looked.Code());
    }

    [Fact]
    public async Task Post_TwoFieldsMissing_BothAreTold()
    {
        using var client = shelf.Client(_caller);
        using var response = await client.PostJson("orders", "{}");
        Assert.Equal("validation_failed", await response.Code());
        Assert.Equal(["lines", "reference"], (await response.Json()).GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
    }

    [Fact]
    public async Task Post_MoneyAndEnums_ComeBackAsTheyWent()
    {
        const string Body = """{"reference":"r","lines":[{"quantity":1,"price":{"amount":"12.30","currency":"USD"},"binding":"hardCover","note":null}]}""";
        using var client = shelf.Client(_caller);
        using var response = await client.PostJson("orders", Body);
        Assert.Equal(Body, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{\"title\":", "malformed_json")]
    [InlineData("{'title':1}", "malformed_json")]
    [InlineData("", "body_required")]
    [InlineData("null", "body_required")]
    [InlineData("[1]", "invalid_value")]
    public async Task Post_NoJsonObject_IsRefused(string body, string code)
    {
        using var client = shelf.Client(_caller);
        using var response = await client.PostJson("books", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await response.Code());
    }

    [Fact]
    public async Task Post_BodyOverTheLimit_Is413()
    {
        using var client = shelf.Client(_caller);
        var large = $$"""{"title":"{{new string('x', 2 * 1024 * 1024)}}"}""";
        using var refused = await client.PostJson("books", large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Equal("body_too_large", await refused.Code());

        using var allowed = await client.PostJson("big", large);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    [Fact]
    public async Task Post_NotJson_Is415()
    {
        using var client = shelf.Client(_caller);
        using var response = await client.PostAsync("books", new StringContent("title=x", Encoding.UTF8, "application/x-www-form-urlencoded"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("unsupported_media_type", await response.Code());
    }

    [Fact]
    public async Task Get_AcceptsNoJson_Is406()
    {
        using var client = shelf.Client(_caller);
        client.DefaultRequestHeaders.Add("Accept", "text/csv");
        using var refused = await client.GetAsync("books");
        Assert.Equal(HttpStatusCode.NotAcceptable, refused.StatusCode);
        Assert.Equal("not_acceptable", await refused.Code());

        client.DefaultRequestHeaders.Add("Accept", "application/*;q=0.5");
        using var answered = await client.GetAsync("books");
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Fact]
    public async Task Get_UnknownAddress_Is404()
    {
        using var client = shelf.Client();
        using var response = await client.GetAsync("nowhere");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("not_found", await response.Code());
    }

    [Fact]
    public async Task Delete_AddressThatOnlyReads_Is405()
    {
        using var client = shelf.Client(_caller);
        using var response = await client.DeleteAsync("ping");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("method_not_allowed", await response.Code());
        Assert.Equal(["GET"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("pages/seven", "number")]
    [InlineData("pages/7?from=x", "from")]
    [InlineData("books?limit=x", "limit")]
    public async Task Get_ParameterOfAnotherKind_IsToldByName(string path, string field)
    {
        using var client = shelf.Client(_caller);
        using var response = await client.GetAsync(path);
        Assert.Equal("invalid_value", await response.Code());
        Assert.Equal(field, Assert.Single((await response.Json()).GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Get_OperationThrows_TellsNothingOfTheInside()
    {
        using var client = shelf.Client(_caller);
        using var response = await client.GetAsync("broken");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("internal_error", await response.Code());
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_TakenValueWithAName_IsTheNamedRefusal()
    {
        using var client = shelf.Client(_caller);
        using var first = await client.PostJson("books", """{"title":"taken"}""");
        using var second = await client.PostJson("books", """{"title":"taken"}""");
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("title_taken", await second.Code());
    }

    [Fact]
    public async Task Post_TakenValueThatNobodyNamed_IsAnInternalError()
    {
        using var client = shelf.Client(_caller);
        using var first = await client.PostJson("books", """{"title":"a","shelfmark":"s"}""");
        using var second = await client.PostJson("books", """{"title":"b","shelfmark":"s"}""");
        Assert.Equal("internal_error", await second.Code());
    }

    [Fact]
    public async Task Any_Answer_IsNotCachedAndNamesNoServer()
    {
        using var client = shelf.Client();
        foreach (var path in new[] { "ping", "books", "nowhere" })
        {
            using var response = await client.GetAsync(path);
            Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
            Assert.False(response.Headers.Contains("Server"));
        }
    }
}
