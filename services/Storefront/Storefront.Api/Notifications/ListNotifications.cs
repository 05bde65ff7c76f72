using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain.Mails;

namespace Storefront.Api.Notifications;

/// <param name="SubjectId">The order, or the shop.</param>
/// <param name="SubjectName">The order's number, or the shop's address.</param>
/// <param name="CounterpartName">The other side.</param>
/// <param name="IsRead">By the caller.</param>
internal sealed record NotificationView(Guid Id, MailKind Kind, Guid SubjectId, string SubjectName, string CounterpartName, DateTimeOffset At, bool IsRead);

/// <param name="Unread">How many the caller has not read, counted up to a hundred.</param>
internal sealed record NotificationsView(IReadOnlyList<NotificationView> Items, string? NextCursor, int Unread);

/// <summary>What the caller's organisation should know, newest first. Each person reads it for themselves.</summary>
internal static class ListNotifications
{
    private const int CountedUpTo = 100;

    public static async Task<Ok<NotificationsView>> Handle(
        [AsParameters] PageQuery page, bool? unread, Caller caller, StorefrontDb db, CancellationToken cancellationToken)
    {
        var all = db.Notifications.AsNoTracking();
        var fresh = all.Where(row => !db.NotificationReads.Any(read => read.PersonId == caller.PersonId && read.NotificationId == row.Id));
        var found = await (unread == true ? fresh : all).ToPageAsync(
            page,
            row => row.Id,
            row => new NotificationView(
                row.Id,
                row.Kind,
                row.SubjectId,
                row.SubjectName,
                row.CounterpartName,
                row.At,
                db.NotificationReads.Any(read => read.PersonId == caller.PersonId && read.NotificationId == row.Id)),
            cancellationToken);
        return TypedResults.Ok(new NotificationsView(found.Items, found.NextCursor, await fresh.Take(CountedUpTo).CountAsync(cancellationToken)));
    }
}
