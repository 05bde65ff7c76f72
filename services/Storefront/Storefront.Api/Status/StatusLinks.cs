using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Storefront.Api.Storage;

namespace Storefront.Api.Status;

/// <summary>Which order a link without sign-in shows.</summary>
internal readonly record struct LinkedOrder(Guid RealmId, Guid OrderId);

/// <summary>Signs the addresses of order status pages: each opens one order and nothing else.</summary>
internal sealed class StatusLinks(StorefrontDb db, Scope scope)
{
    private const int IdBytes = 16;
    private const int OrderAt = IdBytes;
    private const int SignatureAt = OrderAt + IdBytes;
    private const int Length = SignatureAt + HMACSHA256.HashSizeInBytes;
    private const int KeyBytes = 32;

    /// <summary>Inside the order's realm.</summary>
    public async Task<string> Sign(Guid orderId, CancellationToken cancellationToken)
    {
        var token = new byte[Length];
        scope.RealmId.TryWriteBytes(token, bigEndian: true, out _);
        orderId.TryWriteBytes(token.AsSpan(OrderAt), bigEndian: true, out _);
        HMACSHA256.HashData(await Key(cancellationToken), token.AsSpan(0, SignatureAt), token.AsSpan(SignatureAt));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Enters the realm of a genuine token; null for anything else.</summary>
    public async Task<LinkedOrder?> Open(string token, CancellationToken cancellationToken)
    {
        var bytes = new byte[Length];
        if (!Base64Url.IsValid(token, out var length) || length != Length || !Base64Url.TryDecodeFromChars(token, bytes, out _))
        {
            return null;
        }

        var realmId = new Guid(bytes.AsSpan(0, IdBytes), bigEndian: true);
        scope.EnterRealm(realmId);
        if (await Known(cancellationToken) is not { } key)
        {
            return null;
        }

        var signature = HMACSHA256.HashData(key, bytes.AsSpan(0, SignatureAt));
        return CryptographicOperations.FixedTimeEquals(signature, bytes.AsSpan(SignatureAt))
            ? new LinkedOrder(realmId, new Guid(bytes.AsSpan(OrderAt, IdBytes), bigEndian: true))
            : null;
    }

    private Task<byte[]?> Known(CancellationToken cancellationToken) =>
        db.LinkKeys.AsNoTracking().Select(row => row.Key).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Two first links at once agree on one key: the second waits for what the first makes.</summary>
    private async Task<byte[]> Key(CancellationToken cancellationToken)
    {
        if (await Known(cancellationToken) is { } known)
        {
            return known;
        }

        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        await db.Database.ExecuteSqlAsync($"INSERT INTO link_key (realm_id, key) VALUES ({scope.RealmId}, {key}) ON CONFLICT DO NOTHING", cancellationToken);
        return (await Known(cancellationToken))!;
    }
}
