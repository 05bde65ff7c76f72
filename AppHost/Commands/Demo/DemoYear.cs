using System.Diagnostics;

namespace AppHost.Commands.Demo;

/// <summary>Plays the realm's year: each month newcomers and changes, then the clock moves and the platform bills, charges and reminds by itself.</summary>
internal static class DemoYear
{
    private const int Months = 12;

    public static async Task PlayAsync(DemoStage stage, DemoCore core, CancellationToken cancellationToken)
    {
        var (watch, calls) = (Stopwatch.StartNew(), GatewayApi.Calls);
        var catalogue = stage.Catalogue.PublishAsync(stage, cancellationToken);
        var staff = await DemoStaff.HireAsync(stage, cancellationToken);
        await DemoPartners.OpenAsync(stage, staff, core, cancellationToken);
        await catalogue;
        await DemoPartners.SetTermsAsync(stage, cancellationToken);
        var opening = FirstAfter(stage.Realm.BeganAt);
        await stage.Realm.MoveToAsync(opening, cancellationToken);
        stage.Say($"{stage.Sellers.Count} sellers and their prices after {watch.Elapsed.TotalSeconds:0.0} s");

        for (var month = 0; month < Months; month++)
        {
            // Side by side, as in life: while some join, those who are here change what they have, ask for help and pay.
            var here = stage.Customers.ToList();
            await Task.WhenAll(
                DemoCustomers.JoinAsync(stage, staff, core, DemoCustomers.By(month, Months), cancellationToken),
                DemoMonth.LiveAsync(stage, here, month, cancellationToken),
                DemoTickets.OfMonthAsync(here, month, cancellationToken),
                DemoOrders.OfMonthAsync(stage, here, month, cancellationToken),
                DemoPayments.ReceiveAsync(stage, here, month, cancellationToken));
            var to = month == Months - 1 ? DateTimeOffset.UtcNow : opening.AddMonths(month + 1);
            await stage.Realm.MoveToAsync(to, cancellationToken);
            stage.Say($"{to:MMMM yyyy}: customers {stage.Joined}/{DemoCustomers.Total}, {watch.Elapsed.TotalSeconds:0.0} s");
        }

        await Task.WhenAll(
            DemoOrders.OfTodayAsync(stage, cancellationToken),
            DemoPayments.CorrectAsync(stage, cancellationToken),
            ProposeAsync(stage, cancellationToken),
            DemoTickets.OfTodayAsync(stage, core, cancellationToken));
        await DemoCustomers.JoinAsync(stage, staff, core, DemoCustomers.Total, cancellationToken);
        stage.Say($"loaded in {watch.Elapsed.TotalSeconds:0.0} s: {GatewayApi.Calls - calls} requests, and {stage.Realm.Moving.TotalSeconds:0.0} s of the platform's own work by its clock");
    }

    /// <summary>
    /// Customers come on the first of a month, and the clock moves to the next one: trials that began on the first end on the same day of every month, and whoever
    /// came since is billed together. The last step is as long as the month of today is old.
    /// </summary>
    private static DateTimeOffset FirstAfter(DateTimeOffset beganAt) => new DateTimeOffset(beganAt.Year, beganAt.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);

    /// <summary>Some proposals wait for their buyers' decision.</summary>
    private static Task ProposeAsync(DemoStage stage, CancellationToken cancellationToken) => DemoStage.EachAsync(
        stage.Customers.Where((customer, index) => !customer.HasLeft && index % 23 == 0),
        (customer, token) => customer.Seller.Api.PostAsync(
            $"{GatewayApi.Billing}/subscriptions/{customer.SubscriptionId}/change-requests",
            new { quantity = customer.Quantity + 2, reason = "You asked for two more." },
            token),
        cancellationToken);
}
