using System.Net;
using ServiceDefaults.Security;
using Testing;

namespace Billing.Api.Tests;

/// <summary>A bill run as the seller's and the operator's people see and steer it.</summary>
public sealed class BillRunApiTests(BillingService billing)
{
    [Fact]
    public async Task List_AfterARun_SellerSeesItsOwnCountsAndTheOperatorTheRealms()
    {
        var channel = await BilledAsync(customers: 20, resellers: 2);

        var seller = Assert.Single(await As(channel, channel.ResellerId(1), OrganizationKind.Partner).List<BillRunAnswer>("bill-runs"));
        Assert.Equal(("done", DateOnly.FromDateTime(channel.DueAt.UtcDateTime), 0, 0), (seller.State, seller.DueOn, seller.Waiting, seller.Failures));
        Assert.Equal((new CountsAnswer(10, 10, 10), null), (seller.Own, seller.Realm));

        var ofOperator = Assert.Single(await As(channel, channel.OperatorId, OrganizationKind.Operator).List<BillRunAnswer>("bill-runs"));
        Assert.Equal((new CountsAnswer(2, 20, 2), new CountsAnswer(22, 40, 22)), (ofOperator.Own, ofOperator.Realm));

        Assert.Empty(await As(channel, channel.CustomerId(1), OrganizationKind.Customer).List<BillRunAnswer>("bill-runs"));
        Assert.Equal(HttpStatusCode.NotFound, (await As(channel, channel.CustomerId(1), OrganizationKind.Customer).GetAsync($"/api/billing/v1/bill-runs/{seller.Id}")).StatusCode);
    }

    /// <summary>A known failure of other billing systems: a preview that differs from the charge.</summary>
    [Fact]
    public async Task Preview_BeforeARun_IsWhatTheRunThenIssues()
    {
        var channel = new BilledChannel(customers: 10, resellers: 1);
        await channel.LoadAsync(billing.Service.Database);
        var seller = As(channel, channel.ResellerId(1), OrganizationKind.Partner);
        var previews = new List<PreviewAnswer>();
        for (var number = 1; number <= 10; number++)
        {
            previews.Add(await PreviewAsync(seller, channel.ConnectionOfCustomer(number)));
        }

        Assert.Empty(await seller.List<InvoiceAnswer>("invoices"));
        await RunAsync(channel);

        foreach (var preview in previews)
        {
            var listed = Assert.Single(await seller.List<InvoiceAnswer>($"invoices?connectionId={preview.ConnectionId}"));
            var invoice = await seller.Get<InvoiceAnswer>($"invoices/{listed.Id}");
            var draft = Assert.Single(preview.Drafts);
            Assert.Equal(channel.DueAt, preview.DueAt);
            Assert.Equal(invoice.AmountDue, draft.Total);
            Assert.Equal(
                invoice.Lines!.Select(line => (line.Amount, line.PeriodStart, line.PeriodEnd)),
                draft.Lines.Select(line => (line.Net, line.PeriodStart, line.PeriodEnd)));
        }
    }

    [Fact]
    public async Task Bill_ConnectionThatFailedAndWasMended_IsBilledOnceAndThenNothingIsDue()
    {
        var channel = new BilledChannel(customers: 10, resellers: 1);
        await channel.LoadAsync(billing.Service.Database);
        var bad = channel.ConnectionOfCustomer(5);
        await ExecuteAsync($"UPDATE billing_schedules SET unit_price_minor_units = {long.MaxValue}, quantity = 2 WHERE connection_id = '{bad}'");
        var seller = As(channel, channel.ResellerId(1), OrganizationKind.Partner);
        await FallDueAsync(channel);
        var run = await Eventually.ValueAsync(async () => (await seller.List<BillRunAnswer>("bill-runs")).SingleOrDefault(run => run is { State: "failed", Own.Invoices: 9 }));

        var failure = Assert.Single((await seller.Get<BillRunDetailAnswer>($"bill-runs/{run.Id}")).FailedConnections);
        Assert.Equal((bad, "Customer 5", channel.DueAt), (failure.ConnectionId, failure.BuyerName, failure.DueAt));
        Assert.Contains("overflow", failure.Reason, StringComparison.OrdinalIgnoreCase);

        await seller.Post($"connections/{bad}/bill").AssertProblem(HttpStatusCode.Conflict, "connection_not_billable");
        await ExecuteAsync($"UPDATE billing_schedules SET unit_price_minor_units = 100 WHERE connection_id = '{bad}'");
        Assert.Equal(new CountsAnswer(1, 1, 1), await (await seller.Post($"connections/{bad}/bill")).Read<CountsAnswer>());
        Assert.Equal(new CountsAnswer(0, 0, 0), await (await seller.Post($"connections/{bad}/bill")).Read<CountsAnswer>());

        Assert.Single(await seller.List<InvoiceAnswer>($"invoices?connectionId={bad}"));
        // Each time that it was billed, and not when it could not be.
        var audit = await As(channel, channel.ResellerId(1), OrganizationKind.Partner, Role.Admin).List<AuditAnswer>($"audit?subjectId={bad}");
        Assert.Equal(["bill-connection", "bill-connection"], audit.Select(entry => entry.Action));
        Assert.Equal(("done", 10), Assert.Single(await seller.List<BillRunAnswer>("bill-runs")) is var done ? (done.State, done.Own.Invoices) : default);
    }

    [Fact]
    public async Task PreviewAndBill_ByTheBuyer_AreRefused()
    {
        var channel = new BilledChannel(customers: 1, resellers: 1);
        await channel.LoadAsync(billing.Service.Database);
        var buyer = As(channel, channel.CustomerId(1), OrganizationKind.Customer);
        var connection = channel.ConnectionOfCustomer(1);

        Assert.Equal(HttpStatusCode.Forbidden, (await buyer.Post($"connections/{connection}/bill")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await buyer.Post("bill-runs/preview", new { connectionId = connection })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await As(channel, channel.OperatorId, OrganizationKind.Operator).Post($"connections/{connection}/bill")).StatusCode);
    }

    private static async Task<PreviewAnswer> PreviewAsync(HttpClient client, Guid connectionId) =>
        await (await client.Post("bill-runs/preview", new { connectionId })).Read<PreviewAnswer>();

    private HttpClient As(BilledChannel channel, Guid organizationId, OrganizationKind kind, Role role = Role.Billing) =>
        billing.Service.As(new Caller(Guid.CreateVersion7(), organizationId, kind, role, channel.RealmId, IsLiveRealm: false, Guid.CreateVersion7(), IsSuspended: false));

    private async Task<BilledChannel> BilledAsync(int customers, int resellers)
    {
        var channel = new BilledChannel(customers, resellers);
        await channel.LoadAsync(billing.Service.Database);
        await RunAsync(channel);
        return channel;
    }

    private async Task RunAsync(BilledChannel channel)
    {
        await FallDueAsync(channel);
        await Eventually.Async(
            async () => await billing.Service.CountAsync($"SELECT count(*) FROM platform.due_work WHERE realm_id = '{channel.RealmId}' AND due_at = '{channel.DueAt:O}'") == 0,
            because: "everything due should be billed");
    }

    private async Task FallDueAsync(BilledChannel channel)
    {
        await using var connection = await billing.Service.Database.OpenConnectionAsync();
        await channel.FallDueAsync(connection);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = billing.Service.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record CountsAnswer(int Connections, int Charges, int Invoices);

    private sealed record BillRunAnswer(Guid Id, DateOnly DueOn, string State, CountsAnswer Own, CountsAnswer? Realm, int Waiting, int Failures);

    private sealed record BillRunDetailAnswer(BillRunAnswer Run, IReadOnlyList<FailureAnswer> FailedConnections);

    private sealed record FailureAnswer(Guid ConnectionId, string BuyerName, DateTimeOffset DueAt, string Reason);

    private sealed record PreviewAnswer(Guid ConnectionId, DateTimeOffset? DueAt, IReadOnlyList<DraftAnswer> Drafts);

    private sealed record DraftAnswer(string Type, MoneyAnswer Total, IReadOnlyList<DraftLineAnswer> Lines);

    private sealed record DraftLineAnswer(DateOnly PeriodStart, DateOnly PeriodEnd, MoneyAnswer Net);
}
