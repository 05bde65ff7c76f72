using Microsoft.IdentityModel.JsonWebTokens;
using Testing;

namespace Orgs.Api.Tests;

public sealed class SigningKeyTests(OrgsService service)
{
    [Fact]
    public async Task Discovery_NamesTheKeySetThatVerifiesTokens()
    {
        var document = await service.Anonymous().GetAsync("/.well-known/openid-configuration");
        Assert.Equal(OrgsService.Issuer, document.Text("issuer"));
        Assert.Equal($"{OrgsService.Issuer}/.well-known/jwks.json", document.Text("jwks_uri"));

        var keys = await service.Anonymous().GetAsync("/.well-known/jwks.json");
        var set = new Microsoft.IdentityModel.Tokens.JsonWebKeySet(keys.GetRawText());
        var token = (await service.LiveOperatorAsync()).Tokens.Text("accessToken");
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            token,
            new() { ValidIssuer = OrgsService.Issuer, ValidAudience = "platform", IssuerSigningKeys = set.GetSigningKeys(), ValidTypes = ["at+jwt"] });
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.All(set.Keys, key => Assert.False(key.HasPrivateKey));
    }

    [Fact]
    public async Task Rotate_NewKey_IsPublishedBeforeItSignsAndSignsNobodyOut()
    {
        var live = await service.LiveOperatorAsync();
        var oldKey = KeyOf(live);
        await using var replica = service.Replica();
        var onReplica = new Client(replica.CreateClient());

        var made = (await live.PostAsync("signing-keys/rotate")).Text("id");

        Assert.NotEqual(oldKey, made);
        Assert.Equal(made, (await live.GetAsync("audit?action=rotate-signing-key")).Items()[0].GetProperty("after").Text("id"));
        var published = await PublishedAsync();
        Assert.Contains(made, published);
        Assert.Contains(oldKey, published);
        await Eventually.Async(
            async () =>
            {
                var newcomer = await service.LiveOperatorAsync();
                // Whatever key signs now, every replica takes it.
                onReplica.Use(newcomer.Tokens);
                await onReplica.GetAsync("me");
                return KeyOf(newcomer) == made;
            },
            because: "the new key should sign");
        Assert.Contains(oldKey, await PublishedAsync());
        await live.GetAsync("me");
    }

    [Fact]
    public async Task Rotate_ByASandboxOperator_IsRefused()
    {
        var world = await service.SandboxAsync();

        Assert.Equal("role_not_permitted", await world.Operator.RefusedPostAsync("signing-keys/rotate", null, 403));
        Assert.Equal("role_not_permitted", await world.Operator.RefusedAsync(HttpMethod.Get, "signing-keys", null, 403));
    }

    [Fact]
    public async Task PrivateKey_InTheDatabase_IsEncrypted()
    {
        await using var command = service.Database.CreateCommand("SELECT count(*) FROM signing_keys WHERE get_byte(private_key, 0) <> 1");
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    private async Task<IReadOnlyList<string>> PublishedAsync() =>
        [.. (await service.Anonymous().GetAsync("/.well-known/jwks.json")).GetProperty("keys").EnumerateArray().Select(key => key.Text("kid"))];

    private static string KeyOf(Client client) => new JsonWebToken(client.Tokens.Text("accessToken")).Kid;
}
