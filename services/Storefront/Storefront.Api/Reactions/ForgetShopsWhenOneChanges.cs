using ServiceDefaults.Messaging;
using Storefront.Api.Shops;
using Storefront.Contracts.V1;

namespace Storefront.Api.Reactions;

/// <summary>What was looked up before counts no more. Done on the service's own events, because those leave after the change has committed.</summary>
internal sealed class ForgetShopsWhenOneChanges(ShopCache cache) :
    IReaction<StorefrontOpened>,
    IReaction<StorefrontChanged>,
    IReaction<StorefrontClosed>
{
    public Task React(StorefrontOpened fact, EventContext context, CancellationToken cancellationToken) => cache.Forget();

    public Task React(StorefrontChanged fact, EventContext context, CancellationToken cancellationToken) => cache.Forget();

    public Task React(StorefrontClosed fact, EventContext context, CancellationToken cancellationToken) => cache.Forget();
}
