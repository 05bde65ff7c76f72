using System.Net;

namespace Billing.Api.Tests;

public sealed class UsageTests(BillingService billing)
{
    [Fact]
    public async Task Record_ReportedAgain_CountsOnce()
    {
        var sale = await Sale.OpenAsync(billing);
        var subscription = await sale.SellAsync();
        var path = $"subscriptions/{subscription.Id}/usage";

        var first = await sale.UseAsync(subscription.Id);
        var again = await (await sale.Buyer.Post(path, new { eventId = "call-1", kind = "call", quantity = 1 })).Read<UsageAnswer>();

        Assert.Equal((first.At, first.Subscription.TrialEndsAt, first.Subscription.Version), (again.At, again.Subscription.TrialEndsAt, again.Subscription.Version));
        await sale.Buyer.Post(path, new { eventId = "call-1", kind = "call", quantity = 2 }).AssertProblem(HttpStatusCode.UnprocessableEntity, "usage_event_differs");
        Assert.Equal(1, await billing.Service.CountAsync($"SELECT count(*) FROM usage_events WHERE subscription_id = '{subscription.Id}'"));
    }

    [Fact]
    public async Task Record_ManyAtOnceByBothSides_CountsEachOnceAndStartsOneTrial()
    {
        var sale = await Sale.OpenAsync(billing);
        var subscription = await sale.SellAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => (number % 2 == 0 ? sale.Buyer : sale.Seller)
            .Post($"subscriptions/{subscription.Id}/usage", new { eventId = $"call-{number / 4}", kind = "call", quantity = 1 })));

        Assert.Equal(6, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}"));
        Assert.Equal(6, await billing.Service.CountAsync($"SELECT count(*) FROM usage_events WHERE subscription_id = '{subscription.Id}'"));
        Assert.Equal(2, (await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{subscription.Id}")).Version);
        Assert.Equal(1, await billing.Service.CountAsync($"SELECT count(*) FROM platform.due_work WHERE kind = 'end-trial' AND key = '{sale.ContosoConnection}'"));
    }

    [Fact]
    public async Task Record_WrongInput_IsRefusedAndStartsNothing()
    {
        var sale = await Sale.OpenAsync(billing);
        var subscription = await sale.SellAsync();
        var path = $"subscriptions/{subscription.Id}/usage";

        await sale.Buyer.Post(path, new { eventId = "e", kind = "call", quantity = 0 }).AssertProblem(HttpStatusCode.BadRequest, "quantity_out_of_range");
        await sale.Buyer.Post(path, new { eventId = "", kind = "call", quantity = 1 }).AssertProblem(HttpStatusCode.BadRequest, "required", "eventId");
        await sale.Buyer.Post(path, new { eventId = "e", kind = "call", quantity = 1, at = sale.Channel.Now.AddHours(1) })
            .AssertProblem(HttpStatusCode.BadRequest, "usage_in_the_future");
        await sale.Buyer.Post(path, new { eventId = "e", kind = "call", quantity = 1, at = subscription.BoughtAt.AddHours(-1) })
            .AssertProblem(HttpStatusCode.BadRequest, "usage_before_subscription");

        Assert.Null((await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{subscription.Id}")).TrialEndsAt);
    }
}
