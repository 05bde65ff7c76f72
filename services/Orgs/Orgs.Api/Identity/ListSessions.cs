using Microsoft.AspNetCore.Http.HttpResults;
using Orgs.Api.Storage;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Identity;

/// <param name="IsCurrent">The one this request was made with.</param>
internal sealed record SessionView(Guid Id, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, DateTimeOffset EndsAt, string? UserAgent, string? IpAddress, bool IsCurrent);

internal static class ListSessions
{
    public static async Task<Ok<Page<SessionView>>> Handle(
        [AsParameters] PageQuery page, Caller caller, OrgsDb db, TimeProvider wallClock, CancellationToken cancellationToken)
    {
        var now = wallClock.GetUtcNow();
        var live = db.Sessions.Where(session => session.PersonId == caller.PersonId && session.EndsAt > now);
        return TypedResults.Ok(await live.ToPageAsync(
            page,
            session => session.Id,
            session => new SessionView(
                session.Id,
                session.StartedAt,
                session.RotatedAt,
                session.EndsAt,
                session.UserAgent,
                session.IpAddress,
                session.AccessId == caller.SessionId),
            cancellationToken));
    }
}
