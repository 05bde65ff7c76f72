using System.Globalization;
using System.Net;
using System.Text;
using Storefront.Domain;

namespace Storefront.Api.Status;

/// <summary>An order's status for people without an account: no script, nothing loaded from elsewhere, all that was typed encoded.</summary>
internal static class OrderStatusPage
{
    public const string Policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private const string Style = """
        body { margin: 0; background: #f4f5f7; color: #1f2430; font: 16px/1.5 system-ui, sans-serif }
        main { max-width: 40rem; margin: 3rem auto; padding: 2rem; background: #fff; border-radius: 12px; box-shadow: 0 1px 4px #0002 }
        h1 { margin: 0 0 .25rem; font-size: 1.4rem } .shop { color: #667; margin: 0 0 1.5rem }
        .state { display: inline-block; padding: .25rem .75rem; border-radius: 1rem; background: #e7ecfb; color: #1a3fa0; font-weight: 600 }
        .state.executed { background: #e2f4e6; color: #176b32 } .state.canceled { background: #fbe6e6; color: #97201f }
        table { width: 100%; margin-top: 1.5rem; border-collapse: collapse } th, td { padding: .5rem 0; border-bottom: 1px solid #e6e8ec; text-align: left }
        td.number, th.number { text-align: right } .total { font-weight: 600 } footer { margin-top: 1.5rem; color: #667; font-size: .9rem }
        """;

    public static string Of(OrderStatusView order)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append(CultureInfo.InvariantCulture, $"<meta name=\"robots\" content=\"noindex\"><title>Order {Text(order.Number)}</title><style>{Style}</style></head><body><main>")
            .Append(CultureInfo.InvariantCulture, $"<h1>Order {Text(order.Number)}</h1><p class=\"shop\">{Text(order.ShopName)}, {order.SubmittedAt:d MMMM yyyy}</p>")
            .Append(CultureInfo.InvariantCulture, $"<p><span class=\"state {Class(order.Status)}\">{Text(PeoplesWords.Of(order.Status))}</span></p>");
        if (order.Status == Domain.OrderStatus.Canceled && order.Reason is { } reason)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>{Text(reason)}</p>");
        }

        page.Append("<table><thead><tr><th>Product</th><th class=\"number\">Quantity</th><th>Delivery</th></tr></thead><tbody>");
        foreach (var line in order.Lines)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(line.ProductName)}{Text(What(line.Action))}</td><td class=\"number\">{line.Quantity}</td><td>{Text(Name(line.Delivery))}</td></tr>");
        }

        if (order.Total is { } total)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr class=\"total\"><td>Total before tax</td><td></td><td class=\"number\">{total.ToDecimalString()} {Text(total.Currency.Code)}</td></tr>");
        }

        page.Append("</tbody></table><footer>");
        if (order.SupportEmail is { } support)
        {
            page.Append(CultureInfo.InvariantCulture, $"Questions? Write to {Text(support)}.");
        }

        return page.Append("</footer></main></body></html>").ToString();
    }

    private static string Text(string typed) => WebUtility.HtmlEncode(typed);

    private static string Class(Domain.OrderStatus status) => status switch
    {
        Domain.OrderStatus.Executed => "executed",
        Domain.OrderStatus.Canceled => "canceled",
        _ => "open",
    };

    private static string Name(LineDelivery delivery) => delivery switch
    {
        LineDelivery.Waiting => "Waiting",
        LineDelivery.Delivered or LineDelivery.Active => "Delivered",
        _ => "Canceled",
    };

    private static string What(LineAction action) => action switch
    {
        LineAction.Increase => " (more)",
        LineAction.Decrease => " (fewer)",
        LineAction.Upgrade => " (upgrade)",
        LineAction.Cancel => " (cancellation)",
        LineAction.Undo => " (cancellation undone)",
        _ => "",
    };
}
