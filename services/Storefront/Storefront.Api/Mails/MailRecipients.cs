using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain.Mails;

namespace Storefront.Api.Mails;

internal sealed record NewMailRecipient(MailKind Kind, string Email);

internal sealed record MailRecipientView(Guid Id, MailKind Kind, string Email, DateTimeOffset AddedAt);

/// <summary>Who gets a copy of a seller's mails, beside those they are for.</summary>
internal static class MailRecipients
{
    public const string OneIndex = "ix_mail_recipient_organization_id_kind_email";
    public const int MostPerKind = 20;

    public static readonly Refusal AlreadyAdded = new("already_added", "That address gets these mails already.");

    private static readonly Refusal TooMany = new("too_many_recipients", $"A kind of mail has at most {MostPerKind} added recipients.");

    public static async Task<Ok<Page<MailRecipientView>>> List([AsParameters] PageQuery page, StorefrontDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.MailRecipients.AsNoTracking().ToPageAsync(
            page, row => row.Id, row => new MailRecipientView(row.Id, row.Kind, row.Email, row.AddedAt), cancellationToken));

    public static async Task<Results<Created<MailRecipientView>, ProblemHttpResult>> Add(
        NewMailRecipient body, Caller caller, StorefrontDb db, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        if (caller.Kind == OrganizationKind.Customer)
        {
            return Problems.Of(MailTemplates.SellersOnly);
        }

        if (new FieldChecks().Email("email", body.Email).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        var email = body.Email.Trim().ToLowerInvariant();
        var known = await db.MailRecipients.Where(row => row.Kind == body.Kind).Select(row => row.Email).ToListAsync(cancellationToken);
        if (known.Contains(email, StringComparer.Ordinal))
        {
            return Problems.Of(AlreadyAdded);
        }

        if (known.Count >= MostPerKind)
        {
            return Problems.Of(TooMany);
        }

        var recipient = new MailRecipientRow
        {
            Id = Guid.CreateVersion7(),
            RealmId = caller.RealmId,
            OrganizationId = caller.OrganizationId,
            Kind = body.Kind,
            Email = email,
            AddedAt = clock.Now,
        };
        db.Add(recipient);
        var view = new MailRecipientView(recipient.Id, recipient.Kind, recipient.Email, recipient.AddedAt);
        audit.Record("add-mail-recipient", "mailRecipient", recipient.Id, null, view);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/storefront/v1/mail-recipients/{recipient.Id}", view);
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid id, Caller caller, StorefrontDb db, AuditTrail audit, CancellationToken cancellationToken)
    {
        var recipient = await db.MailRecipients.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (recipient is null)
        {
            return Problems.NotFound("recipient");
        }

        db.Remove(recipient);
        audit.Record("remove-mail-recipient", "mailRecipient", id, new { recipient.Kind, recipient.Email }, null);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
