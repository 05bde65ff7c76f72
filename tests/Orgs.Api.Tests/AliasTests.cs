using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Primitives;
using static Orgs.Api.Tests.ResellerPlanTests;

namespace Orgs.Api.Tests;

public sealed class AliasTests(OrgsService service)
{
    [Theory]
    [InlineData(null, 422, "alias_required")]
    [InlineData("ab", 400, "alias_malformed")]
    [InlineData("Not An Alias", 400, "alias_malformed")]
    [InlineData("checkout", 400, "alias_reserved_word")]
    public async Task Claim_NoneOrWrong_IsRefusedWithSuggestions(string? alias, int status, string code)
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();

        var problem = await partner.Admin.PostAsync(ResellerPlanTests.Path(partner), new { plan = "free", alias }, status);

        Assert.Equal(code, problem.Text("code"));
        Assert.Equal([code], problem.ErrorsAt("alias"));
        var suggestion = problem.GetProperty("suggestions")[0].GetString()!;
        Assert.Equal(suggestion, (await ChangeAsync(partner.Admin, partner, "free", suggestion)).Text("alias"));
    }

    [Fact]
    public async Task Claim_TwoPartnersAtOnce_ExactlyOneGetsIt()
    {
        var world = await service.SandboxAsync();
        var partners = new List<Child>();
        for (var i = 0; i < 4; i++)
        {
            partners.Add(await world.PartnerAsync());
        }

        var alias = NewAlias();
        var answers = await Task.WhenAll(partners.Select(partner =>
            partner.Admin.RawAsync(HttpMethod.Post, ResellerPlanTests.Path(partner), new { plan = "free", alias })));

        Assert.Equal([200, 409, 409, 409], answers.Select(answer => (int)answer.StatusCode).Order());
        foreach (var refused in answers.Where(answer => !answer.IsSuccessStatusCode))
        {
            var problem = JsonElement.Parse(await refused.Content.ReadAsStringAsync());
            Assert.Equal("alias_taken", problem.Text("code"));
            Assert.Equal(3, problem.GetProperty("suggestions").GetArrayLength());
        }

        var plans = await Task.WhenAll(partners.Select(async partner => (await partner.Admin.GetAsync($"organizations/{partner.Id}")).Text("resellerPlan")));
        Assert.Equal(["basic", "basic", "basic", "free"], plans.Order());
    }

    [Fact]
    public async Task Check_TakenAlias_OffersOthersAndSaysNotWhoseItIs()
    {
        var world = await service.SandboxAsync();
        var holder = await world.PartnerAsync();
        var partner = await world.PartnerAsync();
        var alias = NewAlias();
        await ChangeAsync(holder.Admin, holder, "free", alias);

        var taken = await CheckAsync(partner.Admin, partner, alias);

        Assert.False(taken.GetProperty("isAvailable").GetBoolean());
        Assert.Equal("alias_taken", taken.Text("code"));
        Assert.DoesNotContain(holder.Id, taken.GetRawText());
        foreach (var suggestion in taken.GetProperty("suggestions").EnumerateArray())
        {
            Assert.True((await CheckAsync(partner.Admin, partner, suggestion.GetString()!)).GetProperty("isAvailable").GetBoolean());
        }

        Assert.Equal("alias_reserved_word", (await CheckAsync(world.Operator, partner, "api")).Text("code"));
        await holder.Admin.GetAsync($"organizations/{partner.Id}/alias-availability?alias={alias}", 404);
        // Another realm has aliases of its own.
        var elsewhere = await service.NewSandboxAsync();
        Assert.True((await CheckAsync(elsewhere.Operator, await elsewhere.PartnerAsync(), alias)).GetProperty("isAvailable").GetBoolean());
    }

    [Fact]
    [Trait("Checklist", "X16")]
    public async Task Downgrade_ToBasic_ReservesTheAliasForNinetyDays()
    {
        var world = await service.NewSandboxAsync();
        var holder = await world.PartnerAsync();
        var other = await world.PartnerAsync();
        var alias = NewAlias();
        await ChangeAsync(holder.Admin, holder, "free", alias);
        Assert.Equal("alias_kept", await holder.Admin.RefusedPostAsync(ResellerPlanTests.Path(holder), new { plan = "standard", alias = NewAlias() }, 422));
        var impact = await ImpactAsync(world.Operator, holder, "basic");
        Assert.Equal("reserved", impact.Text("aliasFate"));
        Assert.True(impact.GetProperty("aliasReservedUntil").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddDays(89));

        var basic = await TakeDownAsync(world.Operator, holder, "basic");

        Assert.Equal(JsonValueKind.Null, basic.GetProperty("alias").ValueKind);
        Assert.Equal("alias_taken", await other.Admin.RefusedPostAsync(ResellerPlanTests.Path(other), new { plan = "free", alias }, 409));
        // Its former holder is offered it first, and takes it back.
        Assert.Equal(alias, (await holder.Admin.PostAsync(ResellerPlanTests.Path(holder), new { plan = "free" }, 422)).GetProperty("suggestions")[0].GetString());
        Assert.Equal(alias, (await ChangeAsync(holder.Admin, holder, "free", alias)).Text("alias"));
        await TakeDownAsync(world.Operator, holder, "basic");

        await world.AdvanceAsync("P91D");
        Assert.Equal(0L, await CountAsync(world, alias));
        Assert.Equal(alias, (await ChangeAsync(other.Admin, other, "free", alias)).Text("alias"));
        Assert.Equal("alias_taken", (await CheckAsync(holder.Admin, holder, alias)).Text("code"));
    }

    [Fact]
    public async Task Reservation_TakenBack_IsNotFreedLater()
    {
        var world = await service.NewSandboxAsync();
        var holder = await world.PartnerAsync();
        var alias = NewAlias();
        await ChangeAsync(holder.Admin, holder, "free", alias);
        await TakeDownAsync(holder.Admin, holder, "basic");
        await ChangeAsync(holder.Admin, holder, "free", alias);

        await world.AdvanceAsync("P91D");

        Assert.Equal(1L, await CountAsync(world, alias));
        Assert.Equal(alias, (await holder.Admin.GetAsync($"organizations/{holder.Id}")).Text("alias"));
    }

    [Fact]
    public async Task ReservedWords_EveryFirstSegmentOfARoute_IsOne()
    {
        await using var replica = service.Replica();
        var segments = replica.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Select(route => route.RoutePattern.RawText!.TrimStart('/').Split('/')[0])
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.Contains("api", segments);
        Assert.All(segments, segment => Assert.NotNull(AliasName.Check(segment)));
    }

    private static Task<JsonElement> CheckAsync(Client caller, Child partner, string alias) =>
        caller.GetAsync($"organizations/{partner.Id}/alias-availability?alias={alias}");

    private async Task<long> CountAsync(World world, string alias)
    {
        await using var command = service.Database.CreateCommand($"SELECT count(*) FROM shop_aliases WHERE realm_id = '{world.RealmId}' AND alias = '{alias}'");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
