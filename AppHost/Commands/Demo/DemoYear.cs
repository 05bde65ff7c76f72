using System.Diagnostics;

namespace AppHost.Commands.Demo;

/// <summary>
/// Plays the realm's year in steps: newcomers and changes, then the clock moves two months on, and the platform bills, charges and reminds by itself, each thing
/// when it is due.
/// </summary>
internal static class DemoYear
{
    private const int Steps = 6;
    private const int MonthsAtOnce = 12 / Steps;

    public static async Task PlayAsync(DemoStage stage, DemoCore core, CancellationToken cancellationToken)
    {
        var (watch, calls) = (Stopwatch.StartNew(), GatewayApi.Calls);
        var catalogue = stage.Catalogue.PublishAsync(stage, cancellationToken);
        var staff = await DemoStaff.HireAsync(stage, cancellationToken);
        await DemoPartners.OpenAsync(stage, staff, core, cancellationToken);
        await DemoPartners.SetTermsAsync(stage, catalogue, cancellationToken);
        stage.Say($"{stage.Sellers.Count} sellers and their prices after {watch.Elapsed.TotalSeconds:0.0} s");

        for (var step = 0; step < Steps; step++)
        {
            await TakeAsync(stage, staff, core, step, cancellationToken);
            // The last step ends today.
            var to = step == Steps - 1 ? DateTimeOffset.UtcNow : stage.Realm.BeganAt.AddMonths((step + 1) * MonthsAtOnce);
            await stage.Realm.MoveToAsync(to, cancellationToken);
            stage.Say($"{to:MMMM yyyy}: customers {stage.Joined}/{DemoCustomers.Total}, {watch.Elapsed.TotalSeconds:0.0} s");
        }

        await ArriveAsync(stage, staff, core, cancellationToken);
        stage.Say(
            $"loaded in {watch.Elapsed.TotalSeconds:0.0} s: {GatewayApi.Calls - calls} requests, and {stage.Realm.Moving.TotalSeconds:0.0} s of the platform's own work by its clock; "
            + (stage.Refused.Count switch { 0 => "no step was refused", 1 => "1 step was refused", var many => $"{many} steps were refused" }));
    }

    /// <summary>Side by side, as in life: while some join, those who are here change what they have, ask for help and pay.</summary>
    private static async Task TakeAsync(DemoStage stage, DemoStaff staff, DemoCore core, int step, CancellationToken cancellationToken)
    {
        var (here, firstUse) = (stage.Customers.ToList(), FirstUse(stage));
        await Task.WhenAll(
            DemoCustomers.JoinAsync(stage, staff, core, DemoCustomers.By(stage, step, Steps), cancellationToken),
            DemoChanges.MakeAsync(stage, here, step, cancellationToken),
            DemoTickets.SolveAsync(stage, here, step, cancellationToken),
            DemoOrders.PlaceAsync(stage, here, step, cancellationToken),
            DemoPayments.ReceiveAsync(stage, here, step, cancellationToken));
        await ReportAsync(stage, here, DemoChanges.Bookings(stage, here, step), firstUse, cancellationToken);
    }

    /// <summary>What somebody finds today.</summary>
    private static async Task ArriveAsync(DemoStage stage, DemoStaff staff, DemoCore core, CancellationToken cancellationToken)
    {
        var (here, firstUse) = (stage.Customers.ToList(), FirstUse(stage));
        await Task.WhenAll(
            DemoCustomers.JoinAsync(stage, staff, core, DemoCustomers.Total, cancellationToken),
            DemoOrders.OfTodayAsync(stage, here, cancellationToken),
            stage.TryAsync(token => DemoPayments.CorrectAsync(stage, token), cancellationToken),
            ProposeAsync(stage, here, cancellationToken),
            DemoTickets.OfTodayAsync(stage, core, here, cancellationToken));
        await ReportAsync(stage, here, bookings: [], firstUse, cancellationToken);
    }

    /// <summary>First used at the same moment, newcomers' trials end at the same moment, and are billed together; a reporter's clock may be a few minutes ahead.</summary>
    private static DateTimeOffset FirstUse(DemoStage stage) => stage.Realm.Now.AddMinutes(4);

    /// <param name="here">Who was here before the newcomers.</param>
    private static Task ReportAsync(
        DemoStage stage, IReadOnlyList<DemoCustomer> here, IEnumerable<DemoUse> bookings, DateTimeOffset firstUse, CancellationToken cancellationToken)
    {
        var first = stage.Customers.Skip(here.Count).Select(customer => new DemoUse(customer, "first-use", Quantity: 1));
        return DemoUse.ReportAsync(stage, [.. first, .. bookings], stage.Realm.Now < firstUse ? firstUse : null, cancellationToken);
    }

    /// <summary>Some proposals wait for their buyers' decision.</summary>
    private static Task ProposeAsync(DemoStage stage, IReadOnlyList<DemoCustomer> here, CancellationToken cancellationToken) => stage.EachAsync(
        here.Where((customer, index) => !customer.HasLeft && index % 23 == 0),
        (customer, token) => customer.Seller.Api.PostAsync(
            $"{GatewayApi.Billing}/subscriptions/{customer.SubscriptionId}/change-requests",
            new { quantity = customer.Quantity + 2, reason = "You asked for two more." },
            token),
        cancellationToken);
}
