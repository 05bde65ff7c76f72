using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Orders;

/// <summary>Tells Storefront what became of an order. Each answer says how every line is, so that only the newest counts.</summary>
internal sealed class OrderAnswers(BillingDb db, RealmClock clock)
{
    public void Accepted(Order order, IReadOnlyCollection<Request> lines) =>
        db.Emit(new Facts.OrderAccepted(Answer(order, lines, null)), order.Id, ++order.AnswerVersion, clock.Now);

    public void Refused(Order order, Refusal why) => db.Emit(new Facts.OrderRefused(Answer(order, [], why)), order.Id, ++order.AnswerVersion, clock.Now);

    public void Activated(Order order, IReadOnlyCollection<Request> lines) =>
        db.Emit(new Facts.OrderActivated(Answer(order, lines, null)), order.Id, ++order.AnswerVersion, clock.Now);

    private static Facts.OrderAnswer Answer(Order order, IReadOnlyCollection<Request> lines, Refusal? why) =>
        new(order.Id, order.SellerId, order.BuyerId, why?.Code, why?.Detail, [.. lines.OrderBy(line => line.Id).Select(Line)]);

    private static Facts.OrderLineAnswer Line(Request line) => line.Status switch
    {
        RequestStatus.Activated => new(line.OrderLineId!.Value, "active", line.SubscriptionId, null),
        RequestStatus.Approved => new(line.OrderLineId!.Value, "pending", null, null),
        _ => new(line.OrderLineId!.Value, line.Failure is null ? "withdrawn" : "failed", null, line.Failure?.Code),
    };
}
