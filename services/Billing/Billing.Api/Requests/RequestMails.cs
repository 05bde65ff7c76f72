using System.Globalization;
using System.Net;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Mail;

namespace Billing.Api.Requests;

/// <summary>Mails about requests. A buyer's go where its invoices go, the one address of it that Billing knows; a seller's people see theirs in their list.</summary>
internal sealed class RequestMails(BillingDb db)
{
    public async Task Remind(Request request, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.SingleAsync(row => row.Id == request.ConnectionId, cancellationToken);
        if (request.ProposedById == request.BuyerId || connection.AccountsPayableEmail is not { } to)
        {
            return;
        }

        var expiry = request.ExpiresAt!.Value.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
        var text = $"{connection.SellerName} proposed a change to your subscription of {request.After.ProductName}. It waits for your decision until {expiry}, then it expires.";
        db.QueueMail(new Mail(to, $"A proposal of {connection.SellerName} expires soon", $"<p>{WebUtility.HtmlEncode(text)}</p>", text, "request-reminder"));
    }
}
