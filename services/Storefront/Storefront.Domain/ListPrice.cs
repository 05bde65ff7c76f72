using System.Runtime.InteropServices;

namespace Storefront.Domain;

/// <summary>A version of a product's recommended price, for one unit and one interval.</summary>
/// <param name="PlanLength">The commitment, in the interval's words.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ListPrice(string Currency, string Interval, string PlanLength, long MinorUnits, DateTimeOffset From);
