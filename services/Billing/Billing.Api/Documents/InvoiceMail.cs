using System.Text;
using Billing.Api.Invoices;
using ServiceDefaults.Mail;

namespace Billing.Api.Documents;

/// <summary>An issued invoice as a mail to accounts payable: the whole document, and a summary for who reads plain text.</summary>
internal static class InvoiceMail
{
    private const string Kind = "invoice-issued";

    public static Mail To(string accountsPayable, InvoicePage page)
    {
        var invoice = page.Invoice;
        var subject = $"Invoice {invoice.Number} from {invoice.SellerName}: {invoice.AmountOpen} due on {invoice.DueOn:yyyy-MM-dd}";
        return new Mail(accountsPayable, OneLine(subject), page.Html, Summary(invoice), Kind);
    }

    private static string Summary(InvoiceView invoice)
    {
        var text = new StringBuilder();
        text.AppendLine($"Invoice {invoice.Number} of {invoice.IssuedOn:yyyy-MM-dd}, from {invoice.SellerName} to {invoice.BuyerName}");
        if (invoice.ReferenceNumber is { } reference)
        {
            text.AppendLine($"Your reference: {reference}");
        }

        text.AppendLine();
        foreach (var line in invoice.Lines)
        {
            text.AppendLine($"{line.ProductName}{(line.EndAccountName is { } account ? $" for {account}" : "")}: {line.Formula}, tax {line.Tax}");
        }

        text.AppendLine();
        text.AppendLine($"Net {invoice.Net}, tax {invoice.Tax}, total {invoice.AmountDue}");
        text.AppendLine($"To be paid by {invoice.DueOn:yyyy-MM-dd}: {invoice.AmountOpen}");
        if (invoice.TaxNote is { } note)
        {
            text.AppendLine(note);
        }

        return text.ToString();
    }

    /// <summary>A name may hold what would end the subject's line.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
