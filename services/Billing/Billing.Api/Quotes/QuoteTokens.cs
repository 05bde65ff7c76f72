using System.Security.Cryptography;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Api.Quotes;

/// <summary>The <see cref="QuoteToken"/>s of a realm: each realm signs with a key of its own.</summary>
internal sealed class QuoteTokens(BillingDb db, NpgsqlDataSource database, Scope scope, RealmClock clock)
{
    public DateTimeOffset Expiry() => clock.Now + QuoteToken.Lifetime;

    /// <param name="digest">Of what was quoted, to whom.</param>
    public async Task<string> Sign(byte[] digest, DateTimeOffset expiry, CancellationToken cancellationToken) =>
        QuoteToken.Issue(await Key(cancellationToken), digest, expiry);

    /// <summary>Null if the token is for what has that digest.</summary>
    public async Task<Refusal?> Check(string token, byte[] digest, CancellationToken cancellationToken) =>
        QuoteToken.Refuse(await Key(cancellationToken), token, digest, clock.Now);

    /// <summary>Two first quotes at once agree on one key: the second finds what the first made. Committed by itself, because what a quote is worked out in is not.</summary>
    private async Task<byte[]> Key(CancellationToken cancellationToken)
    {
        if (await db.QuoteKeys.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return known.Key;
        }

        await using var insert = database.CreateCommand("INSERT INTO quote_keys (realm_id, key, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        insert.Parameters.AddWithValue(scope.RealmId);
        insert.Parameters.AddWithValue(RandomNumberGenerator.GetBytes(SignedToken.KeyBytes));
        insert.Parameters.AddWithValue(clock.Now);
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return (await db.QuoteKeys.AsNoTracking().SingleAsync(cancellationToken)).Key;
    }
}
