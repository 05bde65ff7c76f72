using Primitives;

namespace Billing.Domain;

/// <summary>To which sort of buyer a price is made.</summary>
public enum PriceAudience
{
    Customers,
    Resellers,
}

/// <summary>One version of a rule. <paramref name="Rule"/> is null from where on the seller has none.</summary>
/// <param name="From">Applies from then until a later version does.</param>
/// <param name="Number">Counts the versions of one rule from 1.</param>
public sealed record DatedRule(DateTimeOffset From, int Number, PriceRule? Rule);

/// <summary>A rule as its seller wants to set it.</summary>
/// <param name="Terms">What it is a price for.</param>
/// <param name="Kind">Null to retire the rule there is.</param>
/// <param name="Amount">Of a fixed price or an amount on top.</param>
/// <param name="BasisPoints">Of a percentage.</param>
/// <param name="From">First instant it applies.</param>
/// <param name="Audience">Whom it is made to.</param>
/// <param name="IsSpecial">For one buyer alone.</param>
public sealed record PriceRuleDraft(
    PriceTerms Terms, PriceRuleKind? Kind, Money? Amount, int? BasisPoints, DateTimeOffset From, PriceAudience Audience, bool IsSpecial);

public static class PriceBookRules
{
    /// <summary>The rule in force: of the versions that have begun the latest, by number where two begin together. In whatever order they were told, it is the same one.</summary>
    public static PriceRule? InForce(this IEnumerable<DatedRule> versions, DateTimeOffset now) =>
        versions.Where(version => version.From <= now).OrderBy(version => version.From).ThenBy(version => version.Number).LastOrDefault()?.Rule;

    /// <summary>Null if a seller can set it.</summary>
    /// <param name="draft">The new version.</param>
    /// <param name="now">Rules begin now or later: what was charged is not rewritten.</param>
    /// <param name="sellerIsOperator">Its price for every reseller is the wholesale price.</param>
    public static Refusal? Check(PriceRuleDraft draft, DateTimeOffset now, bool sellerIsOperator)
    {
        if (draft.From < now)
        {
            return Refusal.Invalid("from", "price_in_the_past", "A price applies from now on, or from later.");
        }

        if (!draft.Terms.PlanLength.IsWholeNumberOf(draft.Terms.Interval))
        {
            return Refusal.Invalid("planLength", "plan_length_not_whole_intervals", "The plan length is a whole number of intervals.");
        }

        if (sellerIsOperator && draft is { Audience: PriceAudience.Resellers, IsSpecial: false })
        {
            return new Refusal("wholesale_price_is_published", "What all resellers pay the operator is the product's wholesale price.", RefusalKind.Unprocessable);
        }

        return CheckValue(draft);
    }

    private static Refusal? CheckValue(PriceRuleDraft draft) => draft.Kind switch
    {
        null => null,
        PriceRuleKind.MarkupPercent when draft.Amount is not null || draft.BasisPoints is null =>
            Refusal.Invalid("basisPoints", "basis_points_required", "A percentage is given in basis points, and nothing else."),
        PriceRuleKind.MarkupPercent when draft.BasisPoints is < -PriceRule.WholeInBasisPoints or > PriceRule.MostBasisPoints =>
            Refusal.Invalid("basisPoints", "basis_points_out_of_range", $"Basis points are between -{PriceRule.WholeInBasisPoints} and {PriceRule.MostBasisPoints}."),
        PriceRuleKind.MarkupPercent => null,
        _ when draft.Amount is null || draft.BasisPoints is not null =>
            Refusal.Invalid("amount", "amount_required", "A fixed price or an amount on top is given as an amount, and nothing else."),
        _ when draft.Amount.Value.Currency != draft.Terms.Currency =>
            Refusal.Invalid("amount.currency", "currency_mismatch", $"The price is in {draft.Terms.Currency.Code}."),
        PriceRuleKind.Fixed when PriceLimit.Check("amount.amount", draft.Amount.Value) is { } wrong => Refusal.Invalid(wrong.Field, wrong.Code, wrong.Detail),
        PriceRuleKind.MarkupAmount when Math.Abs((decimal)draft.Amount.Value.MinorUnits) > PriceLimit.MostMinorUnits =>
            Refusal.Invalid("amount.amount", "price_too_high", "No price is as high as that."),
        _ => null,
    };
}
