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
    [InlineData(InvoiceStatus.Unpaid, 500, InvoiceStatus.Unpaid, 0)]
    [InlineData(InvoiceStatus.Unpaid, 2000, InvoiceStatus.Paid, 0)]
    [InlineData(InvoiceStatus.Unpaid, 2001, InvoiceStatus.Paid, 1)]
    [InlineData(InvoiceStatus.Overdue, 1999, InvoiceStatus.Overdue, 0)]
    [InlineData(InvoiceStatus.Overdue, 2000, InvoiceStatus.Paid, 0)]
    public void Pay_PartOrAllOrMore_MovesTheStatusAndKeepsTheRestAsCredit(InvoiceStatus from, long cents, InvoiceStatus to, long toBalance)
    {
        var change = InvoiceRules.Pay(Standing(from), Cents(cents), InvoiceActor.Seller).Value;

        Assert.Equal((to, Cents(cents - toBalance), Cents(toBalance)), (change.Standing.Status, change.Standing.Paid, change.ToBalance));
    }

    [Theory]
    [InlineData(InvoiceStatus.Unpaid, 0, "USD", "payment_not_positive")]
    [InlineData(InvoiceStatus.Unpaid, -5, "USD", "payment_not_positive")]
    [InlineData(InvoiceStatus.Unpaid, 2000, "EUR", "currency_mismatch")]
    [InlineData(InvoiceStatus.Paid, 1, "USD", "invoice_pay_rest_not_allowed")]
    public void Pay_WhatIsNotOwed_IsRefused(InvoiceStatus status, long cents, string currency, string code)
    {
        var standing = Standing(status) with { Paid = status == InvoiceStatus.Paid ? Cents(2000) : Cents(0) };

        Assert.Equal(code, InvoiceRules.Pay(standing, new Money(cents, Currency.Parse(currency)), InvoiceActor.Seller).Refusal?.Code);
    }

    [Theory]
    [InlineData(InvoiceStatus.Unpaid, 0, 500, InvoiceStatus.Unpaid, 0, 0)]
    [InlineData(InvoiceStatus.Unpaid, 0, 2000, InvoiceStatus.Paid, 0, 0)]
    [InlineData(InvoiceStatus.Overdue, 1800, 500, InvoiceStatus.Paid, 1500, 300)]
    [InlineData(InvoiceStatus.Paid, 2000, 2000, InvoiceStatus.Paid, 0, 2000)]
    public void Credit_TakesOffWhatIsOpenFirst_AndGivesBackTheRest(
        InvoiceStatus from, long paid, long credit, InvoiceStatus to, long paidAfter, long toBalance)
    {
        var change = InvoiceRules.Credit(Standing(from) with { Paid = Cents(paid) }, Cents(credit), InvoiceActor.Seller).Value;

        Assert.Equal((to, Cents(paidAfter), Cents(toBalance)), (change.Standing.Status, change.Standing.Paid, change.ToBalance));
    }

    [Theory]
    [InlineData(false, InvoiceStatus.Unpaid)]
    [InlineData(true, InvoiceStatus.Overdue)]
    public void Reverse_APayment_OpensTheInvoiceAgain(bool isPastDue, InvoiceStatus to)
    {
        var change = InvoiceRules.Reverse(
            Standing(InvoiceStatus.Paid) with { Paid = Cents(2000) }, Cents(2000), Cents(1500), Cents(0), isPastDue, InvoiceActor.Seller).Value;

        Assert.Equal((to, Cents(500), Cents(0)), (change.Standing.Status, change.Standing.Paid, change.ToBalance));
    }

    [Fact]
    public void Reverse_APaymentThatWasTooMuch_TakesTheCreditBack()
    {
        var overpaid = InvoiceRules.Pay(Standing(InvoiceStatus.Unpaid), Cents(2500), InvoiceActor.Seller).Value.Standing;

        var change = InvoiceRules.Reverse(overpaid, Cents(2500), Cents(2500), Cents(500), isPastDue: false, InvoiceActor.Seller).Value;

        Assert.Equal((InvoiceStatus.Unpaid, Cents(0), Cents(-500)), (change.Standing.Status, change.Standing.Paid, change.ToBalance));
        Assert.Equal(
            "credit_already_used",
            InvoiceRules.Reverse(overpaid, Cents(2500), Cents(2500), Cents(499), isPastDue: false, InvoiceActor.Seller).Refusal?.Code);
    }

    [Fact]
    public void AnySequence_OfPaymentsCreditsAndReversals_NeverLosesOrMakesMoney() =>
        Prop.ForAll(Moves().ToArbitrary(), moves =>
        {
            var invoice = Standing(InvoiceStatus.Unpaid);
            var balance = Cents(0);
            var payments = new List<Money>();
            foreach (var (kind, amount) in moves)
            {
                var result = kind switch
                {
                    0 => InvoiceRules.Pay(invoice, Cents(amount), InvoiceActor.Seller),
                    1 when Cents(amount) <= invoice.Due - invoice.Credited => InvoiceRules.Credit(invoice, Cents(amount), InvoiceActor.Seller),
                    2 when payments.Count > 0 => InvoiceRules.Reverse(invoice, Sum(payments), payments[^1], balance, isPastDue: amount % 2 == 0, InvoiceActor.Seller),
                    _ => new Refusal("nothing", "Nothing to do."),
                };
                if (result.IsRefused(out _, out var change))
                {
                    continue;
                }

                invoice = change.Standing;
                balance += change.ToBalance;
                if (kind == 0)
                {
                    payments.Add(Cents(amount));
                }
                else if (kind == 2)
                {
                    payments.RemoveAt(payments.Count - 1);
                }

                if (invoice.Open.IsNegative || invoice.Paid.IsNegative || balance.IsNegative || Sum(payments) != invoice.Paid + balance
                    || invoice.Open.IsZero != (invoice.Status == InvoiceStatus.Paid))
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static Gen<List<(int Kind, int Amount)>> Moves() =>
        (from kind in Gen.Choose(0, 2)
         from amount in Gen.Choose(1, 3_000)
         select (kind, amount)).NonEmptyListOf().Select(moves => moves.ToList());

    private static Money Sum(List<Money> payments) => payments.Aggregate(Cents(0), (sum, payment) => sum + payment);

    private static InvoiceStanding Standing(InvoiceStatus status) => new(status, Cents(2000), Cents(0), Cents(0));

    private static Money Cents(long cents) => new(cents, Dollar);
}
