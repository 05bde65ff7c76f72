using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Orgs.Api.Tests;

public sealed class SignInTests(OrgsService service)
{
    [Fact]
    public async Task SignIn_LiveOperator_GetsATokenWithItsClaims()
    {
        var client = await service.LiveOperatorAsync();

        var token = new JsonWebToken(client.Tokens.Text("accessToken"));
        Assert.Equal("at+jwt", token.Typ);
        Assert.Equal("ES256", token.Alg);
        Assert.Equal(OrgsService.Issuer, token.Issuer);
        Assert.Equal("platform", Assert.Single(token.Audiences));
        Assert.Equal(client.PersonId, token.Subject);
        Assert.Equal("operator", token.GetClaim("org_kind").Value);
        Assert.Equal("superAdmin", token.GetClaim("role").Value);
        Assert.Equal("true", token.GetClaim("live").Value);
        Assert.Equal(TimeSpan.FromMinutes(5), token.ValidTo - token.ValidFrom);
        Assert.Equal(300, client.Tokens.GetProperty("expiresIn").GetInt32());
        var me = await client.GetAsync("me");
        Assert.Equal("org:operator", me.GetProperty("person").Text("namespace"));
    }
}
