using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Identity;

internal sealed record PasswordResetView(DateTimeOffset ExpiresAt);

internal static class GetPasswordReset
{
    /// <summary>Whether a mailed link still works, so that a page need not ask for a password in vain.</summary>
    public static async Task<Results<Ok<PasswordResetView>, ProblemHttpResult>> Handle(
        string token, OrgsDb db, Scope scope, TimeProvider wallClock, CancellationToken cancellationToken)
    {
        scope.EnterInstallation();
        var hash = Secrets.Hash(token);
        var now = wallClock.GetUtcNow();
        var view = await db.PasswordResets
            .Where(row => row.TokenHash == hash && row.UsedAt == null && row.ExpiresAt > now)
            .Select(row => new PasswordResetView(row.ExpiresAt))
            .SingleOrDefaultAsync(cancellationToken);
        return view is null ? Problems.NotFound("password reset") : TypedResults.Ok(view);
    }
}
