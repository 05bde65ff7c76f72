using Testing;

namespace Orgs.Api.Tests;

public sealed class IdentityExpiryTests(OrgsService service)
{
    [Fact]
    public async Task Start_SessionEndedLongAgo_IsForgottenAndLiveOnesStay()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var old = await world.SignInAsync(partner.AdminEmail);
        await using var age = service.Database.CreateCommand(
            $"UPDATE sessions SET ends_at = now() - interval '31 days' WHERE id = '{old.Tokens.Text("sessionId")}'");
        Assert.Equal(1, await age.ExecuteNonQueryAsync());

        await using var replica = service.Replica();
        _ = replica.Server;

        await Eventually.Async(async () => await CountAsync(old) == 0, because: "a session that ended a month ago should be deleted");
        Assert.Equal(1, await CountAsync(partner.Admin));
    }

    private async Task<long> CountAsync(Client client)
    {
        await using var command = service.Database.CreateCommand($"SELECT count(*) FROM sessions WHERE id = '{client.Tokens.Text("sessionId")}'");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
