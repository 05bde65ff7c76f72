using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain.Mails;

namespace Storefront.Api.Mails;

/// <param name="Html">As the mail shows it. All that was typed is encoded.</param>
internal sealed record MailPreviewView(string Subject, string Html, string Text);

/// <summary>What a mail looks like, with made-up values: on the screen, or in one's own mailbox.</summary>
internal static class PreviewMailTemplate
{
    private static readonly Refusal NoAddress = new("no_address", "Your e-mail address is not known here yet; try again in a moment.");

    /// <param name="body">Words that are not saved yet.</param>
    public static async Task<Results<Ok<MailPreviewView>, ProblemHttpResult>> Preview(
        OneOf<MailKind> kind, string language, MailTemplateBody body, Caller caller, StorefrontDb db, MailWriting writing, SampleValues samples, CancellationToken cancellationToken)
    {
        if (writing.Write(body.ToTemplate(), await samples.Of(kind, caller, cancellationToken)).IsRefused(out var refusal, out var mail))
        {
            return Problems.Of(refusal);
        }

        return TypedResults.Ok(new MailPreviewView(mail.Subject, await Page(kind, mail, caller, db, samples, cancellationToken), mail.Text));
    }

    /// <summary>To the caller's own address and no other.</summary>
    public static async Task<Results<Accepted, ProblemHttpResult>> Send(
        OneOf<MailKind> kind,
        string language,
        Caller caller,
        StorefrontDb db,
        Mailroom mailroom,
        MailWriting writing,
        SampleValues samples,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        if (caller.Kind == OrganizationKind.Customer)
        {
            return Problems.Of(MailTemplates.SellersOnly);
        }

        var address = await db.Memberships
            .Where(row => row.OrganizationId == caller.OrganizationId && row.PersonId == caller.PersonId && row.Email != null)
            .Select(row => row.Email)
            .FirstOrDefaultAsync(cancellationToken);
        if (address is null)
        {
            return Problems.Of(NoAddress);
        }

        var (template, written) = await mailroom.Find(caller.OrganizationId, kind, language, cancellationToken);
        if (writing.Write(template, await samples.Of(kind, caller, cancellationToken)).IsRefused(out var refusal, out var mail))
        {
            return Problems.Of(refusal);
        }

        mailroom.SendTest(kind, caller.OrganizationId, address, mail, await Page(kind, mail, caller, db, samples, cancellationToken), written);
        audit.Record("send-test-mail", "mailTemplate", caller.OrganizationId, null, new { kind = Words.Of(kind), language = written, address });
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Accepted("/api/storefront/v1/sent-mails");
    }

    private static async Task<string> Page(MailKind kind, WrittenMail mail, Caller caller, StorefrontDb db, SampleValues samples, CancellationToken cancellationToken) =>
        MailPage.Of(mail.Text, [samples.Link(kind)], (await Letterhead.Of(db, caller.OrganizationId, cancellationToken)).Accent);
}
