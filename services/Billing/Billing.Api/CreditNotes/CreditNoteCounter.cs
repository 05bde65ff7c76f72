using ServiceDefaults.Storage;

namespace Billing.Api.CreditNotes;

/// <summary>The last credit note number a seller gave out; as its invoice counter, apart from it.</summary>
internal sealed class CreditNoteCounter : IRealmRow
{
    public required Guid SellerId { get; init; }
    public required Guid RealmId { get; init; }
    public required long Last { get; init; }
}
