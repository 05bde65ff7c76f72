using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Identity;
using Orgs.Domain.Organizations;
using Orgs.Domain.Realms;
using Primitives;
using ServiceDefaults.Signals.V1;

namespace Orgs.Api.Identity;

/// <summary>Starts, continues and ends sessions. The callers save.</summary>
internal sealed class Sessions(OrgsDb db, AccessTokens tokens, TimeProvider wallClock)
{
    public static readonly Refusal NoMembership = new(
        "no_membership", "You have no organisation to act for, or no access to this one.", RefusalKind.NotPermitted);

    /// <summary>The person's memberships that it can act in, its own organisation first. Needs a system scope: they are of many organisations.</summary>
    public async Task<List<Membership>> MembershipsAsync(Guid personId, CancellationToken cancellationToken) =>
        await db.Memberships
            .AsNoTracking()
            .Include(membership => membership.Organization)
            .Where(membership => membership.PersonId == personId && membership.LeftAt == null && membership.PortalAccess)
            .OrderByDescending(membership => membership.OrganizationId == membership.Person!.HomeOrganizationId)
            .ThenBy(membership => membership.JoinedAt)
            .ToListAsync(cancellationToken);

    public (Session Session, RefreshToken Token) Start(Person person, Guid organizationId, HttpContext http)
    {
        var now = wallClock.GetUtcNow();
        var token = RefreshToken.Create();
        var session = new Session
        {
            Id = Guid.CreateVersion7(),
            RealmId = person.RealmId,
            PersonId = person.Id,
            OrganizationId = organizationId,
            AccessId = Guid.CreateVersion7(),
            Handle = token.Handle,
            RotationKey = RefreshToken.NewRotationKey(),
            TokenHash = token.Hash(),
            RotatedAt = now,
            StartedAt = now,
            EndsAt = RefreshRotation.EndOf(now, now),
            UserAgent = Shortened(http.Request.Headers.UserAgent.ToString()),
            IpAddress = http.Connection.RemoteIpAddress?.ToString(),
        };
        db.Sessions.Add(session);
        return (session, token);
    }

    /// <param name="person">With its own organisation.</param>
    /// <param name="memberships">As <see cref="MembershipsAsync"/> gives them; the session's organisation is one of them.</param>
    /// <param name="token">Null where the session keeps the refresh token it has.</param>
    public async Task<TokenView> ViewAsync(
        Session session, RefreshToken? token, Person person, IReadOnlyList<Membership> memberships, CancellationToken cancellationToken)
    {
        var acting = memberships.Single(membership => membership.OrganizationId == session.OrganizationId);
        var realm = await db.Realms.Where(row => row.Id == session.RealmId).Select(row => row.Kind).SingleAsync(cancellationToken);
        return new TokenView(
            await tokens.IssueAsync(session, acting, realm, cancellationToken),
            "Bearer",
            (int)AccessTokens.Lifetime.TotalSeconds,
            token?.ToString(),
            session.Id,
            session.RealmId,
            session.OrganizationId,
            acting.Role,
            new PersonView(person.Id, person.Name, person.Email, Namespaces.Of(person.HomeOrganization!.Slug)),
            [.. memberships.Select(MembershipView.Of)]);
    }

    /// <summary>Ends a session: its refresh token is dead at once, its access tokens within two seconds.</summary>
    public void End(Session session, string reason)
    {
        session.EndsAt = wallClock.GetUtcNow();
        session.EndReason = reason;
        Deny(session.AccessId);
    }

    /// <summary>Ends all sessions of a person but one.</summary>
    public async Task EndAllAsync(Guid personId, Guid? exceptId, string reason, CancellationToken cancellationToken)
    {
        foreach (var session in await LiveAsync([personId], cancellationToken))
        {
            if (session.Id != exceptId)
            {
                End(session, reason);
            }
        }
    }

    /// <summary>Kills the access tokens that are out, whose role or suspension is no longer true; the sessions go on and refresh to new ones.</summary>
    public async Task RenewAccessAsync(IReadOnlyCollection<Guid> personIds, CancellationToken cancellationToken)
    {
        foreach (var session in await LiveAsync(personIds, cancellationToken))
        {
            Deny(session.AccessId);
            session.AccessId = Guid.CreateVersion7();
        }
    }

    private Task<List<Session>> LiveAsync(IReadOnlyCollection<Guid> personIds, CancellationToken cancellationToken)
    {
        var now = wallClock.GetUtcNow();
        return db.Sessions.Where(session => personIds.Contains(session.PersonId) && session.EndsAt > now).ToListAsync(cancellationToken);
    }

    private void Deny(Guid accessId) =>
        db.Emit(new SessionRevoked(accessId, tokens.AllExpiredAt), accessId, version: 1, wallClock.GetUtcNow());

    private static string? Shortened(string userAgent) => userAgent.Length == 0 ? null : userAgent[..Math.Min(userAgent.Length, 200)];
}
