using Microsoft.AspNetCore.Http.HttpResults;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Connections;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Orgs.Api.Connections;

/// <summary>What is left out stays as it is; an empty reference number removes it.</summary>
internal sealed record UpdateConnectionBody(string? AccountsPayableEmail, string? ReferenceNumber, int? TrialDays, int? PaymentTermsDays);

internal static class UpdateConnection
{
    private static readonly Refusal SellerOnly = new("seller_only", "The seller sets the terms.", RefusalKind.NotPermitted);

    public static async Task<Results<Ok<ConnectionView>, ProblemHttpResult>> Handle(
        Guid id,
        UpdateConnectionBody body,
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

        var checks = new FieldChecks().Terms(
            body.AccountsPayableEmail ?? connection.AccountsPayableEmail,
            body.ReferenceNumber,
            body.TrialDays ?? connection.TrialDays,
            body.PaymentTermsDays ?? connection.PaymentTermsDays);
        if (checks.Refused(out refusal) || ConnectionLifecycle.RequireOpen(connection.Status).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        var before = connection.ToFact();
        connection.AccountsPayableEmail = body.AccountsPayableEmail ?? connection.AccountsPayableEmail;
        connection.ReferenceNumber = body.ReferenceNumber is null ? connection.ReferenceNumber : NullIfEmpty(body.ReferenceNumber);
        connection.TrialDays = body.TrialDays ?? connection.TrialDays;
        connection.PaymentTermsDays = body.PaymentTermsDays ?? connection.PaymentTermsDays;
        connection.Version++;
        db.Emit(new ConnectionUpdated(connection.ToFact()), connection.Id, connection.Version, clock.Now);
        audit.Record("update-connection", "connection", id, before, connection.ToFact());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(await db.ViewAsync(id, caller, cancellationToken));
    }

    private static string? NullIfEmpty(string text) => text.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
