using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace ServiceDefaults.Audit;

/// <summary>Writes down who changed what, in the transaction of the change.</summary>
public sealed class AuditTrail(ServiceDbContext db, Scope scope, RealmClock clock, TimeProvider wallClock, IHttpContextAccessor http)
{
    private static readonly JsonSerializerOptions Options = new(EventJson.Options) { Converters = { new MoneyJsonConverter() } };

    /// <summary>Records what the caller did, for the organisation it acts for.</summary>
    /// <param name="action">The operation id.</param>
    /// <param name="subject">The noun.</param>
    /// <param name="before">The state that the organisation may read, never a secret. Null for what is new. <paramref name="after"/> likewise for what is gone.</param>
    /// <exception cref="ScopeMissingException">Nobody is calling.</exception>
    public void Record(string action, string subject, Guid subjectId, object? before, object? after, string? reason = null)
    {
        var caller = scope.Caller ?? throw new ScopeMissingException("Nobody is acting: name the organisation the change is for.");
        Record(action, subject, subjectId, before, after, reason, caller.RealmId, caller.OrganizationId, caller.PersonId);
    }

    /// <summary>Records what somebody without a token, or the platform itself, did.</summary>
    public void Record(
        string action, string subject, Guid subjectId, object? before, object? after, string? reason, Guid realmId, Guid organizationId, Guid? personId) =>
        db.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(),
            RealmId = realmId,
            OrganizationId = organizationId,
            PersonId = personId,
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

    private static string? Json(object? state) => state is null ? null : JsonSerializer.Serialize(state, state.GetType(), Options);
}
