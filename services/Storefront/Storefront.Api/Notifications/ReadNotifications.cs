using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Storage;

namespace Storefront.Api.Notifications;

/// <param name="Ids">Which; at most a hundred.</param>
internal sealed record NotificationsRead(IReadOnlyList<Guid> Ids);

/// <summary>The caller has read them. Whoever else belongs to the organisation has not.</summary>
internal static class ReadNotifications
{
    private const int MostIds = 100;

    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        NotificationsRead body, Caller caller, StorefrontDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        if (new FieldChecks().Range("ids", body.Ids.Count, 1, MostIds).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        var known = await db.Notifications.Where(row => body.Ids.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellationToken);
        if (body.Ids.Distinct().Count() > known.Count)
        {
            return Problems.NotFound("notification");
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO notification_read (person_id, notification_id, realm_id, organization_id, at)
            SELECT {caller.PersonId}, id, {caller.RealmId}, {caller.OrganizationId}, {clock.Now} FROM unnest({known}) AS id
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        return TypedResults.NoContent();
    }
}
