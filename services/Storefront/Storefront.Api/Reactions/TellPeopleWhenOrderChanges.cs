using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;
using Storefront.Api.Mails;
using Storefront.Api.Notifications;
using Storefront.Api.Status;
using Storefront.Api.Storage;
using Storefront.Contracts.V1;
using Storefront.Domain;
using Storefront.Domain.Mails;

namespace Storefront.Api.Reactions;

/// <summary>
/// Writes to both sides about an order, in mails and in the app. A reaction to the service's own events, so that no order waits for a mail and none is
/// written about what did not commit.
/// </summary>
internal sealed class TellPeopleWhenOrderChanges(
    StorefrontDb db, Mailroom mailroom, Correspondence people, StatusLinks links, PublicLinks addresses, NotificationDesk notifications) :
    IReaction<OrderSubmitted>,
    IReaction<OrderExecuted>,
    IReaction<OrderCanceled>
{
    public async Task React(OrderSubmitted fact, EventContext context, CancellationToken cancellationToken)
    {
        await Tell(MailKind.OrderConfirmation, fact.Order, cancellationToken);
        if (fact.Order.Status == "pendingApproval")
        {
            await Tell(MailKind.ApprovalWanted, fact.Order, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task React(OrderExecuted fact, EventContext context, CancellationToken cancellationToken)
    {
        await Tell(MailKind.OrderExecuted, fact.Order, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task React(OrderCanceled fact, EventContext context, CancellationToken cancellationToken)
    {
        await Tell(MailKind.OrderCanceled, fact.Order, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task Tell(MailKind kind, Order order, CancellationToken cancellationToken)
    {
        var shop = await Letterhead.Of(db, order.SellerId, cancellationToken);
        var buyer = await db.Correspondents.Where(row => row.Id == order.BuyerId).Select(row => row.Name).SingleOrDefaultAsync(cancellationToken) ?? "";
        var status = addresses.OrderStatus(await links.Sign(order.Id, cancellationToken));
        var decideUntil = kind == MailKind.ApprovalWanted ? order.SubmittedAt + OrderLifecycle.TimeToDecide : (DateTimeOffset?)null;
        var letter = OrderLetters.Of(kind, order, shop, buyer, status, decideUntil);
        var readers = kind == MailKind.ApprovalWanted
            ? await people.WhoDecides(order.SellerId, cancellationToken)
            : await people.WhoOrdered(order.BuyerId, order.PlacedById, cancellationToken);
        await mailroom.Send(letter, readers, cancellationToken);
        notifications.Put(kind, letter.ReaderId, order.Id, order.Number, kind == MailKind.ApprovalWanted ? buyer : shop.Name);
    }
}
