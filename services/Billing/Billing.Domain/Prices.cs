using System.Runtime.InteropServices;
using Primitives;

namespace Billing.Domain;

/// <summary>Where a charged price comes from.</summary>
public enum PriceSource
{
    /// <summary>The operator's recommended retail fee.</summary>
    Recommended,

    /// <summary>The operator's wholesale fee for its direct partners.</summary>
    Wholesale,

    /// <summary>A seller without a price of its own passes on what it pays itself.</summary>
    Cost,

    /// <summary>Seller and buyer agreed on it in a request.</summary>
    Agreed,

    /// <summary>The seller's own price for all its buyers.</summary>
    Fixed,

    /// <summary>The seller's markup on the recommended price, or on its own cost where it sells to resellers.</summary>
    Markup,

    /// <summary>The seller's price for this one buyer.</summary>
    Special,
}

/// <summary>Whether a wholesale fee is owed once per end account or for each unit it has.</summary>
public enum ChargedPer
{
    Account,
    Unit,
}

/// <summary>What is paid for.</summary>
public enum FeeKind
{
    /// <summary>The product itself: one unit for one interval, or one unit for good.</summary>
    Plan,

    /// <summary>One booking made with it.</summary>
    Booking,

    /// <summary>One transfer made with it.</summary>
    Transfer,
}

public static class ChargedUnits
{
    /// <summary>What is charged for a sale of that many units.</summary>
    public static int Units(this ChargedPer per, int quantity) => per == ChargedPer.Account ? 1 : quantity;
}

/// <summary>What a price is for: the same product has one current price for each of these.</summary>
public readonly record struct PriceTerms(Currency Currency, Term Interval, Term PlanLength, FeeKind Fee = FeeKind.Plan)
{
    /// <summary>Terms of a price that is paid once, for a unit or for an event. It has neither interval nor plan length; a month stands in their place.</summary>
    public static PriceTerms Once(Currency currency, FeeKind fee = FeeKind.Plan) => new(currency, Term.Month, Term.Month, fee);
}

/// <summary>A price that a charge keeps for as long as it recurs. <paramref name="Version"/> counts the versions of that price from 1.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PinnedPrice(Money Unit, PriceSource Source, int Version);
