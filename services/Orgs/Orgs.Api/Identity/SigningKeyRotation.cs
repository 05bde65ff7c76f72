using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Audit;
using ServiceDefaults.Web;

namespace Orgs.Api.Identity;

/// <param name="Id">The <c>kid</c> in tokens and in the key set.</param>
/// <param name="PublishedUntil">Null for the newest key.</param>
internal sealed record SigningKeyView(string Id, DateTimeOffset SignsFrom, DateTimeOffset? PublishedUntil);

internal static class RotateSigningKey
{
    /// <summary>Makes a new key. The old one signs for a few seconds more and stays published until its last token has expired: nobody is signed out.</summary>
    public static async Task<Ok<SigningKeyView>> Handle(
        OrgsDb db, KeyEncryption encryption, SigningKeyRing ring, AuditTrail audit, TimeProvider wallClock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        await db.Database.LockAsync("signing-key", cancellationToken);
        var signsFrom = wallClock.GetUtcNow() + SigningKeyRing.Introduction;
        foreach (var older in await db.SigningKeys.Where(key => key.PublishedUntil == null).ToListAsync(cancellationToken))
        {
            older.PublishedUntil = signsFrom + AccessTokens.Lifetime + TimeSpan.FromMinutes(1);
        }

        var made = SigningKeys.Create(encryption, signsFrom);
        db.SigningKeys.Add(made);
        var view = new SigningKeyView(made.Id, made.SignsFrom, null);
        // A key's id is no Guid; the entry names it in what came after.
        audit.Record("rotate-signing-key", "signingKey", Guid.Empty, before: null, after: view);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        ring.Forget();

        return TypedResults.Ok(view);
    }
}

internal static class ListSigningKeys
{
    public static async Task<Ok<Page<SigningKeyView>>> Handle(OrgsDb db, TimeProvider wallClock, CancellationToken cancellationToken)
    {
        var now = wallClock.GetUtcNow();
        var keys = await db.SigningKeys
            .Where(key => key.PublishedUntil == null || key.PublishedUntil > now)
            .OrderByDescending(key => key.SignsFrom)
            .Select(key => new SigningKeyView(key.Id, key.SignsFrom, key.PublishedUntil))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Page<SigningKeyView>(keys, null));
    }
}

internal static class SigningKeys
{
    public static SigningKey Create(KeyEncryption encryption, DateTimeOffset signsFrom)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey { Id = Guid.CreateVersion7().ToString("n"), PrivateKey = encryption.Seal(key.ExportPkcs8PrivateKey()), SignsFrom = signsFrom };
    }
}
