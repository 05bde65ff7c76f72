using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>The people whom the console names and where they work: there before the year is played, so that one can sign in at once.</summary>
internal sealed class DemoCore
{
    public required Guid NorthwindId { get; init; }
    public required Guid NorthwindConnection { get; init; }
    public required GatewayApi Northwind { get; init; }
    public required Guid FabrikamId { get; init; }
    public required Guid FabrikamConnection { get; init; }
    public required GatewayApi Fabrikam { get; init; }
    public required NewChild ContosoChild { get; init; }
    public required GatewayApi Contoso { get; init; }
    public required AcceptedPerson Rita { get; init; }

    public static async Task<DemoCore> OpenAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        const string nora = "nora@northwind.example", carl = "carl@contoso.example", rita = "rita@northwind.example", faye = "faye@fabrikam.example";
        var (root, people, slug) = (stage.Realm.Operator, stage.People, stage.Realm.Slug);
        people.Add(DemoRealm.OperatorEmail, slug, "the demo operator's super admin");
        var northwindChild = await root.AddChildAsync("Northwind", "partner", new { name = "Nora North", email = nora }, DemoMarket.America, new() { ["legalName"] = "Northwind Traders Inc." }, cancellationToken);
        await root.ChangePlanAsync(northwindChild.Id, "tenant", "northwind", cancellationToken);
        var northwind = (await people.AcceptAsync(nora, slug, cancellationToken)).Api;
        people.Add(nora, slug, "super admin of the distributor Northwind");

        var contosoChild = await northwind.AddChildAsync("Contoso", "customer", new { name = "Carl Contoso", email = carl }, DemoMarket.America, new() { ["referenceNumber"] = "PO-7781" }, cancellationToken);
        var fabrikamChild = await northwind.AddChildAsync("Fabrikam", "partner", new { name = "Faye Fabrikam", email = faye }, DemoMarket.America, new() { ["legalName"] = "Fabrikam LLC" }, cancellationToken);
        await northwind.PostAsync($"{GatewayApi.Orgs}/members", new { email = rita, name = "Rita Rep", role = "support", portalAccess = true }, cancellationToken);
        var accepted = await Task.WhenAll(new[] { carl, rita, faye }.Select(email => people.AcceptAsync(email, slug, cancellationToken)));
        people.Add(carl, slug, "super admin of the customer Contoso, which buys from Northwind");
        people.Add(rita, slug, "support rep of Northwind");
        people.Add(faye, slug, "super admin of the reseller Fabrikam, which buys from Northwind");

        await northwind.PutAsync($"{GatewayApi.Orgs}/connections/{contosoChild.ConnectionId}/support-owner", new { personId = accepted[1].Id }, cancellationToken);
        await northwind.ChangePlanAsync(fabrikamChild.Id, "standard", "fabrikam", cancellationToken);
        return new DemoCore
        {
            NorthwindId = northwindChild.Id,
            NorthwindConnection = northwindChild.ConnectionId,
            Northwind = northwind,
            FabrikamId = fabrikamChild.Id,
            FabrikamConnection = fabrikamChild.ConnectionId,
            Fabrikam = accepted[2].Api,
            ContosoChild = contosoChild,
            Contoso = accepted[0].Api,
            Rita = accepted[1],
        };
    }
}
