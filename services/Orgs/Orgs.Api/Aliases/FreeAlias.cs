using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Time;

namespace Orgs.Api.Aliases;

/// <summary>Gives an alias to everybody again when its former holder has not taken it back in time. The key is the alias.</summary>
internal sealed class FreeAlias(OrgsDb db) : IDueWork
{
    public static string Kind => "free-alias";

    // One that was taken back meanwhile is in use, and stays.
    public Task Run(DueWorkItem item, CancellationToken cancellationToken) =>
        db.ShopAliases.Where(held => held.Alias == item.Key && held.ReservedUntil <= item.DueAt).ExecuteDeleteAsync(cancellationToken);
}
