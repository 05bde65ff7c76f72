using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>What all operations of people on an order have in common: lock, decide, write it all down, answer.</summary>
internal sealed class MoveOrder(StorefrontDb db, AuditTrail audit, RealmClock clock)
{
    /// <param name="operation">The operation id.</param>
    /// <param name="decide">What becomes of the order, from its state and the reason given.</param>
    public async Task<Results<Ok<OrderDetail>, ProblemHttpResult>> Run(
        string operation,
        Guid id,
        OrderReason? body,
        OrderActor actor,
        Caller caller,
        IfMatch ifMatch,
        Func<ShopOrder, OrderState, CancellationToken, Task<Result<OrderState>>> decide,
        CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        if ((await OrderToMove.Load(db, id, body, actor, caller, ifMatch, cancellationToken)).IsRefused(out var refusal, out var order))
        {
            return Problems.Of(refusal);
        }

        var before = order.State();
        if ((await decide(order, before, cancellationToken)).IsRefused(out refusal, out var after))
        {
            return Problems.Of(refusal);
        }

        db.Move(order, before, after, new OrderMove(clock.Now, caller.PersonId, caller.OrganizationId, body?.Reason));
        audit.Record(operation, "order", id, Audited(before), Audited(after), body?.Reason);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(await OrderDetail.Of(db, order, caller, cancellationToken));
    }

    private static object Audited(OrderState state) => new { state.Status, Lines = state.Lines.Select(line => new { line.Id, line.Delivery }) };
}
