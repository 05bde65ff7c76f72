using System.Linq.Expressions;
using Orgs.Api.Storage;
using Orgs.Domain.Connections;
using Orgs.Domain.Organizations;
using ServiceDefaults.Web;

namespace Orgs.Api.Connections;

public enum ConnectionSide
{
    Seller,
    Buyer,
}

/// <summary>The overview of a connection.</summary>
/// <param name="Side">What the caller's organisation is in it.</param>
/// <param name="BillingMode"><c>direct</c>: the operator bills; <c>partner</c>: a partner does. Set by the system.</param>
/// <param name="TrialDays">The initial trial; first use of anything on the connection starts it.</param>
internal sealed record ConnectionView(
    Guid Id,
    ConnectionSide Side,
    ConnectionPartyView Seller,
    ConnectionPartyView Buyer,
    ConnectionStatus Status,
    string? StatusReason,
    BillingMode BillingMode,
    string AccountsPayableEmail,
    string? ReferenceNumber,
    int TrialDays,
    int PaymentTermsDays,
    OwnerView? SalesOwner,
    OwnerView? SupportOwner,
    DateTimeOffset CreatedAt,
    long Version) : IVersionedView
{
    /// <summary>What the caller's organisation can do with the connection now, as far as its status goes.</summary>
    public IReadOnlyList<ConnectionAction> Actions =>
        ConnectionLifecycle.Table.Allowed(Status, Side == ConnectionSide.Seller ? ConnectionActor.Seller : ConnectionActor.Buyer);

    public ConnectionLinksView Links => ConnectionLinksView.Of(Id);

    public static Expression<Func<Connection, ConnectionView>> For(Guid organizationId) => row => new ConnectionView(
        row.Id,
        row.SellerId == organizationId ? ConnectionSide.Seller : ConnectionSide.Buyer,
        new ConnectionPartyView(row.SellerId, row.Seller!.Name, row.Seller.Kind, Namespaces.Of(row.Seller.Slug)),
        new ConnectionPartyView(row.BuyerId, row.Buyer!.Name, row.Buyer.Kind, Namespaces.Of(row.Buyer.Slug)),
        row.Status,
        row.StatusReason,
        row.BillingMode,
        row.AccountsPayableEmail,
        row.ReferenceNumber,
        row.TrialDays,
        row.PaymentTermsDays,
        row.SalesOwnerId == null ? null : new OwnerView(row.SalesOwnerId.Value, row.SalesOwner!.Name),
        row.SupportOwnerId == null ? null : new OwnerView(row.SupportOwnerId.Value, row.SupportOwner!.Name),
        row.CreatedAt,
        row.Version);

    /// <summary>The view of a connection that was just made, without owners.</summary>
    public static ConnectionView From(Connection row, Organization seller, Organization buyer, Guid organizationId) => new(
        row.Id,
        row.SellerId == organizationId ? ConnectionSide.Seller : ConnectionSide.Buyer,
        ConnectionPartyView.Of(seller),
        ConnectionPartyView.Of(buyer),
        row.Status,
        row.StatusReason,
        row.BillingMode,
        row.AccountsPayableEmail,
        row.ReferenceNumber,
        row.TrialDays,
        row.PaymentTermsDays,
        SalesOwner: null,
        SupportOwner: null,
        row.CreatedAt,
        row.Version);
}

/// <summary>Where the rest of the connection's workspace is: what other services keep of it.</summary>
internal sealed record ConnectionLinksView(string Plan, string Requests, string Tickets, string Invoices)
{
    public static ConnectionLinksView Of(Guid id) => new(
        $"/api/billing/v1/connections/{id}/plan",
        $"/api/billing/v1/requests?connectionId={id}",
        $"/api/tickets/v1/tickets?connectionId={id}",
        $"/api/billing/v1/invoices?connectionId={id}");
}

internal sealed record ConnectionPartyView(Guid Id, string Name, OrgKind Kind, string Namespace)
{
    public static ConnectionPartyView Of(Organization organization) =>
        new(organization.Id, organization.Name, organization.Kind, Namespaces.Of(organization.Slug));
}

internal sealed record OwnerView(Guid PersonId, string Name);
