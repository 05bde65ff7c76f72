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
    private const int Length = OrderAt + IdBytes;

    /// <summary>Inside the order's realm.</summary>
    public async Task<string> Sign(Guid orderId, CancellationToken cancellationToken)
    {
        var payload = new byte[Length];
        scope.RealmId.TryWriteBytes(payload, bigEndian: true, out _);
        orderId.TryWriteBytes(payload.AsSpan(OrderAt), bigEndian: true, out _);
        return SignedToken.Sign(await Key(cancellationToken), payload).ToString();
    }

    /// <summary>Enters the realm of a genuine token; null for anything else.</summary>
    public async Task<LinkedOrder?> Open(string token, CancellationToken cancellationToken)
    {
        if (!SignedToken.TryParse(token, Length, out var signed))
        {
            return null;
        }

        // The realm is believed just far enough to look for its key.
        var realmId = new Guid(signed.Payload[..IdBytes], bigEndian: true);
        scope.EnterRealm(realmId);
        return await Known(cancellationToken) is { } key && signed.IsSignedWith(key)
            ? new LinkedOrder(realmId, new Guid(signed.Payload[OrderAt..], bigEndian: true))
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

        var key = RandomNumberGenerator.GetBytes(SignedToken.KeyBytes);
        await db.Database.ExecuteSqlAsync($"INSERT INTO link_key (realm_id, key) VALUES ({scope.RealmId}, {key}) ON CONFLICT DO NOTHING", cancellationToken);
        return (await Known(cancellationToken))!;
    }
}
