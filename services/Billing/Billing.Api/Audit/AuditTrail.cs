using System.Text.Json;
using Billing.Api.Storage;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Api.Audit;

/// <summary>Writes down who changed what, in the transaction of the change.</summary>
internal sealed class AuditTrail(BillingDb db, Scope scope, RealmClock clock, TimeProvider wallClock, IHttpContextAccessor http)
{
    /// <summary>Records what the caller did, for the organisation it acts for.</summary>
    /// <param name="action">The operation id.</param>
    /// <param name="subject">The noun.</param>
    /// <param name="before">The state that both its sides know; null for what is new.</param>
    public void Record(string action, string subject, Guid subjectId, object? before, object? after, string? reason = null)
    {
        var caller = scope.Caller ?? throw new ScopeMissingException("Nobody is acting; what falls due by itself is in the history of its subject.");
        db.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(),
            RealmId = caller.RealmId,
            OrganizationId = caller.OrganizationId,
            PersonId = caller.PersonId,
            Action = action,
            Subject = subject,
            SubjectId = subjectId,
            Before = Json(before),
            After = Json(after),
            Reason = reason,
            IpAddress = http.HttpContext?.Connection.RemoteIpAddress?.ToString(),
            At = wallClock.GetUtcNow(),
            RealmTime = clock.Now,
        });
    }

    private static string? Json(object? state) => state is null ? null : JsonSerializer.Serialize(state, state.GetType(), Options);

    private static readonly JsonSerializerOptions Options = new(EventJson.Options) { Converters = { new ServiceDefaults.Web.MoneyJsonConverter() } };
}
