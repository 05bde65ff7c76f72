using Billing.Api.Products;
using Billing.Domain;

namespace Billing.Api.Invoices;

/// <summary>What a line is for. A schedule may go on with another product; the lines of the days before keep theirs.</summary>
internal sealed record ChargedProduct(Guid Id, string Name, string TaxCode, ChargeModel Charging)
{
    public static ChargedProduct Of(Product product) => new(product.Id, product.Name, product.TaxCode, product.Charging);
}
