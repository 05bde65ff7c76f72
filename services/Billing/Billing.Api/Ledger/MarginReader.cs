using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Billing.Api.Ledger;

/// <summary>Which margins are wanted. The days are those on which the charged periods begin.</summary>
internal sealed record MarginFilter(Guid? CustomerId, Guid? ProductId, DateOnly? From, DateOnly? To, bool? BelowCost);

internal sealed class MarginRow
{
    public required Guid Id { get; init; }
    /// <summary>Null where it was sold further down the channel: that is between others.</summary>
    public Guid? SubscriptionId { get; init; }
    public required Guid CustomerId { get; init; }
    public required string CustomerName { get; init; }
    public required Guid ProductId { get; init; }
    public required string ProductName { get; init; }
    public required DateOnly PeriodStart { get; init; }
    public required DateOnly PeriodEnd { get; init; }
    public required string Currency { get; init; }
    public required long Retail { get; init; }
    public required long Wholesale { get; init; }
}

/// <summary>
/// Sets what an organisation was charged for a subscription against what it charged for it, by period. Both are charges that it can see anyway, so margins
/// are read, never stored: nothing can drift from what was invoiced.
/// </summary>
/// <remarks>
/// Periods on two edges need not coincide: a customer's trial may outlast the supplier's patience, and sellers live in different time zones. A charge
/// belongs to the customer's period in which its own middle lies; what is paid once has one, however long. One that lies in none, wholesale during a long trial
/// above all, is a row of its own.
/// All amounts are without tax and less what credit notes gave back.
/// </remarks>
internal sealed class MarginReader(BillingDb db)
{
    public IQueryable<MarginRow> Rows(Caller caller, MarginFilter filter) =>
        db.Database.SqlQuery<MarginRow>(
            $"""
            WITH line AS NOT MATERIALIZED (
                SELECT charge.id, charge.subscription_id, charge.kind, charge.seller_id = {caller.OrganizationId} AND charge.kind IN ('Recurring', 'OneTime') AS is_period,
                    charge.product_id, charge.product_name, sale.buyer_id AS customer_id, customer.buyer_name AS customer_name,
                    charge.period_start, charge.period_end, charge.period_start + (charge.period_end - charge.period_start) / 2 AS middle,
                    charge.amount_currency AS currency,
                    CASE WHEN charge.seller_id = {caller.OrganizationId} THEN charge.amount_minor_units - credited.minor_units ELSE 0 END AS retail,
                    CASE WHEN charge.seller_id = {caller.OrganizationId} THEN 0 ELSE charge.amount_minor_units - credited.minor_units END AS wholesale
                FROM connections customer
                JOIN billing_schedules sale ON sale.connection_id = customer.id
                JOIN charges charge ON charge.subscription_id = sale.subscription_id
                    AND (charge.seller_id = {caller.OrganizationId} OR charge.buyer_id = {caller.OrganizationId})
                CROSS JOIN LATERAL (
                    SELECT coalesce(sum(credit.net_minor_units), 0)::bigint AS minor_units
                    FROM credit_note_lines credit JOIN credit_notes note ON note.id = credit.credit_note_id
                    WHERE credit.charge_id = charge.id AND note.invoice_id IS NOT NULL) credited
                WHERE customer.realm_id = {caller.RealmId} AND customer.seller_id = {caller.OrganizationId}),
            head AS NOT MATERIALIZED (
                SELECT line.* FROM line
                WHERE line.is_period OR NOT EXISTS (
                    SELECT 1 FROM charges period
                    WHERE period.subscription_id = line.subscription_id AND period.seller_id = {caller.OrganizationId}
                      AND (period.kind = 'OneTime' OR (period.kind = 'Recurring' AND period.period_start <= line.middle AND line.middle < period.period_end))))
            SELECT head.id AS "Id",
                (SELECT own.id FROM subscriptions own WHERE own.id = head.subscription_id AND own.seller_id = {caller.OrganizationId}) AS "SubscriptionId",
                head.customer_id AS "CustomerId", head.customer_name AS "CustomerName",
                head.product_id AS "ProductId", head.product_name AS "ProductName", head.period_start AS "PeriodStart", head.period_end AS "PeriodEnd",
                head.currency AS "Currency", both_sides.retail AS "Retail", both_sides.wholesale AS "Wholesale"
            FROM head
            CROSS JOIN LATERAL (
                SELECT sum(line.retail)::bigint AS retail, sum(line.wholesale)::bigint AS wholesale
                FROM line
                WHERE line.id = head.id
                   OR (head.is_period AND NOT line.is_period AND line.subscription_id = head.subscription_id
                       AND (head.kind = 'OneTime' OR (head.period_start <= line.middle AND line.middle < head.period_end)))) both_sides
            WHERE ({filter.CustomerId}::uuid IS NULL OR head.customer_id = {filter.CustomerId})
              AND ({filter.ProductId}::uuid IS NULL OR head.product_id = {filter.ProductId})
              AND ({filter.From}::date IS NULL OR head.period_start >= {filter.From})
              AND ({filter.To}::date IS NULL OR head.period_start < {filter.To})
              AND ({filter.BelowCost}::boolean IS NULL OR (both_sides.retail < both_sides.wholesale) = {filter.BelowCost})
            """);
}
