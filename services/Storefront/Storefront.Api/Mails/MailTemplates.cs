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

/// <param name="IsOwn">Whether the seller wrote it; otherwise it is the platform's.</param>
/// <param name="Placeholders">What it can name.</param>
internal sealed record MailTemplateView(
    MailKind Kind, string Language, string Subject, string Body, bool IsOwn, DateTimeOffset? UpdatedAt, IReadOnlyList<string> Placeholders, long Version) : IVersionedView;

internal sealed record MailTemplatesView(IReadOnlyList<MailTemplateView> Items);

internal sealed record MailTemplateBody(string Subject, string Body)
{
    public MailTemplate ToTemplate() => new(Subject, Body.ReplaceLineEndings("\n"));
}

/// <summary>The words of a seller's mails, per kind and language.</summary>
internal static class MailTemplates
{
    public static readonly Refusal SellersOnly = new("sellers_only", "Only an organisation that sells writes to customers.", RefusalKind.NotPermitted);

    private static readonly Refusal UnknownLanguage = Refusal.Invalid("language", "language_unknown", "It is a language tag such as en or de-AT.");

    /// <summary>All kinds in the languages there are, the seller's own before the platform's.</summary>
    public static async Task<Ok<MailTemplatesView>> List(Caller caller, StorefrontDb db, SampleValues samples, CancellationToken cancellationToken)
    {
        var own = await db.MailTemplates.AsNoTracking().ToListAsync(cancellationToken);
        var views = new List<MailTemplateView>();
        foreach (var kind in Enum.GetValues<MailKind>())
        {
            var placeholders = SampleValues.Placeholders(await samples.Of(kind, caller, cancellationToken));
            var languages = DefaultTemplates.Languages.Concat(own.Where(row => row.Kind == kind).Select(row => row.Language)).Distinct(StringComparer.Ordinal);
            views.AddRange(languages.Order(StringComparer.Ordinal).Select(language =>
                View(kind, language, own.Find(row => row.Kind == kind && string.Equals(row.Language, language, StringComparison.Ordinal)), placeholders)));
        }

        return TypedResults.Ok(new MailTemplatesView(views));
    }

    public static async Task<Results<Ok<MailTemplateView>, ProblemHttpResult>> Set(
        OneOf<MailKind> kind,
        string language,
        MailTemplateBody body,
        Caller caller,
        IfMatch ifMatch,
        StorefrontDb db,
        MailWriting writing,
        SampleValues samples,
        AuditTrail audit,
        RealmClock clock,
        CancellationToken cancellationToken)
    {
        if (caller.Kind == OrganizationKind.Customer)
        {
            return Problems.Of(SellersOnly);
        }

        var template = body.ToTemplate();
        var values = await samples.Of(kind, caller, cancellationToken);
        if ((MailLanguage.IsTag(language) ? writing.Write(template, values).Refusal : UnknownLanguage) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var tag = MailLanguage.Normal(language);
        var row = await Find(db, kind, tag, cancellationToken);
        if (ifMatch.Check(row?.Version ?? 0) is { } stale)
        {
            return Problems.Of(stale);
        }

        var before = row is null ? null : new MailTemplate(row.Subject, row.Body);
        if (row is null)
        {
            row = new MailTemplateRow
            {
                OrganizationId = caller.OrganizationId,
                Kind = kind,
                Language = tag,
                RealmId = caller.RealmId,
                Subject = template.Subject,
                Body = template.Body,
                UpdatedAt = clock.Now,
            };
            db.Add(row);
        }
        else
        {
            (row.Subject, row.Body, row.UpdatedAt) = (template.Subject, template.Body, clock.Now);
            row.Version++;
        }

        audit.Record("set-mail-template", "mailTemplate", caller.OrganizationId, before, template, $"{Words.Of(kind)} {tag}");
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(View(kind, tag, row, SampleValues.Placeholders(values)));
    }

    /// <summary>From now on the platform's words again.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Reset(
        OneOf<MailKind> kind, string language, Caller caller, IfMatch ifMatch, StorefrontDb db, AuditTrail audit, CancellationToken cancellationToken)
    {
        var row = await Find(db, kind, MailLanguage.Normal(language), cancellationToken);
        if (row is null)
        {
            return Problems.NotFound("template of your own");
        }

        if (ifMatch.Check(row.Version) is { } stale)
        {
            return Problems.Of(stale);
        }

        db.Remove(row);
        audit.Record("reset-mail-template", "mailTemplate", caller.OrganizationId, new MailTemplate(row.Subject, row.Body), null, $"{Words.Of(kind)} {row.Language}");
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<MailTemplateRow?> Find(StorefrontDb db, MailKind kind, string language, CancellationToken cancellationToken) =>
        db.MailTemplates.SingleOrDefaultAsync(row => row.Kind == kind && row.Language == language, cancellationToken);

    private static MailTemplateView View(MailKind kind, string language, MailTemplateRow? own, IReadOnlyList<string> placeholders)
    {
        var words = own is null ? DefaultTemplates.Find(kind, language)! : new MailTemplate(own.Subject, own.Body);
        return new MailTemplateView(kind, language, words.Subject, words.Body, own is not null, own?.UpdatedAt, placeholders, own?.Version ?? 0);
    }
}
