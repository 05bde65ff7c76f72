using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>Makes child organisations as their parents do.</summary>
internal static class DemoOrganizations
{
    /// <param name="superAdmin">Somebody new, with a name, or somebody known, with a namespace.</param>
    /// <param name="profile">Country, legal name, reference number and the like; merged over what every child has.</param>
    public static async Task<NewChild> AddChildAsync(
        this GatewayApi parent, string name, string kind, object superAdmin, DemoMarket market, JsonObject? profile, CancellationToken cancellationToken)
    {
        var child = await parent.PostAsync($"{GatewayApi.Orgs}/organizations", Child(name, kind, superAdmin, market, profile), cancellationToken);
        return new NewChild((Guid)child["organization"]!["id"]!, (Guid)child["connection"]!["id"]!, (string)child["organization"]!["namespace"]!);
    }

    /// <summary>All of them at once, as a seller does who moves in. Returned in the same order.</summary>
    /// <param name="children">Each as <see cref="Child"/> says it.</param>
    public static async Task<IReadOnlyList<NewChild>> ImportAsync(this GatewayApi parent, IReadOnlyList<JsonObject> children, CancellationToken cancellationToken)
    {
        var imported = await parent.PostAsync($"{GatewayApi.Orgs}/organizations/import", new { organizations = children }, cancellationToken);
        return [.. imported["organizations"]!.AsArray().Select(child => new NewChild((Guid)child!["id"]!, (Guid)child["connectionId"]!, (string)child["namespace"]!))];
    }

    public static JsonObject Child(string name, string kind, object superAdmin, DemoMarket market, JsonObject? profile)
    {
        var body = new JsonObject
        {
            ["name"] = name,
            ["kind"] = kind,
            ["superAdmin"] = System.Text.Json.JsonSerializer.SerializeToNode(superAdmin),
            ["accountsPayableEmail"] = DemoNames.AccountsPayable(name),
            ["trialDays"] = 14,
            ["currency"] = market.Currency,
            ["country"] = market.Countries[0],
            ["timeZone"] = market.TimeZone,
            ["language"] = market.Language,
        };
        foreach (var (key, value) in profile ?? [])
            body[key] = value?.DeepClone();
        return body;
    }

    public static Task ChangePlanAsync(this GatewayApi parent, Guid partnerId, string plan, string? alias, CancellationToken cancellationToken) =>
        parent.PostAsync($"{GatewayApi.Orgs}/organizations/{partnerId}/change-reseller-plan", new { plan, alias, reason = "As agreed." }, cancellationToken);

    /// <summary>The rest of the platform hears of the connection by events, a moment later.</summary>
    public static Task SetCardAsync(this GatewayApi buyer, Guid connectionId, string token, CancellationToken cancellationToken) =>
        Eventually.ValueAsync(async limit => await buyer.PutAsync($"{GatewayApi.Billing}/connections/{connectionId}/payment-method", new { token }, limit), cancellationToken);
}

internal sealed record NewChild(Guid Id, Guid ConnectionId, string Namespace);
