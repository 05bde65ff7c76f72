namespace AppHost.Commands.Demo;

/// <summary>Something that a customer used, as its seller's meter counted it.</summary>
/// <param name="EventId">Unique in the customer's subscription.</param>
internal sealed record DemoUse(DemoCustomer Customer, string EventId, int Quantity)
{
    /// <summary>Each seller reports its customers' use.</summary>
    /// <param name="at">Now if left out.</param>
    public static Task ReportAsync(DemoStage stage, IEnumerable<DemoUse> uses, DateTimeOffset? at, CancellationToken cancellationToken) => stage.EachAsync(
        uses.GroupBy(use => use.Customer.Seller),
        (own, token) =>
        {
            var events = own.Select(use => new { subscriptionId = use.Customer.SubscriptionId, eventId = use.EventId, kind = "booking", quantity = use.Quantity, at });
            return own.Key.Api.PostAsync($"{GatewayApi.Billing}/usage/import", new { events }, token);
        },
        cancellationToken);
}
