using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;
using Storefront.Api.Mails;
using Storefront.Api.Notifications;
using Storefront.Api.Storage;
using Storefront.Contracts.V1;
using Storefront.Domain.Mails;

namespace Storefront.Api.Reactions;

/// <summary>Tells a reseller where its storefront is, in its parent's words. The operator opens its own and is told nothing.</summary>
internal sealed class WelcomeResellerWhenStorefrontOpened(StorefrontDb db, Mailroom mailroom, Correspondence people, NotificationDesk notifications) : IReaction<StorefrontOpened>
{
    public async Task React(StorefrontOpened fact, EventContext context, CancellationToken cancellationToken)
    {
        var shop = fact.Shop;
        var reseller = await db.Correspondents.SingleOrDefaultAsync(row => row.Id == shop.SellerId, cancellationToken);
        if (reseller?.ParentId is not { } parentId)
        {
            return;
        }

        var parent = await Letterhead.Of(db, parentId, cancellationToken);
        var letter = WelcomeLetters.Of(shop, parentId, reseller.Name, parent.Name);
        await mailroom.Send(letter, await people.PrimaryContact(shop.SellerId, cancellationToken), cancellationToken);
        notifications.Put(MailKind.StorefrontWelcome, shop.SellerId, shop.SellerId, shop.Address, parent.Name);
        await db.SaveChangesAsync(cancellationToken);
    }
}
