using Microsoft.EntityFrameworkCore;
using Storefront.Api.Notifications;
using Storefront.Api.Storage;
using Storefront.Contracts.V1;
using Storefront.Domain.Mails;

namespace Storefront.Api.Mails;

/// <summary>Tells a reseller where its storefront is, in its parent's words.</summary>
internal sealed class ResellerWelcome(StorefrontDb db, Mailroom mailroom, Correspondence people, NotificationDesk notifications)
{
    public async Task Send(Shop shop, Guid parentId, CancellationToken cancellationToken)
    {
        var name = await db.Correspondents.Where(row => row.Id == shop.SellerId).Select(row => row.Name).SingleAsync(cancellationToken);
        var parent = await Letterhead.Of(db, parentId, cancellationToken);
        await mailroom.Send(WelcomeLetters.Of(shop, parentId, name, parent.Name), await people.PrimaryContact(shop.SellerId, cancellationToken), cancellationToken);
        notifications.Put(MailKind.StorefrontWelcome, shop.SellerId, shop.SellerId, shop.Address, parent.Name);
        await db.SaveChangesAsync(cancellationToken);
    }
}
