using System.Net;
using System.Text.Json.Nodes;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>A channel three deep in a realm of its own: the operator, its distributor Adventure, that one's reseller Wingtip, and Wingtip's customer Proseware.</summary>
internal sealed class DeepChannel(Cast cast)
{
    public Cast Cast => cast;

    public StoryClient Operator { get; private set; } = null!;

    public StoryClient Adventure { get; private set; } = null!;

    public StoryClient Wingtip { get; private set; } = null!;

    public StoryClient Proseware { get; private set; } = null!;

    public Guid AdventureId { get; private set; }

    public Guid WingtipId { get; private set; }

    public Guid AdventureConnection { get; private set; }

    public Guid WingtipConnection { get; private set; }

    public Guid ProsewareConnection { get; private set; }

    public SandboxClock Clock { get; private set; } = null!;

    /// <summary>What Wingtip sells to Proseware: seats, $8 from the operator, $12 from Adventure, $11 to the customer.</summary>
    public Guid SubscriptionId { get; set; }

    public async Task OpenAsync()
    {
        Operator = await cast.OpenRealmAsync();
        Clock = new SandboxClock(Operator, cast.RealmId);
        (Adventure, AdventureId, AdventureConnection) = await CreateChildAsync(Operator, "Adventure", "partner");

        // Only a Tenant has resellers of its own.
        (await Adventure.PostAsync($"{Orgs}/organizations", NewChild("Wingtip", "partner"))).ExpectRefusal(HttpStatusCode.Forbidden, "plan_right_missing");
        (await Adventure.PostAsync(PlanPath(AdventureId), new { plan = "tenant", alias = $"adventure-{cast.Run}" })).ExpectRefusal(HttpStatusCode.Conflict, "reseller_plan_to_tenant_not_allowed");
        (await Operator.PostAsync(PlanPath(AdventureId), new { plan = "tenant", alias = $"adventure-{cast.Run}" })).Expect(HttpStatusCode.OK);
        (Wingtip, WingtipId, WingtipConnection) = await CreateChildAsync(Adventure, "Wingtip", "partner");
        (Proseware, _, ProsewareConnection) = await CreateChildAsync(Wingtip, "Proseware", "customer");
    }

    public async Task<(StoryClient Admin, Guid Id, Guid Connection)> CreateChildAsync(StoryClient parent, string name, string kind)
    {
        var created = (await parent.PostAsync($"{Orgs}/organizations", NewChild(name, kind))).Expect(HttpStatusCode.Created);
        var admin = await cast.AcceptInvitationAsync($"{name}'s super admin", cast.EmailOf(name));
        return (admin, (Guid)created.Json["organization"]!["id"]!, (Guid)created.Json["connection"]!["id"]!);
    }

    public static string PlanPath(Guid organization) => $"{Orgs}/organizations/{organization}/change-reseller-plan";

    /// <summary>What a connection's main subscription is now, as its buyer sees it.</summary>
    public async Task<JsonNode> SubscriptionAsync() => (await Proseware.GetAsync($"{Billing}/subscriptions/{SubscriptionId}")).Expect(HttpStatusCode.OK).Json;

    /// <summary>Proseware's invoices, oldest first, with their lines.</summary>
    public async Task<IReadOnlyList<JsonNode>> RetailInvoicesAsync()
    {
        var ids = (await ItemsAsync(Proseware, $"{Billing}/invoices")).Select(invoice => (Guid)invoice!["id"]!).Order();
        return [.. await Task.WhenAll(ids.Select(async id => (await Proseware.GetAsync($"{Billing}/invoices/{id}")).Expect(HttpStatusCode.OK).Json))];
    }

    private object NewChild(string name, string kind) => new
    {
        name,
        kind,
        superAdmin = new { name = $"{name}'s super admin", email = cast.EmailOf(name) },
        accountsPayableEmail = cast.EmailOf($"ap-{name}"),
        trialDays = 1,
        currency = "USD",
        country = "US",
        timeZone = "America/New_York",
    };
}
