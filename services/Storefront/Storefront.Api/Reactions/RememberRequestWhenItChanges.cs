using Billing.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;

namespace Storefront.Api.Reactions;

/// <summary>Keeps which subscriptions Billing has an undecided request about: while it has one, nothing else can be changed about them.</summary>
internal sealed class RememberRequestWhenItChanges(SqlSession sql) :
    IReaction<RequestSubmitted>,
    IReaction<RequestApproved>,
    IReaction<RequestRejected>,
    IReaction<RequestWithdrawn>,
    IReaction<RequestExpired>,
    IReaction<RequestCountered>,
    IReaction<RequestActivated>,
    IReaction<RequestActivationFailed>
{
    /// <summary>What creates something stands in nothing's way.</summary>
    public static bool Concerns(Request request) => request.Change != "create" && request.SubscriptionId is not null;

    public Task React(RequestSubmitted fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Request, context, cancellationToken);

    public Task React(RequestApproved fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Request, context, cancellationToken);

    public Task React(RequestRejected fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Request, context, cancellationToken);

    public Task React(RequestWithdrawn fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Request, context, cancellationToken);

    public Task React(RequestExpired fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Request, context, cancellationToken);

    public Task React(RequestCountered fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Request, context, cancellationToken);

    public Task React(RequestActivated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Request, context, cancellationToken);

    public Task React(RequestActivationFailed fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Request, context, cancellationToken);

    private Task Remember(Request request, EventContext context, CancellationToken cancellationToken)
    {
        var isUndecided = request.Status is "pending" or "approved";
        return sql.Execute(
            $"""
            INSERT INTO undecided_request AS known (id, realm_id, connection_id, seller_id, buyer_id, subscription_id, proposed_by_id, is_undecided, version)
            VALUES ({request.Id}, {context.RealmId}, {request.ConnectionId}, {request.SellerId}, {request.BuyerId}, {request.SubscriptionId},
                {request.ProposedById}, {isUndecided}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET is_undecided = excluded.is_undecided, version = excluded.version WHERE known.version < excluded.version
            """,
            cancellationToken);
    }
}
