using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;

namespace Tickets.Api.Reactions;

/// <summary>Keeps who runs each realm: where its tickets are escalated to. A realm's operator never changes.</summary>
internal sealed class RememberOperatorWhenRealmIsCreated(SqlSession sql) : IReaction<RealmCreated>
{
    public Task React(RealmCreated fact, EventContext context, CancellationToken cancellationToken) =>
        sql.Execute(
            $"INSERT INTO realm (realm_id, operator_id) VALUES ({fact.RealmId}, {fact.OperatorId}) ON CONFLICT DO NOTHING", cancellationToken);
}
