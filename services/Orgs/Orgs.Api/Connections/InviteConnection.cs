using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Connections;
using Orgs.Domain.Organizations;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Connection = Orgs.Api.Storage.Connection;

namespace Orgs.Api.Connections;

/// <param name="Namespace">Of the organisation to sell to: <c>org:&lt;slug&gt;</c>.</param>
internal sealed record InviteConnectionBody(string Namespace, string AccountsPayableEmail, int TrialDays, string? ReferenceNumber, int? PaymentTermsDays);

internal static class InviteConnection
{
    public static readonly Refusal AlreadyConnected = new("already_connected", "There is a connection to this organisation already.");

    private static readonly Refusal NobodyToSellTo = NotFound("There is no organisation with this namespace to sell to.");

    /// <summary>Offers a connection to an organisation that has another parent; it is pending until that organisation accepts.</summary>
    public static async Task<Results<Created<ConnectionView>, ProblemHttpResult>> Handle(
        InviteConnectionBody body, Caller caller, OrgsDb db, RealmClock clock, AuditTrail audit, CancellationToken cancellationToken)
    {
        var checks = new FieldChecks()
            .Text("namespace", body.Namespace, max: 60)
            .Terms(body.AccountsPayableEmail, body.ReferenceNumber, body.TrialDays, body.PaymentTermsDays ?? ConnectionTerms.DefaultPaymentDays);
        if (checks.Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        var seller = await db.Organizations.SingleAsync(row => row.Id == caller.OrganizationId, cancellationToken);
        if (ChildPlacement.MayHaveChildren(seller.Kind, seller.Plan).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        var slug = body.Namespace.StartsWith(Namespaces.Prefix, StringComparison.Ordinal) ? body.Namespace[Namespaces.Prefix.Length..] : body.Namespace;
        var buyer = await db.Organizations.IgnoreQueryFilters([OrgsDb.FamilyFilter]).SingleOrDefaultAsync(row => row.Slug == slug, cancellationToken);
        if (buyer is null || buyer.Kind == OrgKind.Operator || buyer.Id == seller.Id)
        {
            return Problems.Of(NobodyToSellTo);
        }

        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        // Either may be ending at this moment; then that sees this connection, or this one the end.
        await db.Database.LockOrganizationsAsync(seller.Id, buyer.Id, cancellationToken);
        await db.Entry(seller).ReloadAsync(cancellationToken);
        await db.Entry(buyer).ReloadAsync(cancellationToken);
        if (OrganizationLifecycle.RequireOpen(seller.Status).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        if (buyer.Status == OrganizationStatus.Ended)
        {
            return Problems.Of(NobodyToSellTo);
        }

        if (await db.Connections.AnyAsync(
                row => row.SellerId == seller.Id && row.BuyerId == buyer.Id && row.Status != ConnectionStatus.Ended, cancellationToken))
        {
            return Problems.Of(AlreadyConnected);
        }

        var connection = new Connection
        {
            Id = Guid.CreateVersion7(),
            RealmId = caller.RealmId,
            SellerId = seller.Id,
            BuyerId = buyer.Id,
            Status = ConnectionStatus.Pending,
            BillingMode = BillingModes.Of(seller.Kind),
            AccountsPayableEmail = body.AccountsPayableEmail,
            ReferenceNumber = body.ReferenceNumber,
            TrialDays = body.TrialDays,
            PaymentTermsDays = body.PaymentTermsDays ?? ConnectionTerms.DefaultPaymentDays,
            CreatedAt = clock.Now,
        };
        db.Connections.Add(connection);
        db.Emit(new ConnectionCreated(connection.ToFact(seller, buyer)), connection.Id, connection.Version, clock.Now);
        var view = ConnectionView.From(connection, seller, buyer, caller.OrganizationId);
        audit.Record("invite-connection", "connection", connection.Id, before: null, after: view);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Created($"{OrgsEndpoints.Root}/connections/{connection.Id}", view);
    }

    private static Refusal NotFound(string detail) =>
        new("organization_not_found", detail, RefusalKind.Unprocessable, [new FieldError("namespace", "organization_not_found", detail)]);
}
