using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Requests;

/// <summary>What the seller pays for what it proposes. The seller's own row: the buyer has no way to it.</summary>
internal sealed class RequestMargin : IOwnedRow
{
    public required Guid RequestId { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid OrganizationId { get; init; }

    /// <summary>For one account or unit and one interval.</summary>
    public required Money WholesaleUnitPrice { get; init; }

    public required int WholesaleVersion { get; init; }
    public required ChargedPer WholesalePer { get; init; }
    public required bool IsBelowWholesale { get; init; }

    public WholesaleQuote Quote => new(WholesaleUnitPrice, WholesaleVersion, WholesalePer);
}
