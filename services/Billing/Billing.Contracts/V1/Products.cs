namespace Billing.Contracts.V1;

/// <summary>A product can be sold, as it is told here: new, or changed in anything but its prices. Aggregate: the product.</summary>
public sealed record ProductPublished(Product Product);

/// <summary>
/// A price has a new version. Aggregate: the product. Wholesale prices are between two parties and never published: only for which terms there is one is told.
/// </summary>
public sealed record PricePublished(Product Product);

/// <param name="Id">The product.</param>
/// <param name="Name">For people.</param>
/// <param name="Description">For people, may be empty.</param>
/// <param name="Kind">main | addOn</param>
/// <param name="ManagedById">The organisation that keeps it: the operator, or one reseller.</param>
/// <param name="SharedWithResellers">Whether partners can sell it; if not, who keeps it sells it.</param>
/// <param name="RecommendedPrices">Every version, oldest first.</param>
/// <param name="Charging">recurring | oneTime | usage. What is paid once has a price for month and month, which mean nothing.</param>
/// <param name="Provisioning">automatic | manual</param>
/// <param name="SmallestQuantity">That is sold at once.</param>
/// <param name="LargestQuantity">Null where nothing but what can be counted limits it.</param>
/// <param name="MinimumCommitment">The shortest plan length; null where any is long enough.</param>
/// <param name="UpgradeTargets">Products that a subscription to this one can be changed to.</param>
/// <param name="UsageFees">Recommended prices per event, every version, oldest first.</param>
/// <param name="ResellerPlan">free | standard | tenant: what a partner is on while it has a subscription to it; null for any other product.</param>
/// <param name="LogoUrl">Of its picture, an https address; null without one.</param>
/// <param name="ResaleTerms">What partners can sell it for; who keeps it is not bound by that. Null in events from before.</param>
public sealed record Product(
    Guid Id,
    string Name,
    string Description,
    string Kind,
    Guid ManagedById,
    bool SharedWithResellers,
    IReadOnlyList<PriceVersion> RecommendedPrices,
    string Charging = "recurring",
    string Provisioning = "automatic",
    int SmallestQuantity = 1,
    int? LargestQuantity = null,
    string? MinimumCommitment = null,
    IReadOnlyList<Guid>? UpgradeTargets = null,
    IReadOnlyList<UsageFee>? UsageFees = null,
    string? ResellerPlan = null,
    string? LogoUrl = null,
    IReadOnlyList<ResaleTerms>? ResaleTerms = null);

/// <param name="Number">Counts the versions of one price (same currency, interval and plan length) from 1.</param>
/// <param name="Amount">For one unit and one interval.</param>
/// <param name="Interval">month | quarter | year | twoYears | threeYears</param>
/// <param name="PlanLength">The commitment, in the same words.</param>
/// <param name="From">Applies from then until the next version does.</param>
public sealed record PriceVersion(int Number, Money Amount, string Interval, string PlanLength, DateTimeOffset From);

/// <param name="Currency">Partners can sell the product in it, charged by this interval and for this plan length.</param>
/// <param name="Interval">As in a price.</param>
/// <param name="PlanLength">The commitment.</param>
/// <param name="From">From then on.</param>
public sealed record ResaleTerms(string Currency, string Interval, string PlanLength, DateTimeOffset From);

/// <param name="Kind">booking | transfer</param>
/// <param name="Number">Counts the versions of this fee in this currency from 1.</param>
/// <param name="Amount">For one event.</param>
/// <param name="From">Applies from then until the next version does.</param>
public sealed record UsageFee(string Kind, int Number, Money Amount, DateTimeOffset From);
