using System.Net;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

/// <summary>Customers who agree at the same moment share the edges above them and their sellers' number counters, at different depths, and nothing of theirs.</summary>
public sealed class ConcurrentApprovalTests(BillingService billing)
{
    private const int Customers = 8;

    /// <param name="quantity">More, less with something back on every edge, or nothing any more.</param>
    [Theory]
    [InlineData(5)]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Approve_AtTheSameMomentInOneChannel_NobodyIsInAnothersWay(int quantity)
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var product = await sale.ProductAsync("Seat");
        var (adventure, _) = await sale.Channel.ChildAsync(sale.Northwind, "Adventure", OrganizationKind.Partner);
        var buyers = new List<(HttpClient Seller, HttpClient Client, Guid ConnectionId)>();
        for (var i = 0; i < Customers; i++)
        {
            var seller = i % 2 == 0 ? sale.Northwind : adventure;
            var (customer, connection) = await sale.Channel.ChildAsync(seller, $"Customer {i}", OrganizationKind.Customer, trialDays: 0);
            buyers.Add((sale.Channel.As(seller), sale.Channel.As(customer), connection));
        }

        var sold = await Task.WhenAll(buyers.Select(async buyer =>
        {
            var request = await (await buyer.Seller.Post("requests", sale.Proposal(quantity: 3, connectionId: buyer.ConnectionId, productId: product))).Read<ChangeRequestAnswer>(HttpStatusCode.Created);
            return (await (await buyer.Client.Post($"requests/{request.Id}/approve")).Read<ChangeRequestAnswer>()).SubscriptionId!.Value;
        }));
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(10));
        var proposed = await Task.WhenAll(buyers.Zip(sold, async (buyer, subscription) =>
            await (await (quantity == 0
                ? buyer.Seller.Post($"subscriptions/{subscription}/cancellation-requests", new { effective = "now" })
                : buyer.Seller.Post($"subscriptions/{subscription}/change-requests", new { quantity }))).Read<ChangeRequestAnswer>(HttpStatusCode.Created)));

        var approved = await Task.WhenAll(buyers.Zip(proposed, async (buyer, request) => (await buyer.Client.Post($"requests/{request.Id}/approve")).StatusCode));

        Assert.All(approved, status => Assert.Equal(HttpStatusCode.OK, status));
    }
}
