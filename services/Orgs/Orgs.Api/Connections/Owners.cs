using Microsoft.EntityFrameworkCore;
using Orgs.Api.Mails;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Connections;
using Orgs.Domain.Members;
using ServiceDefaults.Audit;
using ServiceDefaults.Time;
using Connection = Orgs.Api.Storage.Connection;

namespace Orgs.Api.Connections;

internal static class Owners
{
    private const int MostNamed = 20;

    /// <returns>The owner of before.</returns>
    public static Guid? SetOwner(this Connection connection, OwnerKind kind, Guid? personId)
    {
        if (kind == OwnerKind.Sales)
        {
            (var previous, connection.SalesOwnerId) = (connection.SalesOwnerId, personId);
            return previous;
        }
        else
        {
            (var previous, connection.SupportOwnerId) = (connection.SupportOwnerId, personId);
            return previous;
        }
    }

    /// <param name="connection">With its parties, and its version raised.</param>
    public static void EmitOwner(this OrgsDb db, Connection connection, OwnerKind kind, Guid? previous, DateTimeOffset now)
    {
        if (kind == OwnerKind.Sales)
        {
            db.Emit(new SalesOwnerAssigned(connection.ToFact(), previous), connection.Id, connection.Version, now);
        }
        else
        {
            db.Emit(new SupportOwnerAssigned(connection.ToFact(), previous), connection.Id, connection.Version, now);
        }
    }

    /// <summary>
    /// Takes a person who has left the seller (null), or has another role there, off the connections that it can no longer look after,
    /// and tells the seller's admins. The caller saves.
    /// </summary>
    public static async Task ClearOwnerAsync(
        this OrgsDb db, Guid sellerId, Person person, MembershipRole? roleNow, RealmClock clock, AuditTrail audit, CancellationToken cancellationToken)
    {
        var owned = await db.Connections
            .WithParties()
            .Include(row => row.Seller)
            .Include(row => row.Buyer)
            .Where(row => row.SellerId == sellerId && (row.SalesOwnerId == person.Id || row.SupportOwnerId == person.Id))
            .ToListAsync(cancellationToken);
        var cleared = new List<string>();
        foreach (var connection in owned)
        {
            foreach (var kind in Enum.GetValues<OwnerKind>())
            {
                var owner = kind == OwnerKind.Sales ? connection.SalesOwnerId : connection.SupportOwnerId;
                if (owner != person.Id || (roleNow is { } role && Ownership.Fits(kind, role)))
                {
                    continue;
                }

                var before = connection.ToFact();
                connection.SetOwner(kind, personId: null);
                connection.Version++;
                audit.Record($"clear-{Spelling.Of(kind)}-owner", "connection", connection.Id, before, connection.ToFact());
                db.EmitOwner(connection, kind, person.Id, clock.Now);
                cleared.Add($"{connection.Buyer!.Name} ({kind} Owner)");
            }
        }

        if (cleared.Count > 0)
        {
            await TellAdminsAsync(db, sellerId, person, cleared, cancellationToken);
        }
    }

    private static async Task TellAdminsAsync(OrgsDb db, Guid sellerId, Person person, List<string> cleared, CancellationToken cancellationToken)
    {
        var admins = await db.Memberships
            .Where(row => row.OrganizationId == sellerId && row.LeftAt == null && row.PersonId != person.Id)
            .Where(row => row.Role == MembershipRole.Admin || row.Role == MembershipRole.SuperAdmin)
            .Select(row => row.Person!)
            .ToListAsync(cancellationToken);
        var named = cleared.Count <= MostNamed ? cleared : [.. cleared.Take(MostNamed), $"and {cleared.Count - MostNamed} more"];
        foreach (var admin in admins)
        {
            db.QueueMail(MembershipMails.OwnerCleared(admin, person.Name, cleared.Count, named));
        }
    }
}
