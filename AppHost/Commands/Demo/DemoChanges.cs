namespace AppHost.Commands.Demo;

/// <summary>What customers do about what they have: some want more of it, some something beside it, some leave.</summary>
internal static class DemoChanges
{
    /// <param name="here">Who has been here since the step before at least.</param>
    /// <param name="step">Of the year, counted from 0.</param>
    public static Task MakeAsync(DemoStage stage, IReadOnlyList<DemoCustomer> here, int step, CancellationToken cancellationToken)
    {
        // A different few each time.
        var settled = here.Where(customer => !customer.HasLeft).ToList();
        var growing = settled.Where((customer, index) => index % 19 == step && customer.Offer.Product.Per == "unit");
        var leaving = settled.Where(customer => step % 2 == 0 && customer.Offer.Product == stage.Catalogue.Recording && customer.Name != "Contoso").Take(1).ToList();
        var extended = settled.Where((customer, index) => index % 23 == step && !leaving.Contains(customer)).Take(2);

        var steps = growing.Select(customer => (Func<CancellationToken, Task>)(token => GrowAsync(customer, step, token)))
            .Concat(leaving.Select(customer => (Func<CancellationToken, Task>)(token => LeaveAsync(customer, token))))
            .Concat(extended.Select(customer => (Func<CancellationToken, Task>)(token => ExtendAsync(stage, customer, step, token))));
        return stage.EachAsync([.. steps], cancellationToken);
    }

    /// <summary>What was booked since the step before, as it is reported now.</summary>
    public static IEnumerable<DemoUse> Bookings(DemoStage stage, IReadOnlyList<DemoCustomer> here, int step) => here
        .Where(customer => !customer.HasLeft && customer.Offer.Product == stage.Catalogue.Booking)
        .Take(5)
        .Select((customer, index) => new DemoUse(customer, $"bookings-{step}", 40 + (34 * (index + step) % 180)));

    private static async Task GrowAsync(DemoCustomer customer, int step, CancellationToken cancellationToken)
    {
        customer.Quantity += 1 + (step % 4);
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
    private static Task ExtendAsync(DemoStage stage, DemoCustomer customer, int step, CancellationToken cancellationToken)
    {
        var isTraining = step % 3 == 0 && customer.Seller.Market != DemoMarket.Japan;
        var offer = isTraining
            ? new DemoOffer(stage.Catalogue.Workshop, "month", Quantity: 1)
            : new DemoOffer(stage.Catalogue.Archive, customer.Offer.Interval, Quantity: 1);
        return DemoCustomers.AgreeAsync(
            customer, $"{GatewayApi.Billing}/requests", DemoCustomers.Proposal(customer, offer, isTraining ? "For the new team." : "For the auditors."), cancellationToken);
    }
}
