using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Storefront.Api.Mails;
using Storefront.Contracts.V1;

namespace Storefront.Api.Reactions;

/// <summary>Tells a reseller where its storefront is. The operator opens its own and is told nothing.</summary>
internal sealed class WelcomeResellerWhenStorefrontOpened(SqlSession sql, Lazy<ResellerWelcome> welcome) : IReaction<StorefrontOpened>
{
    public async Task React(StorefrontOpened fact, EventContext context, CancellationToken cancellationToken)
    {
        if (await sql.Scalar<Guid?>($"SELECT parent_id FROM correspondent WHERE id = {fact.Shop.SellerId}", cancellationToken) is { } parentId)
        {
            await welcome.Value.Send(fact.Shop, parentId, cancellationToken);
        }
    }
}
