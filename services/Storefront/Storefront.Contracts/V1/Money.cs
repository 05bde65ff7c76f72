namespace Storefront.Contracts.V1;

/// <summary>An amount as text with exactly its currency's digits: "12.34" and "USD", "1234" and "JPY".</summary>
public sealed record Money(string Amount, string Currency);
