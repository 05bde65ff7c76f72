using Primitives;

namespace Billing.Domain;

/// <summary>How much of a product can be sold, and for how long at least.</summary>
/// <param name="SmallestQuantity">At least 1.</param>
/// <param name="LargestQuantity">Null where only what can be counted limits it.</param>
/// <param name="MinimumCommitment">The shortest plan length; null where any is long enough.</param>
public sealed record SaleLimits(int SmallestQuantity = 1, int? LargestQuantity = null, Term? MinimumCommitment = null)
{
    /// <summary>Why there can be no such limits.</summary>
    public IEnumerable<FieldError> Errors(ChargeModel charging)
    {
        if (SmallestQuantity < 1 || LargestQuantity > RequestRules.MostUnits || SmallestQuantity > (LargestQuantity ?? RequestRules.MostUnits))
        {
            yield return new("limits", "quantity_limits", $"The quantity limits are between 1 and {RequestRules.MostUnits}, the smallest first.");
        }

        if (MinimumCommitment is not null && charging == ChargeModel.OneTime)
        {
            yield return new("limits.minimumCommitment", "one_time_has_no_commitment", "What is paid once commits to nothing.");
        }
    }

    /// <summary>Null if that much can be sold for that long.</summary>
    public Refusal? Check(int quantity, Term planLength)
    {
        if (quantity < SmallestQuantity || quantity > LargestQuantity)
        {
            return Refusal.Invalid("quantity", "quantity_outside_product_limits", $"Of this product {SmallestQuantity} to {LargestQuantity ?? RequestRules.MostUnits} units are sold.");
        }

        return MinimumCommitment is { } shortest && planLength.Months() < shortest.Months()
            ? Refusal.Invalid("planLength", "minimum_commitment", $"This product commits to {shortest.Months()} months at least.")
            : null;
    }
}
