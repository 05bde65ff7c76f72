using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AppHost.Installation;

namespace AppHost.Commands;

/// <summary>
/// A small world to look at, in a sandbox realm of its own whose clock can be moved: partner Northwind, its customer Contoso, a product, an approved subscription and a ticket.
/// Everything is made through the gateway, as people would. Who was made is kept in demo.json in the data folder, for the console and for <c>./run token</c>.
/// </summary>
internal sealed class DemoData(LocalInstallation installation)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _path = Path.Combine(installation.Options.DataFolder, "demo.json");
    private readonly List<DemoPerson> _people = [];
    private readonly string _password = installation.SecretOf("demo-password");
    private string _realm = "";

    /// <summary>The people of the demo; none before it has been loaded.</summary>
    public IReadOnlyList<DemoPerson> People() =>
        File.Exists(_path) ? JsonSerializer.Deserialize<List<DemoPerson>>(File.ReadAllText(_path), Format)! : [];

    /// <summary>Makes the world and keeps who lives there. A second call makes a second world beside the first.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        using var root = await FoundRealmAsync(cancellationToken);
        await AddChildAsync(root, "Northwind", "partner", "nora@northwind.example", cancellationToken);
        using var northwind = await AcceptAsync("nora@northwind.example", "super admin of partner Northwind", cancellationToken);
        var contosoChild = await AddChildAsync(northwind, "Contoso", "customer", "carl@contoso.example", cancellationToken);
        using var contoso = await AcceptAsync("carl@contoso.example", "super admin of customer Contoso", cancellationToken);

        await northwind.PostAsync($"{GatewayApi.Orgs}/members", new { email = "rita@northwind.example", name = "Rita Rep", role = "support", portalAccess = true }, cancellationToken);
        using var rita = await AcceptAsync("rita@northwind.example", "support rep of Northwind", cancellationToken);
        var connection = (Guid)contosoChild["connection"]!["id"]!;
        var me = await rita.GetAsync($"{GatewayApi.Orgs}/me", cancellationToken);
        await northwind.PutAsync($"{GatewayApi.Orgs}/connections/{connection}/support-owner", new { personId = (Guid)me["person"]!["id"]! }, cancellationToken);

        await SellAsync(root, northwind, contoso, connection, cancellationToken);
        await Eventually.ValueAsync(
            async token => await contoso.PostAsync("/api/tickets/v1/tickets", new { connectionId = connection, subject = "No dial tone", body = "Since this morning.", priority = "high" }, token),
            cancellationToken);
        PrivateFile.Write(_path, JsonSerializer.Serialize(_people, Format));
    }

    private async Task<GatewayApi> FoundRealmAsync(CancellationToken cancellationToken)
    {
        const string email = "olga@operator.example";
        using var live = await GatewayApi.OperatorAsync(installation, cancellationToken);
        var realm = await live.PostAsync($"{GatewayApi.Orgs}/realms", new { name = "Demo", operatorName = "Olga Operator", operatorEmail = email, operatorPassword = _password }, cancellationToken);
        _realm = (string)realm["slug"]!;
        _people.Add(new DemoPerson(email, _password, _realm, "the demo operator's super admin"));
        return await GatewayApi.SignInAsync(installation, email, _password, _realm, cancellationToken);
    }

    private static Task<JsonNode> AddChildAsync(GatewayApi parent, string name, string kind, string superAdmin, CancellationToken cancellationToken) =>
        parent.PostAsync(
            $"{GatewayApi.Orgs}/organizations",
            new
            {
                name,
                kind,
                superAdmin = new { name = $"{name}'s super admin", email = superAdmin },
                accountsPayableEmail = $"ap{superAdmin[superAdmin.IndexOf('@', StringComparison.Ordinal)..]}",
                trialDays = 14,
                referenceNumber = kind == "customer" ? "PO-7781" : null,
                currency = "USD",
                country = "US",
                timeZone = "America/New_York",
            },
            cancellationToken);

    /// <summary>Follows the newest link that was mailed to the person, sets the demo's password and signs in.</summary>
    private async Task<GatewayApi> AcceptAsync(string email, string who, CancellationToken cancellationToken)
    {
        using var inbox = new HttpClient { BaseAddress = new Uri(installation.AddressOf("mail")) };
        using var stranger = GatewayApi.Anonymous(installation);
        await Eventually.ValueAsync(
            async token =>
            {
                var mails = JsonNode.Parse(await inbox.GetStringAsync("/email", token))!.AsArray();
                var mine = mails.LastOrDefault(mail => mail!["to"]!.AsArray().Any(to => (string?)to!["address"] == email));
                var link = Regex.Match((string?)mine?["text"] ?? "", @"https?://\S+/invitations/\S+", RegexOptions.NonBacktracking);
                return link.Success ? await stranger.PostAsync($"{new Uri(link.Value).AbsolutePath}/accept", new { password = _password }, token) : null;
            },
            cancellationToken);
        _people.Add(new DemoPerson(email, _password, _realm, who));
        return await GatewayApi.SignInAsync(installation, email, _password, _realm, cancellationToken);
    }

    private static async Task SellAsync(GatewayApi root, GatewayApi northwind, GatewayApi contoso, Guid connection, CancellationToken cancellationToken)
    {
        const string billing = "/api/billing/v1";
        var product = await root.PostAsync(
            $"{billing}/products",
            new
            {
                name = "Call recording",
                description = "Every call, kept.",
                kind = "main",
                sharedWithResellers = true,
                managedBy = "operator",
                accountSubscription = new { name = "Call recording", managedBy = "operator", sharedWithResellers = true, recommendedPrice = Monthly("20.00") },
                resellerSubscription = new { name = "Call recording, wholesale", managedBy = "operator", per = "account", canBeAppliedMoreThanOnce = true, wholesalePrice = Monthly("10.00") },
            },
            cancellationToken);
        var proposal = new
        {
            connectionId = connection,
            productId = (Guid)product["id"]!,
            quantity = 1,
            retailPrice = new { amount = "20.00", currency = "USD" },
            interval = "month",
            planLength = "month",
            reason = "As we talked about.",
        };
        var request = await Eventually.ValueAsync(async token => await northwind.PostAsync($"{billing}/requests", proposal, token), cancellationToken);
        await contoso.PostAsync($"{billing}/requests/{(Guid)request["id"]!}/approve", new { }, cancellationToken);

        static object Monthly(string amount) => new { price = new { amount, currency = "USD" }, interval = "month", planLength = "month" };
    }
}

/// <param name="Realm">The slug of the realm that the person signs in to.</param>
/// <param name="Who">What the person is, in words.</param>
internal sealed record DemoPerson(string Email, string Password, string Realm, string Who);
