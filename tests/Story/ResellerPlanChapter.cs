using System.Net;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>A reseller goes up and down again, and what its alias goes through.</summary>
internal sealed class ResellerPlanChapter(DeepChannel channel)
{
    private StoryClient _lucerne = null!;
    private Guid _lucerneId;

    private string Alias => $"wingtip-{channel.Cast.Run}";

    public async Task TellAsync(Storyteller teller)
    {
        await teller.StepAsync("Wingtip goes from Basic to Free with an alias; Lucerne asks for the same, gets suggestions, and takes one", TakeAliasesAsync);
        await teller.StepAsync("Wingtip goes back to Basic, but only once it has read what that means; its customer stays, and its alias is kept for it", GoDownAsync);
    }

    private async Task TakeAliasesAsync()
    {
        (await channel.Wingtip.PostAsync(DeepChannel.PlanPath(channel.WingtipId), new { plan = "free" })).ExpectRefusal(HttpStatusCode.UnprocessableEntity, "alias_required");
        var free = (await channel.Wingtip.PostAsync(DeepChannel.PlanPath(channel.WingtipId), new { plan = "free", alias = Alias })).Expect(HttpStatusCode.OK);
        Check(((string?)free.Json["resellerPlan"], (string?)free.Json["alias"]) == ("free", Alias), $"Wingtip is on Free: {free.Body}");

        (_lucerne, _lucerneId, _) = await channel.CreateChildAsync(channel.Adventure, "Lucerne", "partner");
        var path = DeepChannel.PlanPath(_lucerneId);
        (await channel.Wingtip.PostAsync(path, new { plan = "free", alias = $"not-mine-{channel.Cast.Run}" })).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        var refused = (await _lucerne.PostAsync(path, new { plan = "free", alias = Alias })).ExpectRefusal(HttpStatusCode.Conflict, "alias_taken");
        Check((string?)(await _lucerne.GetAsync($"{Orgs}/organizations/{_lucerneId}")).Json["resellerPlan"] == "basic", "Lucerne is still on Basic");
        var suggestion = (string)refused.Json["suggestions"]![0]!;
        var taken = (await _lucerne.PostAsync(path, new { plan = "free", alias = suggestion })).Expect(HttpStatusCode.OK);
        Check((string?)taken.Json["alias"] == suggestion, $"what was suggested was free: {taken.Body}");
    }

    private async Task GoDownAsync()
    {
        var path = DeepChannel.PlanPath(channel.WingtipId);
        (await channel.Wingtip.PostAsync(path, new { plan = "basic" })).ExpectRefusal(HttpStatusCode.UnprocessableEntity, "impact_not_confirmed");
        var impact = (await channel.Wingtip.GetAsync($"{Orgs}/organizations/{channel.WingtipId}/reseller-plan-impact?to=basic")).Expect(HttpStatusCode.OK);
        Check(((int?)impact.Json["customers"], (string?)impact.Json["aliasFate"]) == (1, "reserved"), $"the report says what it means: {impact.Body}");
        var basic = (await channel.Wingtip.PostAsync(path, new { plan = "basic", impactConfirmation = impact.Text("confirmation") })).Expect(HttpStatusCode.OK);
        Check((string?)basic.Json["resellerPlan"] == "basic", $"Wingtip is on Basic: {basic.Body}");

        Check((string?)(await channel.SubscriptionAsync())["status"] == "active", "the customer's subscription runs on");
        Check(await IsAvailableAsync(channel.Wingtip, channel.WingtipId) && !await IsAvailableAsync(_lucerne, _lucerneId), "the alias is kept for Wingtip, and for nobody else");
    }

    private async Task<bool> IsAvailableAsync(StoryClient who, Guid organization) =>
        (bool)(await who.GetAsync($"{Orgs}/organizations/{organization}/alias-availability?alias={Alias}")).Expect(HttpStatusCode.OK).Json["isAvailable"]!;
}
