using System.ComponentModel;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Invoices;

internal enum InvoiceSide
{
    /// <summary>The caller's organisation is to be paid.</summary>
    Issued,

    /// <summary>The caller's organisation pays.</summary>
    Received,
}

internal sealed record FilteredInvoices(IQueryable<Invoice> Rows);

/// <summary>Which invoices are wanted. What is left out does not matter.</summary>
internal sealed record InvoiceFilter(
    Guid? ConnectionId = null,
    OneOf<InvoiceStatus>? Status = null,
    OneOf<InvoiceType>? Type = null,
    [property: Description("issued: to be paid to the caller's organisation; received: to be paid by it.")] OneOf<InvoiceSide>? Side = null,
    [property: Description("ISO 4217.")] string? Currency = null,
    [property: Description("First day of issue.")] DateOnly? IssuedFrom = null,
    [property: Description("First day of issue that is too late.")] DateOnly? IssuedTo = null,
    [property: Description("In the currency, which must be given too.")] string? MinAmountDue = null,
    [property: Description("In the currency, which must be given too.")] string? MaxAmountDue = null)
{
    public Result<FilteredInvoices> On(BillingDb db, Caller caller)
    {
        var invoices = db.Invoices.AsNoTracking();
        invoices = ConnectionId is { } connectionId ? invoices.Where(invoice => invoice.ConnectionId == connectionId) : invoices;
        invoices = Status?.Value is { } status ? invoices.Where(invoice => invoice.Status == status) : invoices;
        invoices = Type?.Value is { } type ? invoices.Where(invoice => invoice.Type == type) : invoices;
        invoices = IssuedFrom is { } from ? invoices.Where(invoice => invoice.IssuedOn >= from) : invoices;
        invoices = IssuedTo is { } to ? invoices.Where(invoice => invoice.IssuedOn < to) : invoices;
        invoices = Side?.Value switch
        {
            InvoiceSide.Issued => invoices.Where(invoice => invoice.SellerId == caller.OrganizationId),
            InvoiceSide.Received => invoices.Where(invoice => invoice.BuyerId == caller.OrganizationId),
            _ => invoices,
        };
        return WithAmounts(invoices);
    }

    private Result<FilteredInvoices> WithAmounts(IQueryable<Invoice> invoices)
    {
        if (Currency is null)
        {
            return MinAmountDue is null && MaxAmountDue is null
                ? new FilteredInvoices(invoices)
                : Refusal.Invalid("currency", "required", "An amount is one of a currency.");
        }

        if (!Primitives.Currency.TryParse(Currency, out var currency))
        {
            return Refusal.Invalid("currency", "unknown_currency", "A currency is three capital letters, ISO 4217.");
        }

        invoices = invoices.Where(invoice => invoice.AmountDue.Currency == currency);
        if (MinAmountDue is not null)
        {
            if (!Money.TryParse(MinAmountDue, currency, out var least))
            {
                return NoAmount("minAmountDue", currency);
            }

            invoices = invoices.Where(invoice => invoice.AmountDue.MinorUnits >= least.MinorUnits);
        }

        if (MaxAmountDue is null)
        {
            return new FilteredInvoices(invoices);
        }

        return Money.TryParse(MaxAmountDue, currency, out var most)
            ? new FilteredInvoices(invoices.Where(invoice => invoice.AmountDue.MinorUnits <= most.MinorUnits))
            : NoAmount("maxAmountDue", currency);
    }

    private static Refusal NoAmount(string field, Currency currency) =>
        Refusal.Invalid(field, "invalid_amount", $"An amount of {currency.Code} has {currency.Exponent} digits after the point.");
}
