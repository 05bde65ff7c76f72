using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Identity;
using Primitives;
using ServiceDefaults.Security;

namespace Orgs.Api.Identity;

/// <param name="OrganizationId">What to act for from now on; as before if left out.</param>
internal sealed record RefreshBody(string RefreshToken, Guid? OrganizationId);

internal static class RefreshSession
{
    private static readonly Refusal Ended = new("session_ended", "The session has ended. Sign in again.", RefusalKind.NotPermitted);

    public static async Task<Results<Ok<TokenView>, ProblemHttpResult>> Handle(
        RefreshBody body, OrgsDb db, Scope scope, Sessions sessions, TimeProvider wallClock, HttpContext http, CancellationToken cancellationToken)
    {
        if (!RefreshToken.TryParse(body.RefreshToken, out var token))
        {
            return SignInProblems.Of(Ended, http);
        }

        scope.EnterInstallation();
        // The row is held until the new token is stored: of two refreshes at once the second sees what the first one made.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var session = await db.Sessions.FromSql($"SELECT * FROM sessions WHERE handle = {token.Handle} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        if (session is null)
        {
            return SignInProblems.Of(Ended, http);
        }

        scope.EnterRealm(session.RealmId);
        var now = wallClock.GetUtcNow();
        switch (RefreshRotation.Decide(token.Compare(session), session.RotatedAt, session.EndsAt, now))
        {
            case RefreshDecision.Ended:
                return SignInProblems.Of(Ended, http);
            case RefreshDecision.Reuse:
                sessions.End(session, "token_reused");
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return SignInProblems.Of(Ended, http);
            case RefreshDecision.Rotate:
                session.PreviousTokenHash = session.TokenHash;
                session.TokenHash = token.Successor(session).Hash();
                session.RotatedAt = now;
                session.EndsAt = RefreshRotation.EndOf(session.StartedAt, now);
                break;
            case RefreshDecision.Repeat:
                break;
        }

        var memberships = await sessions.MembershipsAsync(session.PersonId, cancellationToken);
        if (memberships.Count == 0)
        {
            sessions.End(session, "no_membership");
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return SignInProblems.Of(Ended, http);
        }

        if (body.OrganizationId is { } wanted && memberships.TrueForAll(membership => membership.OrganizationId != wanted))
        {
            return ServiceDefaults.Web.Problems.Of(Sessions.NoMembership);
        }

        session.OrganizationId = body.OrganizationId ?? session.OrganizationId;
        if (memberships.TrueForAll(membership => membership.OrganizationId != session.OrganizationId))
        {
            // It left the organisation it acted for: it goes on in its own.
            session.OrganizationId = memberships[0].OrganizationId;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var person = await db.People.AsNoTracking().Include(row => row.HomeOrganization).SingleAsync(row => row.Id == session.PersonId, cancellationToken);
        return TypedResults.Ok(await sessions.ViewAsync(session, token.Successor(session), person, memberships, cancellationToken));
    }
}
