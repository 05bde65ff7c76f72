using Microsoft.EntityFrameworkCore;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using Tickets.Api.Storage;

namespace Tickets.Api.Reactions;

/// <summary>Keeps who runs each realm: where its tickets are escalated to. A realm's operator never changes.</summary>
internal sealed class RememberOperatorWhenRealmIsCreated(TicketsDb db) : IReaction<RealmCreated>
{
    public Task React(RealmCreated fact, EventContext context, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"INSERT INTO realm (realm_id, operator_id) VALUES ({fact.RealmId}, {fact.OperatorId}) ON CONFLICT DO NOTHING", cancellationToken);
}
