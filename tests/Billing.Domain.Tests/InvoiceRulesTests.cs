using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

public sealed class InvoiceRulesTests
{
    private static readonly Currency Dollar = Currency.Parse("USD");
    private static readonly SellerCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 23, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Issue_LateEvening_DatesAreTheSellers()
    {
        var terms = InvoiceRules.Issue(new Money(2000, Dollar), Money.Zero(Dollar), Now, 30, Berlin);

        Assert.Equal(new DateOnly(2026, 3, 15), terms.IssuedOn);
        Assert.Equal(new DateOnly(2026, 4, 14), terms.DueOn);
        Assert.Equal(new DateTimeOffset(2026, 4, 14, 22, 0, 0, TimeSpan.Zero), terms.OverdueAt);
        Assert.Equal(InvoiceStatus.Unpaid, terms.Status);
    }

    [Theory]
    [InlineData(0, 0, InvoiceStatus.Paid)]
    [InlineData(2000, 0, InvoiceStatus.Unpaid)]
    [InlineData(2000, 1999, InvoiceStatus.Unpaid)]
    [InlineData(2000, 2000, InvoiceStatus.Paid)]
    public void Issue_NothingLeftToPay_IsPaid(long due, long fromBalance, InvoiceStatus status) =>
        Assert.Equal(status, InvoiceRules.Issue(new Money(due, Dollar), new Money(fromBalance, Dollar), Now, 30, Berlin).Status);

    [Theory]
    [InlineData(InvoiceStatus.Unpaid, 500, InvoiceStatus.Unpaid)]
    [InlineData(InvoiceStatus.Unpaid, 2000, InvoiceStatus.Paid)]
    [InlineData(InvoiceStatus.Overdue, 1999, InvoiceStatus.Overdue)]
    [InlineData(InvoiceStatus.Overdue, 2000, InvoiceStatus.Paid)]
    public void Pay_PartOrAll_MovesTheStatus(InvoiceStatus from, long cents, InvoiceStatus to)
    {
        var paid = InvoiceRules.Pay(from, new Money(2000, Dollar), Money.Zero(Dollar), new Money(cents, Dollar), InvoiceActor.Seller).Value;

        Assert.Equal(new PaidUp(new Money(cents, Dollar), to), paid);
    }

    [Theory]
    [InlineData(InvoiceStatus.Unpaid, 2001, "USD", "payment_exceeds_amount_due")]
    [InlineData(InvoiceStatus.Unpaid, 0, "USD", "payment_not_positive")]
    [InlineData(InvoiceStatus.Unpaid, -5, "USD", "payment_not_positive")]
    [InlineData(InvoiceStatus.Unpaid, 2000, "EUR", "currency_mismatch")]
    [InlineData(InvoiceStatus.Paid, 1, "USD", "invoice_pay_rest_not_allowed")]
    public void Pay_WhatIsNotOwed_IsRefused(InvoiceStatus status, long cents, string currency, string code)
    {
        var alreadyPaid = status == InvoiceStatus.Paid ? new Money(2000, Dollar) : Money.Zero(Dollar);

        Assert.Equal(code, InvoiceRules.Pay(status, new Money(2000, Dollar), alreadyPaid, new Money(cents, Currency.Parse(currency)), InvoiceActor.Seller).Refusal?.Code);
    }

    [Fact]
    public void Pay_AnyPartsThatAddUp_EndsPaidWithExactlyTheAmountDue() =>
        Prop.ForAll(Gen.Choose(1, 1_000_000).NonEmptyListOf().ToArbitrary(), parts =>
        {
            var payments = parts.Select(cents => new Money(cents, Dollar)).ToList();
            var due = payments.Aggregate((sum, payment) => sum + payment);
            var paid = payments.Aggregate(
                new PaidUp(Money.Zero(Dollar), InvoiceStatus.Unpaid),
                (so, payment) => InvoiceRules.Pay(so.Status, due, so.AmountPaid, payment, InvoiceActor.Seller).Value);
            return paid == new PaidUp(due, InvoiceStatus.Paid);
        }).QuickCheckThrowOnFailure();
}
