using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;

namespace Storefront.Api.Reactions;

/// <summary>Keeps which realm is the live one, and who operates each.</summary>
internal sealed class RememberRealmWhenItIsCreated(SqlSession sql) : IReaction<RealmCreated>
{
    public Task React(RealmCreated fact, EventContext context, CancellationToken cancellationToken) =>
        sql.Execute(
            $"INSERT INTO realm (realm_id, is_live, operator_id) VALUES ({fact.RealmId}, {fact.Kind == "live"}, {fact.OperatorId}) ON CONFLICT DO NOTHING",
            cancellationToken);
}
