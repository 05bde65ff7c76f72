using Billing.Api.Connections;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;

namespace Billing.Api.Reactions;

/// <summary>Remembers the newest state of a connection, whichever event brings it; what comes late changes nothing.</summary>
internal sealed class RememberConnectionWhenItChanges(SqlSession sql)
    : IReaction<ConnectionCreated>,
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

    private async Task Remember(Orgs.Contracts.V1.Connection connection, EventContext context, CancellationToken cancellationToken)
    {
        var status = Enum.Parse<ConnectionStatus>(connection.Status, ignoreCase: true).ToString();
        await sql.Execute(
            $"""
            INSERT INTO connections AS known
                (id, realm_id, seller_id, buyer_id, status, seller_name, buyer_name, reference_number,
                 accounts_payable_email, trial_days, payment_terms_days, version)
            VALUES
                ({connection.Id}, {context.RealmId}, {connection.SellerId}, {connection.BuyerId}, {status}, {connection.SellerName}, {connection.BuyerName},
                 {connection.ReferenceNumber}, {connection.AccountsPayableEmail}, {connection.TrialDays}, {connection.PaymentTermsDays}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET
                status = excluded.status, seller_name = excluded.seller_name, buyer_name = excluded.buyer_name, reference_number = excluded.reference_number,
                accounts_payable_email = excluded.accounts_payable_email, trial_days = excluded.trial_days, payment_terms_days = excluded.payment_terms_days, version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
    }
}
