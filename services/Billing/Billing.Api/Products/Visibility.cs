using System.Linq.Expressions;

namespace Billing.Api.Products;

/// <summary>Which products an organisation knows of at all.</summary>
internal static class Visibility
{
    /// <summary>What it manages itself, and what is shared with resellers. Nobody else's: an unshared product is between its manager and the buyers it sells to.</summary>
    public static Expression<Func<Product, bool>> OfProducts(Guid organizationId) =>
        product => product.SharedWithResellers || product.ManagedById == organizationId;
}
