using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Storage;

namespace Billing.Api.Requests;

/// <summary>The cost the seller proposed with. Its own row, which the buyer who approves does not see; it is compared, never shown.</summary>
internal sealed class QuotedCost(BillingDb db)
{
    public async Task<WholesaleQuote?> Of(Request request, CancellationToken cancellationToken)
    {
        var margin = await db.RequestMargins
            .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.RequestId == request.Id && row.RealmId == request.RealmId, cancellationToken);
        return margin?.Quote;
    }
}
