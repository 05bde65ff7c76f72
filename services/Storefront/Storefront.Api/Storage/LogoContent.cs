using Microsoft.EntityFrameworkCore;

namespace Storefront.Api.Storage;

/// <summary>Logos in chunks, found by what they contain.</summary>
internal static class LogoContent
{
    /// <summary>Below the size from which .NET's heap keeps objects until the next full collection.</summary>
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Writes the shop's present logo and removes any other. Needs a transaction.</summary>
    /// <param name="content">Empty where it has none.</param>
    public static async Task ReplaceLogo(this StorefrontDb db, ShopRow shop, byte[] content, CancellationToken cancellationToken)
    {
        await db.ShopLogoChunks.Where(row => row.ShopId == shop.Id).ExecuteDeleteAsync(cancellationToken);
        foreach (var (index, chunk) in content.Chunk(ChunkBytes).Index())
        {
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO shop_logo_chunk (shop_id, hash, index, realm_id, bytes) VALUES ({shop.Id}, {shop.LogoHash}, {index}, {shop.RealmId}, {chunk})", cancellationToken);
        }
    }

    /// <summary>Sends a logo chunk by chunk.</summary>
    /// <param name="size">The logo's, in bytes.</param>
    public static async Task CopyLogo(this StorefrontDb db, Guid shopId, string hash, int size, Stream to, CancellationToken cancellationToken)
    {
        var chunks = (size + ChunkBytes - 1) / ChunkBytes;
        for (var index = 0; index < chunks; index++)
        {
            var at = index;
            var chunk = await db.ShopLogoChunks.Where(row => row.ShopId == shopId && row.Hash == hash && row.Index == at).Select(row => row.Bytes).SingleAsync(cancellationToken);
            await to.WriteAsync(chunk, cancellationToken);
        }
    }
}
