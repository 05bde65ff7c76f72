using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Connections;
using Orgs.Domain.Members;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Orgs.Api.Connections;

/// <param name="PersonId">One of the seller's own people; null leaves the connection without this owner.</param>
internal sealed record AssignOwnerBody(Guid? PersonId);

/// <summary>The seller sets, changes or clears the Sales or Support Owner.</summary>
internal static class AssignOwner
{
    private static readonly Refusal SellerOnly = new("seller_only", "The seller names the owners.", RefusalKind.NotPermitted);

    public static Delegate Of(OwnerKind kind) =>
        (Guid id, AssignOwnerBody body, Caller caller, IfMatch ifMatch, OrgsDb db, RealmClock clock, AuditTrail audit, CancellationToken cancellationToken) =>
            Handle(id, kind, body, caller, ifMatch, db, clock, audit, cancellationToken);

    private static async Task<Results<Ok<ConnectionView>, ProblemHttpResult>> Handle(
        Guid id,
        OwnerKind kind,
        AssignOwnerBody body,
        Caller caller,
        IfMatch ifMatch,
        OrgsDb db,
        RealmClock clock,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        if ((await db.LoadAsync(id, ifMatch, cancellationToken)).IsRefused(out var refusal, out var connection))
        {
            return Problems.Of(refusal);
        }

        if (connection.SideOf(caller) != ConnectionSide.Seller)
        {
            return Problems.Of(SellerOnly);
        }

        if (ConnectionLifecycle.RequireOpen(connection.Status).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        if (body.PersonId is { } personId)
        {
            var role = await db.Memberships
                .Where(row => row.OrganizationId == caller.OrganizationId && row.PersonId == personId && row.LeftAt == null)
                .Select(row => (MembershipRole?)row.Role)
                .SingleOrDefaultAsync(cancellationToken);
            if (Ownership.Appoint(kind, role).IsRefused(out refusal, out _))
            {
                return Problems.Of(refusal);
            }
        }

        var before = connection.ToFact();
        var previous = connection.SetOwner(kind, body.PersonId);
        if (previous != body.PersonId)
        {
            connection.Version++;
            db.EmitOwner(connection, kind, previous, clock.Now);
            audit.Record($"assign-{Spelling.Of(kind)}-owner", "connection", id, before, connection.ToFact());
            await db.SaveChangesAsync(cancellationToken);
        }

        return TypedResults.Ok(await db.ViewAsync(id, caller, cancellationToken));
    }
}
