using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Storefront.Api.Storage;
using Storefront.Domain.Mails;

namespace Storefront.Api.Notifications;

/// <summary>Puts up what an organisation should know. The caller saves.</summary>
internal sealed class NotificationDesk(StorefrontDb db, Scope scope, RealmClock clock)
{
    /// <param name="readerId">Whose people see it.</param>
    /// <param name="subjectName">An order's number, a shop's address.</param>
    /// <param name="counterpartName">The other side.</param>
    public void Put(MailKind kind, Guid readerId, Guid subjectId, string subjectName, string counterpartName) =>
        db.Add(new NotificationRow
        {
            Id = Guid.CreateVersion7(),
            RealmId = scope.RealmId,
            OrganizationId = readerId,
            Kind = kind,
            SubjectId = subjectId,
            SubjectName = subjectName,
            CounterpartName = counterpartName,
            At = clock.Now,
        });
}
