using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Primitives;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Quotes;

/// <param name="Token">Order with it, and it costs that or is refused.</param>
internal sealed record ShopQuote(string Token, DateTimeOffset ExpiresAt);

/// <summary><see cref="QuoteToken"/>s of lines with their unit prices; each realm signs with a key of its own.</summary>
internal sealed class ShopQuotes(StorefrontDb db, NpgsqlDataSource database, Scope scope, RealmClock clock)
{
    public async Task<ShopQuote> Sign(Guid connectionId, IReadOnlyList<NewOrderLine> lines, CancellationToken cancellationToken)
    {
        var expiry = clock.Now + QuoteToken.Lifetime;
        return new ShopQuote(QuoteToken.Issue(await Key(cancellationToken), Digest(connectionId, lines), expiry), expiry);
    }

    /// <summary>Null if the token is for these lines, at these prices.</summary>
    public async Task<Refusal?> Check(string token, Guid connectionId, IReadOnlyList<NewOrderLine> lines, CancellationToken cancellationToken) =>
        QuoteToken.Refuse(await Key(cancellationToken), token, Digest(connectionId, lines), clock.Now);

    /// <summary>What was said with it changes no price.</summary>
    private static byte[] Digest(Guid connectionId, IReadOnlyList<NewOrderLine> lines) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            connectionId,
            lines = lines.Select(line => new
            {
                line.Action,
                line.ProductId,
                line.SubscriptionId,
                line.MainSubscriptionId,
                line.MainLineIndex,
                line.Quantity,
                line.UnitPrice.MinorUnits,
                Currency = line.UnitPrice.Currency.Code,
                line.Interval,
                line.PlanLength,
                line.Effective,
                line.EffectiveOn,
            }),
        },
        EventJson.Options));

    /// <summary>Two first quotes at once agree on one key: the second finds what the first made. Committed by itself, because what a quote is worked out in is not.</summary>
    private async Task<byte[]> Key(CancellationToken cancellationToken)
    {
        if (await db.QuoteKeys.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return known.Key;
        }

        await using var insert = database.CreateCommand("INSERT INTO shop_quote_key (realm_id, key, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        insert.Parameters.AddWithValue(scope.RealmId);
        insert.Parameters.AddWithValue(RandomNumberGenerator.GetBytes(SignedToken.KeyBytes));
        insert.Parameters.AddWithValue(clock.Now);
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return (await db.QuoteKeys.AsNoTracking().SingleAsync(cancellationToken)).Key;
    }
}
