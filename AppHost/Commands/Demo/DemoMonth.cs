namespace AppHost.Commands.Demo;

/// <summary>What happens between two bill runs: some customers want more, some leave, their bookings are reported, and those who pay by transfer do.</summary>
internal static class DemoMonth
{
    /// <param name="here">Who has been here for a month at least.</param>
    public static async Task LiveAsync(DemoStage stage, IReadOnlyList<DemoCustomer> here, int month, CancellationToken cancellationToken)
    {
        // A different few each time.
        var settled = here.Where(customer => !customer.HasLeft).ToList();
        var few = settled.Where((_, index) => index % 19 == month % 19).ToList();
        var growing = few.Where(customer => customer.Offer.Product.Per == "unit").ToList();
        var leaving = few.Where(customer => customer.Offer.Product == stage.Catalogue.Recording && customer.Name != "Contoso").Take(1).ToList();
        var extended = settled.Where((customer, index) => index % 23 == month && !leaving.Contains(customer)).Take(2).ToList();
        var booking = settled.Where(customer => customer.Offer.Product == stage.Catalogue.Booking).Take(10).ToList();

        var acts = growing.Select(customer => (Func<CancellationToken, Task>)(token => GrowAsync(customer, month, token)))
            .Concat(leaving.Select(customer => (Func<CancellationToken, Task>)(token => LeaveAsync(customer, token))))
            .Concat(extended.Select(customer => (Func<CancellationToken, Task>)(token => ExtendAsync(stage, customer, month, token))));
        var bookings = booking.Select((customer, index) => new DemoUse(customer, $"bookings-{month}", 20 + (17 * (index + month) % 90)));
        await Task.WhenAll(
            DemoStage.EachAsync(acts, (act, token) => act(token), cancellationToken),
            DemoUse.ReportAsync(bookings, at: null, cancellationToken));
    }

    private static async Task GrowAsync(DemoCustomer customer, int month, CancellationToken cancellationToken)
    {
        customer.Quantity += 1 + (month % 4);
        await DemoCustomers.AgreeAsync(
            customer,
            $"{GatewayApi.Billing}/subscriptions/{customer.SubscriptionId}/change-requests",
            new { quantity = customer.Quantity, reason = "For the new colleagues." },
            cancellationToken);
    }

    private static async Task LeaveAsync(DemoCustomer customer, CancellationToken cancellationToken)
    {
        customer.HasLeft = true;
        await DemoCustomers.AgreeAsync(
            customer, $"{GatewayApi.Billing}/subscriptions/{customer.SubscriptionId}/cancellation-requests", new { reason = "Closing the branch." }, cancellationToken);
    }

    /// <summary>An add-on, or now and then a day of training.</summary>
    private static Task ExtendAsync(DemoStage stage, DemoCustomer customer, int month, CancellationToken cancellationToken)
    {
        var isTraining = month % 3 == 0 && customer.Seller.Market != DemoMarket.Japan;
        var offer = isTraining
            ? new DemoOffer(stage.Catalogue.Workshop, "month", Quantity: 1)
            : new DemoOffer(stage.Catalogue.Archive, customer.Offer.Interval, Quantity: 1);
        return DemoCustomers.AgreeAsync(
            customer, $"{GatewayApi.Billing}/requests", DemoCustomers.Proposal(customer, offer, isTraining ? "For the new team." : "For the auditors."), cancellationToken);
    }
}
