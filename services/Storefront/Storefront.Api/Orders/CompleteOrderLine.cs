using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <param name="Note">For the buyer to read, with the line.</param>
internal sealed record CompletedLine(string? Note);

/// <summary>The seller has delivered a line by hand. Billing starts to charge for it.</summary>
internal static class CompleteOrderLine
{
    public static async Task<Results<Ok<OrderDetail>, ProblemHttpResult>> Handle(
        Guid id, Guid lineId, CompletedLine? body, Caller caller, IfMatch ifMatch, MoveOrder move, CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("note", body?.Note, OrderToMove.LongestReason, multiline: true).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        return await move.Run(
            "complete-order-line",
            id,
            new OrderReason(body?.Note),
            OrderActor.Seller,
            caller,
            ifMatch,
            (order, state, _) => Task.FromResult(Complete(order, state, lineId, body?.Note)),
            cancellationToken);
    }

    private static Result<OrderState> Complete(ShopOrder order, OrderState state, Guid lineId, string? note)
    {
        if (order.Lines.Find(line => line.Id == lineId) is not { } line)
        {
            return new Refusal("not_found", "There is no such line.", RefusalKind.NotFound);
        }

        var completed = OrderProgress.Complete(state, lineId);
        if (completed.Refusal is null)
        {
            line.DeliveryNote = note;
        }

        return completed;
    }
}
