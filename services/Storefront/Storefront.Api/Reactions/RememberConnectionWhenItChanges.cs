using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using Storefront.Domain;

namespace Storefront.Api.Reactions;

/// <summary>Keeps the newest state of a connection, whichever event brings it; what comes late changes nothing.</summary>
internal sealed class RememberConnectionWhenItChanges(SqlSession sql) :
    IReaction<ConnectionCreated>,
    IReaction<ConnectionActivated>,
    IReaction<ConnectionUpdated>,
    IReaction<ConnectionSuspended>,
    IReaction<ConnectionRestored>,
    IReaction<ConnectionEnded>
{
    public Task React(ConnectionCreated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Connection, context, cancellationToken);

    public Task React(ConnectionActivated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Connection, context, cancellationToken);

    public Task React(ConnectionUpdated fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Connection, context, cancellationToken);

    public Task React(ConnectionSuspended fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Connection, context, cancellationToken);

    public Task React(ConnectionRestored fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Connection, context, cancellationToken);

    public Task React(ConnectionEnded fact, EventContext context, CancellationToken cancellationToken) => Remember(fact.Connection, context, cancellationToken);

    private Task Remember(Connection connection, EventContext context, CancellationToken cancellationToken)
    {
        var status = Enum.Parse<ConnectionStatus>(connection.Status, ignoreCase: true).ToString();
        var sellerKind = Enum.Parse<OrganizationKind>(connection.SellerKind, ignoreCase: true).ToString();
        var buyerKind = Enum.Parse<OrganizationKind>(connection.BuyerKind, ignoreCase: true).ToString();
        return sql.Execute(
            $"""
            INSERT INTO connection AS known (id, realm_id, seller_id, buyer_id, status, seller_name, buyer_name, seller_kind, buyer_kind, version)
            VALUES ({connection.Id}, {context.RealmId}, {connection.SellerId}, {connection.BuyerId}, {status}, {connection.SellerName}, {connection.BuyerName},
                {sellerKind}, {buyerKind}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET status = excluded.status, seller_name = excluded.seller_name, buyer_name = excluded.buyer_name,
                version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
    }
}
