using System.Diagnostics;
using AppHost.Installation;

namespace AppHost.Commands.Demo;

/// <summary>
/// The demo's sandbox: it begins a year ago, on the first of a month, and is played through to now. Trials that begin on the first of a month end on the same day of
/// every month, and whoever came since is billed together. It begins at noon, when it is the first wherever somebody sells.
/// </summary>
internal sealed class DemoRealm
{
    public const string OperatorEmail = "olga@operator.example";

    private readonly Guid _id;
    private readonly Stopwatch _moving = new();
    private TimeSpan _behind;

    private DemoRealm(Guid id, string slug, DateTimeOffset beganAt, GatewayApi @operator)
    {
        (_id, Slug, BeganAt, Operator) = (id, slug, beganAt, @operator);
        _behind = DateTimeOffset.UtcNow - beganAt;
    }

    public string Slug { get; }

    public DateTimeOffset BeganAt { get; }

    /// <summary>The realm's time, give or take the time of a request.</summary>
    public DateTimeOffset Now => DateTimeOffset.UtcNow - _behind;

    /// <summary>How long the platform's own work of the year has taken so far: bill runs, card charges, mails, reminders.</summary>
    public TimeSpan Moving => _moving.Elapsed;

    /// <summary>Its operator's super admin.</summary>
    public GatewayApi Operator { get; }

    public static async Task<DemoRealm> FoundAsync(LocalInstallation installation, string password, CancellationToken cancellationToken)
    {
        using var live = await GatewayApi.OperatorAsync(installation, cancellationToken);
        // The first first of a month in the year until now: on a first, a whole year ago.
        var before = DateTimeOffset.UtcNow.AddYears(-1).AddDays(-1);
        var beganAt = new DateTimeOffset(before.Year, before.Month, 1, 12, 0, 0, TimeSpan.Zero).AddMonths(1);
        var realm = await live.PostAsync(
            $"{GatewayApi.Orgs}/realms",
            new { name = "Demo", operatorName = "Olga Operator", operatorEmail = OperatorEmail, operatorPassword = password, beganAt },
            cancellationToken);
        var (id, slug) = ((Guid)realm["id"]!, (string)realm["slug"]!);
        await live.ClockJobDoneAsync(id, (Guid)realm["clockJobId"]!, cancellationToken);
        var root = await GatewayApi.SignInAsync(installation, OperatorEmail, password, slug, cancellationToken);
        // At home where its larger distributor is: they bill at the same midnight.
        await root.PatchAsync($"{GatewayApi.Orgs}/organizations/{(Guid)realm["operatorId"]!}", new { timeZone = DemoMarket.America.TimeZone }, cancellationToken);
        return new DemoRealm(id, slug, beganAt, root);
    }

    /// <summary>Everything that falls due up to then has happened when it returns.</summary>
    public async Task MoveToAsync(DateTimeOffset to, CancellationToken cancellationToken)
    {
        var job = await Operator.PostAsync($"{GatewayApi.Orgs}/realms/{_id}/advance-clock", new { to }, cancellationToken);
        _behind = DateTimeOffset.UtcNow - to;
        _moving.Start();
        await Operator.ClockJobDoneAsync(_id, (Guid)job["id"]!, cancellationToken);
        _moving.Stop();
    }
}
