using Billing.Api.Connections;
using Billing.Api.Prices;
using Billing.Api.Products;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;

namespace Billing.Api.Orders;

/// <param name="Price">Of what is bought or upgraded to; null where the subscription keeps its own.</param>
internal sealed record PricedProposal(Proposal Proposal, ResolvedPrice? Price);

/// <summary>What a line of an order asks for, as a proposal that the rules can look at, at the price that the seller asks its buyer for.</summary>
internal sealed class OrderLineProposals(BillingDb db, PriceResolver prices, RealmClock clock)
{
    public async Task<Result<PricedProposal>> Of(Connection connection, OrderedLine line, OrderLineOrigin origin, CancellationToken cancellationToken)
    {
        if (line.Action == OrderAction.Buy)
        {
            return await Bought(connection, line, origin, cancellationToken);
        }

        var subscription = await db.Subscriptions
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == line.SubscriptionId && row.ConnectionId == connection.Id, cancellationToken);
        if (subscription is null)
        {
            return new Refusal("subscription_not_found", "There is no such subscription on this connection.", RefusalKind.NotFound);
        }

        var present = await db.Products.SingleAsync(row => row.Id == subscription.ProductId, cancellationToken);
        if (line.Action == OrderAction.Upgrade)
        {
            return await Upgraded(connection, subscription, present, line, origin, cancellationToken);
        }

        if (line.ProductId is { } meant && meant != subscription.ProductId)
        {
            return ChangeRules.Outdated;
        }

        if (OrderRules.Change(line, subscription.AsChanged()).IsRefused(out var refusal, out var change))
        {
            return refusal;
        }

        return new PricedProposal(
            new Proposal(connection, present, change.Change, change.After)
            {
                Subscription = subscription,
                Effective = line.Effective,
                EffectiveOn = line.EffectiveOn,
                Order = origin,
            },
            Price: null);
    }

    private async Task<Result<PricedProposal>> Bought(Connection connection, OrderedLine line, OrderLineOrigin origin, CancellationToken cancellationToken)
    {
        var interval = line.Interval ?? Term.Month;
        var terms = new PriceTerms(line.Currency!.Value, interval, line.PlanLength ?? interval);
        if ((await Priced(connection, line, terms, cancellationToken)).IsRefused(out var refusal, out var sold))
        {
            return refusal;
        }

        var wanted = new RequestedState(sold.Product.Id, sold.Product.Name, line.Quantity, sold.Price.Final.Unit, terms.Interval, terms.PlanLength);
        return new PricedProposal(
            new Proposal(connection, sold.Product, RequestChange.Create, wanted) { MainSubscriptionId = line.MainSubscriptionId, Order = origin }, sold.Price);
    }

    private async Task<Result<PricedProposal>> Upgraded(
        Connection connection, Subscription subscription, Product present, OrderedLine line, OrderLineOrigin origin, CancellationToken cancellationToken)
    {
        var target = line.ProductId ?? present.Id;
        if (target != present.Id && ChangeRules.UpgradeTo(present.UpgradeTargets, target) is { } unfit)
        {
            return unfit;
        }

        var terms = new PriceTerms(subscription.UnitPrice.Currency, line.Interval ?? subscription.Interval, line.PlanLength ?? subscription.PlanLength);
        if ((await Priced(connection, line with { ProductId = target }, terms, cancellationToken)).IsRefused(out var refusal, out var sold))
        {
            return refusal;
        }

        var product = sold.Product;
        var wanted = new RequestedState(
            product.Id,
            product.Id == present.Id ? subscription.ProductName : product.Name,
            line.Quantity,
            sold.Price.Final.Unit,
            terms.Interval,
            terms.PlanLength);
        if (OrderRules.Upgrade(subscription.AsChanged(), wanted, product.Kind, product.Charging, product.ResellerPlan).IsRefused(out refusal, out var change))
        {
            return refusal;
        }

        var left = subscription.Quantity - line.Quantity;
        return left > 0 && present.Limits.Check(left, subscription.PlanLength) is { } tooFew
            ? tooFew
            : new PricedProposal(new Proposal(connection, product, change.Change, change.After) { Subscription = subscription, Order = origin }, sold.Price);
    }

    private async Task<Result<Sold>> Priced(Connection connection, OrderedLine line, PriceTerms terms, CancellationToken cancellationToken)
    {
        var product = await db.Products.Where(Visibility.OfProducts(connection.SellerId)).SingleOrDefaultAsync(row => row.Id == line.ProductId, cancellationToken);
        if (product is null)
        {
            return new Refusal("product_not_found", "The seller sells no such product.", RefusalKind.NotFound);
        }

        if ((await prices.ForSale(connection, product, terms, clock.Now, agreed: null, line.Quantity, cancellationToken)).IsRefused(out var refusal, out var price))
        {
            return refusal;
        }

        return OrderRules.CheckPrice(line.UnitPrice, price.Final.Unit) is { } changed ? changed : new Sold(product, price);
    }

    private sealed record Sold(Product Product, ResolvedPrice Price);
}
