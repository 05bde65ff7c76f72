using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;
using Storefront.Api.Storage;

namespace Storefront.Api.Orders;

/// <summary>A draft as its seller sees it.</summary>
/// <param name="BuyerName">For whom.</param>
/// <param name="Products">The names of the products that the lines name.</param>
/// <param name="Lines">Without prices: those are looked up when it is submitted.</param>
internal sealed record OrderDraftView(
    Guid Id,
    Guid ConnectionId,
    string? BuyerName,
    IReadOnlyList<DraftLine> Lines,
    IReadOnlyDictionary<Guid, string> Products,
    string? Alias,
    string? Note,
    Guid CreatedById,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IVersionedView
{
    public static async Task<IReadOnlyList<OrderDraftView>> Of(StorefrontDb db, IReadOnlyList<OrderDraft> drafts, CancellationToken cancellationToken)
    {
        var connectionIds = drafts.Select(draft => draft.ConnectionId).Distinct().ToList();
        var buyers = await db.Connections.AsNoTracking().Where(row => connectionIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.BuyerName, cancellationToken);
        var productIds = drafts.SelectMany(draft => draft.Lines).Select(line => line.ProductId).OfType<Guid>().Distinct().ToList();
        var products = await db.Products.AsNoTracking().Where(row => productIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancellationToken);
        return
        [
            .. drafts.Select(draft => new OrderDraftView(
                draft.Id,
                draft.ConnectionId,
                buyers.GetValueOrDefault(draft.ConnectionId),
                draft.Lines,
                draft.Lines.Select(line => line.ProductId).OfType<Guid>().Distinct().Where(products.ContainsKey).ToDictionary(id => id, id => products[id]),
                draft.Alias,
                draft.Note,
                draft.CreatedById,
                draft.CreatedAt,
                draft.UpdatedAt,
                draft.Version)),
        ];
    }
}
