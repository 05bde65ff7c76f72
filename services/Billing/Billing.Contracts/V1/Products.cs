namespace Billing.Contracts.V1;

/// <summary>A product can be sold. Aggregate: the product.</summary>
public sealed record ProductPublished(Product Product);

/// <summary>A recommended retail price has a new version. Aggregate: the product. Wholesale prices are between two parties and never published.</summary>
public sealed record PricePublished(Product Product);

/// <param name="Id">The product.</param>
/// <param name="Name">For people.</param>
/// <param name="Description">For people, may be empty.</param>
/// <param name="Kind">main | addOn</param>
/// <param name="ManagedById">The organisation that keeps it: the operator, or one reseller.</param>
/// <param name="SharedWithResellers">Whether partners can sell it.</param>
/// <param name="RecommendedPrices">Every version, oldest first.</param>
public sealed record Product(
    Guid Id,
    string Name,
    string Description,
    string Kind,
    Guid ManagedById,
    bool SharedWithResellers,
    IReadOnlyList<PriceVersion> RecommendedPrices);

/// <param name="Number">Counts the versions of one price (same currency, interval and plan length) from 1.</param>
/// <param name="Amount">For one unit and one interval.</param>
/// <param name="Interval">month | quarter | year | twoYears | threeYears</param>
/// <param name="PlanLength">The commitment, in the same words.</param>
/// <param name="From">Applies from then until the next version does.</param>
public sealed record PriceVersion(int Number, Money Amount, string Interval, string PlanLength, DateTimeOffset From);
