using Orgs.Domain.Identity;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Storefront.Contracts.V1;

namespace Orgs.Api.Reactions;

/// <summary>Keeps where shops stand, so that people can sign in there. Storefront decides about addresses; a closed shop has none.</summary>
internal sealed class RememberShopWhenItMoves(SqlSession sql) : IReaction<StorefrontOpened>, IReaction<StorefrontChanged>, IReaction<StorefrontClosed>
{
    public Task React(StorefrontOpened fact, EventContext context, CancellationToken cancellationToken) => RememberAsync(fact.Shop, context, cancellationToken);

    public Task React(StorefrontChanged fact, EventContext context, CancellationToken cancellationToken) => RememberAsync(fact.Shop, context, cancellationToken);

    public Task React(StorefrontClosed fact, EventContext context, CancellationToken cancellationToken) => RememberAsync(fact.Shop, context, cancellationToken);

    private Task RememberAsync(Shop shop, EventContext context, CancellationToken cancellationToken)
    {
        var address = shop.IsOpen ? ShopAddress.Normalize(shop.Address) : null;
        return sql.Execute(
            $"""
            INSERT INTO open_shops AS known (seller_id, realm_id, address, told_at, version)
            VALUES ({shop.SellerId}, {context.RealmId}, {address}, {context.OccurredAt}, {context.Version})
            ON CONFLICT (seller_id) DO UPDATE SET address = excluded.address, told_at = excluded.told_at, version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
    }
}
