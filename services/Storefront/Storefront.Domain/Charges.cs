using System.Runtime.InteropServices;
using Primitives;

namespace Storefront.Domain;

/// <summary>What a customer pays for a subscription each interval.</summary>
/// <param name="UnitPrice">The list price of one unit.</param>
/// <param name="Discount">For the whole quantity; never negative.</param>
/// <param name="Total">What is charged for the whole quantity, before tax.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Charges(Money UnitPrice, Money Discount, Money Total)
{
    /// <param name="list">Null when the sale had no list price beside the one it was made at.</param>
    /// <param name="final">What one unit is charged at.</param>
    public static Charges Of(Money? list, Money final, int quantity)
    {
        var shown = list is { } price && price > final ? price : final;
        return new Charges(shown, (shown - final) * quantity, final * quantity);
    }
}
