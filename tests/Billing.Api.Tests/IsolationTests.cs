using System.Net;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

/// <summary>Whoever is not one of a connection's two sides finds nothing of it and changes nothing.</summary>
[Trait("Checklist", "O1")]
[Trait("Checklist", "X18")]
public sealed class IsolationTests(BillingService billing)
{
    [Fact]
    public async Task EveryRoute_ForForeignOrganisations_FindsNothingAndChangesNothing()
    {
        var sale = await Sale.OpenAsync(billing);
        var subscription = await sale.SellAsync();
        await sale.UseAsync(subscription.Id);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
        var pending = await sale.ProposeAsync();
        var invoice = Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices"));
        var before = await Snapshot(sale, pending.Id, subscription.Id, invoice.Id);

        foreach (var stranger in await Strangers(sale))
        {
            foreach (var path in (string[])[$"requests/{pending.Id}", $"subscriptions/{subscription.Id}", $"invoices/{invoice.Id}", $"invoices/{invoice.Id}/html", $"connections/{sale.ContosoConnection}/plan"])
            {
                await stranger.GetAsync($"{Answers.Root}/{path}").AssertProblem(HttpStatusCode.NotFound, "not_found");
            }

            foreach (var list in (string[])["requests", "subscriptions", "invoices", "credit-notes", "ledger"])
            {
                Assert.Empty(await stranger.List<object>($"{list}?connectionId={sale.ContosoConnection}"));
            }

            await stranger.Post("requests", sale.Proposal()).AssertProblem(HttpStatusCode.NotFound, "not_found");
            foreach (var action in (string[])["approve", "reject", "withdraw"])
            {
                await stranger.Post($"requests/{pending.Id}/{action}").AssertProblem(HttpStatusCode.NotFound, "not_found");
            }

            foreach (var action in (string[])["suspend", "resume"])
            {
                await stranger.Post($"subscriptions/{subscription.Id}/{action}").AssertProblem(HttpStatusCode.NotFound, "not_found");
            }

            await stranger.Post($"subscriptions/{subscription.Id}/usage", new { eventId = "x", kind = "call", quantity = 1 }).AssertProblem(HttpStatusCode.NotFound, "not_found");
            await stranger.Post($"invoices/{invoice.Id}/pay").AssertProblem(HttpStatusCode.NotFound, "not_found");
            await stranger.Post($"invoices/{invoice.Id}/credit-notes", new { reason = "Mine." }).AssertProblem(HttpStatusCode.NotFound, "not_found");
            await stranger.DeleteAsync($"{Answers.Root}/connections/{sale.ContosoConnection}/payment-method").AssertProblem(HttpStatusCode.NotFound, "not_found");
            await stranger.Post($"invoices/{invoice.Id}/payments", new { amount = new { amount = "20.00", currency = "USD" } }).AssertProblem(HttpStatusCode.NotFound, "not_found");
        }

        Assert.Equal(before, await Snapshot(sale, pending.Id, subscription.Id, invoice.Id));
    }

    /// <summary>The operator above, a sibling partner, another customer of the same seller, and the same organisation's ids in another realm.</summary>
    private async Task<HttpClient[]> Strangers(Sale sale)
    {
        var (fabrikam, _) = await sale.Channel.ChildAsync(sale.Channel.Operator, "Fabrikam", OrganizationKind.Partner);
        var (neighbour, _) = await sale.Channel.ChildAsync(sale.Northwind, "Tailspin", OrganizationKind.Customer);
        var elsewhere = sale.Contoso with { RealmId = Guid.CreateVersion7() };
        return
        [
            sale.Operator,
            sale.Channel.As(fabrikam, Role.SuperAdmin),
            sale.Channel.As(neighbour, Role.SuperAdmin),
            billing.Service.As(elsewhere.Caller(Role.SuperAdmin)),
        ];
    }

    private static async Task<(long, long, long)> Snapshot(Sale sale, Guid requestId, Guid subscriptionId, Guid invoiceId) => (
        (await sale.Seller.Get<RequestAnswer>($"requests/{requestId}")).Version,
        (await sale.Seller.Get<SubscriptionAnswer>($"subscriptions/{subscriptionId}")).Version,
        (await sale.Seller.Get<InvoiceAnswer>($"invoices/{invoiceId}")).Version);
}
