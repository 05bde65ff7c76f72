using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Mail;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Storefront.Api.Storage;
using Storefront.Domain.Mails;

namespace Storefront.Api.Mails;

/// <summary>What a mail is written from.</summary>
/// <param name="SellerId">In whose name, with whose templates.</param>
/// <param name="SubjectId">The order or the shop.</param>
/// <param name="ReaderId">The organisation that it is for; it is written in its language.</param>
/// <param name="Values">What templates can name.</param>
/// <param name="Links">Addresses among the values.</param>
internal sealed record Letter(
    MailKind Kind, Guid SellerId, Guid SubjectId, Guid ReaderId, IReadOnlyDictionary<string, object?> Values, IReadOnlyCollection<string> Links);

/// <summary>Writes letters in the seller's words and the reader's language, queues them and keeps the log of it. The caller saves.</summary>
internal sealed class Mailroom(StorefrontDb db, MailWriting writing, Scope scope, RealmClock clock)
{
    /// <param name="addresses">Those it is for; who the seller added gets it too.</param>
    public async Task Send(Letter letter, IEnumerable<string> addresses, CancellationToken cancellationToken)
    {
        var language = await db.Correspondents.Where(row => row.Id == letter.ReaderId).Select(row => row.Language).SingleOrDefaultAsync(cancellationToken);
        var (template, written) = await Find(letter.SellerId, letter.Kind, language, cancellationToken);
        if (writing.Write(template, letter.Values).IsRefused(out _, out var mail))
        {
            // It was looked at when it was saved; a placeholder that has gone since must cost the seller's words, not the mail.
            template = DefaultTemplates.Find(letter.Kind, written) ?? DefaultTemplates.Find(letter.Kind, MailLanguage.Fallback)!;
            mail = writing.Write(template, letter.Values).Value;
        }

        var added = await db.MailRecipients.Where(row => row.OrganizationId == letter.SellerId && row.Kind == letter.Kind).Select(row => row.Email).ToListAsync(cancellationToken);
        var page = MailPage.Of(mail.Text, letter.Links, (await Letterhead.Of(db, letter.SellerId, cancellationToken)).Accent);
        foreach (var address in addresses.Concat(added).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            Queue(letter.Kind, letter.SellerId, letter.SubjectId, address, mail, page, written);
        }
    }

    public void SendTest(MailKind kind, Guid sellerId, string address, WrittenMail mail, string page, string language) =>
        Queue(kind, sellerId, subjectId: null, address, mail, page, language);

    /// <summary>The seller's own words, or the platform's, in the best language there is.</summary>
    public async Task<(MailTemplate Template, string Language)> Find(Guid sellerId, MailKind kind, string? language, CancellationToken cancellationToken)
    {
        var preference = MailLanguage.Preference(language);
        var own = await db.MailTemplates.AsNoTracking()
            .Where(row => row.OrganizationId == sellerId && row.Kind == kind && preference.Contains(row.Language))
            .ToDictionaryAsync(row => row.Language, row => new MailTemplate(row.Subject, row.Body), StringComparer.Ordinal, cancellationToken);
        var best = preference.First(tag => own.ContainsKey(tag) || DefaultTemplates.Find(kind, tag) is not null);
        return (own.GetValueOrDefault(best) ?? DefaultTemplates.Find(kind, best)!, best);
    }

    private void Queue(MailKind kind, Guid sellerId, Guid? subjectId, string address, WrittenMail mail, string page, string language)
    {
        var id = db.QueueMail(new Mail(address, mail.Subject, page, mail.Text, Words.Of(kind)));
        db.Add(new SentMailRow
        {
            Id = id,
            RealmId = scope.RealmId,
            OrganizationId = sellerId,
            Kind = kind,
            Recipient = address,
            Subject = mail.Subject,
            Language = language,
            SubjectId = subjectId,
            IsTest = subjectId is null,
            WrittenAt = clock.Now,
        });
    }
}
