using ServiceDefaults.Storage;

namespace Storefront.Api.Quotes;

/// <summary>What a realm's quotes are signed with: made by chance when the first is, and known to nobody outside the database.</summary>
internal sealed class ShopQuoteKey : IRealmRow
{
    public required Guid RealmId { get; init; }
    public required byte[] Key { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
