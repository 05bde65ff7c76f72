using Orgs.Api.Storage;
using Facts = Orgs.Contracts.V1;

namespace Orgs.Api.Connections;

internal static class ConnectionFacts
{
    /// <summary>The connection's public state, as events carry it.</summary>
    public static Facts.Connection ToFact(this Connection connection, Organization seller, Organization buyer) => new(
        connection.Id,
        connection.SellerId,
        connection.BuyerId,
        Spelling.Of(connection.Status),
        Spelling.Of(connection.BillingMode),
        connection.AccountsPayableEmail,
        connection.ReferenceNumber,
        connection.TrialDays,
        connection.PaymentTermsDays,
        connection.SalesOwnerId,
        connection.SupportOwnerId,
        seller.Name,
        buyer.Name,
        Spelling.Of(seller.Kind),
        Spelling.Of(buyer.Kind));

    /// <summary>As above, for a connection that was loaded with its parties.</summary>
    public static Facts.Connection ToFact(this Connection connection) => connection.ToFact(connection.Seller!, connection.Buyer!);
}
