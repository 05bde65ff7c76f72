namespace AppHost.Commands.Demo;

/// <summary>
/// People who work for many: bookkeepers for the customers that nobody signs in as, a consultant for the resellers. Each has one account and is named for every
/// further organisation by e-mail address and namespace.
/// </summary>
internal sealed class DemoStaff
{
    public const string ConsultantEmail = "pat@lighthouse.example";

    private const string MeridianEmail = "mia@meridian.example";

    private static readonly (string Email, string Name, string Office)[] Ledgerhill =
    [
        ("bea@ledgerhill.example", "Bea Books", "Ledgerhill Bookkeeping"),
        ("ben@ledgerhill.example", "Ben Books", "Ledgerhill Europe"),
    ];

    public required Guid MeridianId { get; init; }
    public required Guid MeridianConnection { get; init; }
    public required GatewayApi Meridian { get; init; }
    public required GatewayApi Consultant { get; init; }
    public required string ConsultantNamespace { get; init; }
    public required IReadOnlyList<Bookkeeper> Bookkeepers { get; init; }

    public static async Task<DemoStaff> HireAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var root = stage.Realm.Operator;
        var meridian = root.AddChildAsync("Meridian Distribution", "partner", new { name = "Mia Meridian", email = MeridianEmail }, DemoMarket.Europe, new() { ["taxId"] = "DE136695976" }, cancellationToken);
        var lighthouse = root.AddChildAsync("Lighthouse Partner Services", "customer", new { name = "Pat Partner", email = ConsultantEmail }, DemoMarket.America, null, cancellationToken);
        var ledgerhill = await Task.WhenAll(Ledgerhill.Select(keeper => root.AddChildAsync(
            keeper.Office, "customer", new { name = keeper.Name, email = keeper.Email }, DemoMarket.America, null, cancellationToken)));
        await Task.WhenAll(meridian, lighthouse);

        var emails = Ledgerhill.Select(keeper => keeper.Email).ToList();
        var accepted = await Task.WhenAll(
            emails.Append(MeridianEmail).Append(ConsultantEmail).Select(email => stage.People.AcceptAsync(email, stage.Realm.Slug, cancellationToken)));
        stage.People.Add(MeridianEmail, stage.Realm.Slug, "super admin of the distributor Meridian, in euros");
        stage.People.Add(ConsultantEmail, stage.Realm.Slug, "super admin of most resellers: switches between them");
        stage.People.Add(emails[0], stage.Realm.Slug, "super admin of half of the customers: switches between them");
        return new DemoStaff
        {
            MeridianId = (await meridian).Id,
            MeridianConnection = (await meridian).ConnectionId,
            Meridian = accepted[^2].Api,
            Consultant = accepted[^1].Api,
            ConsultantNamespace = (await lighthouse).Namespace,
            Bookkeepers = [.. emails.Select((email, index) => new Bookkeeper(email, ledgerhill[index].Namespace, accepted[index].Api))],
        };
    }
}

internal sealed record Bookkeeper(string Email, string Namespace, GatewayApi Api);
