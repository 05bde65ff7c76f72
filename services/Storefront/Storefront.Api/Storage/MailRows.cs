using ServiceDefaults.Storage;
using Storefront.Domain;
using Storefront.Domain.Mails;

namespace Storefront.Api.Storage;

/// <summary>A seller's own words for one kind of mail in one language.</summary>
internal sealed class MailTemplateRow : IOwnedRow, IVersionedRow
{
    /// <summary>The seller.</summary>
    public required Guid OrganizationId { get; init; }

    public required MailKind Kind { get; init; }

    /// <summary>As in <see cref="MailLanguage.Normal"/>.</summary>
    public required string Language { get; init; }

    public required Guid RealmId { get; init; }
    public required string Subject { get; set; }
    public required string Body { get; set; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>Somebody who gets a copy of the seller's mails of one kind, beside those they are for.</summary>
internal sealed class MailRecipientRow : IOwnedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The seller.</summary>
    public required Guid OrganizationId { get; init; }

    public required MailKind Kind { get; init; }
    public required string Email { get; init; }
    public required DateTimeOffset AddedAt { get; init; }
}

/// <summary>That a mail was written in a seller's name, and to whom. How far it got stands in the mail queue.</summary>
internal sealed class SentMailRow : IOwnedRow
{
    /// <summary>Of the mail in the queue.</summary>
    public required Guid Id { get; init; }

    public required Guid RealmId { get; init; }

    /// <summary>The seller.</summary>
    public required Guid OrganizationId { get; init; }

    public required MailKind Kind { get; init; }
    public required string Recipient { get; init; }
    public required string Subject { get; init; }
    public required string Language { get; init; }

    /// <summary>The order or the shop it is about; null for a test.</summary>
    public Guid? SubjectId { get; init; }

    public required bool IsTest { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }
}

/// <summary>How far a queued mail got: the part of the mechanics' queue that may be shown.</summary>
internal sealed class QueuedMailRow
{
    public required Guid Id { get; init; }
    public required int Attempts { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public DateTimeOffset? GivenUpAt { get; init; }
    public string? Error { get; init; }
}

/// <summary>Orgs' organisations as far as mails, and orders of customers, need them.</summary>
internal sealed class CorrespondentRow : IRealmRow
{
    /// <summary>The organisation.</summary>
    public required Guid Id { get; init; }

    public required Guid RealmId { get; init; }
    public required string Name { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    public required Guid? ParentId { get; init; }
    public OrganizationStatus Status { get; init; }
    public required long Version { get; init; }
}

/// <summary>Something an organisation should know, beside the mail about it.</summary>
internal sealed class NotificationRow : IOwnedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>Whose people see it.</summary>
    public required Guid OrganizationId { get; init; }

    public required MailKind Kind { get; init; }

    /// <summary>The order or the shop.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>As it is called: an order's number, a shop's address.</summary>
    public required string SubjectName { get; init; }

    /// <summary>The other side.</summary>
    public required string CounterpartName { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>That one person has read a notification.</summary>
internal sealed class NotificationReadRow : IOwnedRow
{
    public required Guid NotificationId { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid OrganizationId { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>What the links of a realm that need no sign-in are signed with: made by chance when the first is, and known to nobody outside the database.</summary>
internal sealed class LinkKeyRow : IRealmRow
{
    public required Guid RealmId { get; init; }
    public required byte[] Key { get; init; }
}
