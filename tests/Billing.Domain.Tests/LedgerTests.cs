using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

public sealed class LedgerTests
{
    [Fact]
    public void Post_AnyLinesOfAnyDocument_MoveReceivableByTheirTotalAndBalance() =>
        Prop.ForAll(Lines().ToArbitrary(), lines =>
        {
            var transfers = lines.SelectMany(line => LedgerPosting.OfLine(line.Net, line.Tax)).ToList();
            return transfers.TrueForAll(transfer => transfer.Amount.MinorUnits > 0 && transfer.Debit != transfer.Credit)
                && Balance(transfers, LedgerAccount.Receivable) == lines.Sum(line => line.Net.MinorUnits + line.Tax.MinorUnits)
                && Balance(transfers, LedgerAccount.Revenue) == -lines.Sum(line => line.Net.MinorUnits)
                && Enum.GetValues<LedgerAccount>().Sum(account => Balance(transfers, account)) == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Post_ALineAndItsCredit_LeaveNothing() =>
        Prop.ForAll(Lines().ToArbitrary(), lines =>
        {
            var transfers = lines.SelectMany(line => LedgerPosting.OfLine(line.Net, line.Tax).Concat(LedgerPosting.OfCreditLine(line.Net, line.Tax))).ToList();
            return Enum.GetValues<LedgerAccount>().All(account => Balance(transfers, account) == 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Post_PaidTooMuchAndUsedLater_EndsWithWhatCameIn()
    {
        List<LedgerTransfer> transfers =
        [
            .. LedgerPosting.OfLine(Dollars(2000), Dollars(0)),
            .. LedgerPosting.OfPayment(Dollars(2500)),
            .. LedgerPosting.ToCreditBalance(Dollars(500)),
            .. LedgerPosting.OfLine(Dollars(500), Dollars(0)),
            .. LedgerPosting.FromCreditBalance(Dollars(500)),
        ];

        Assert.Equal(
            (0, 0, 2500),
            (Balance(transfers, LedgerAccount.Receivable), Balance(transfers, LedgerAccount.CustomerCredit), Balance(transfers, LedgerAccount.Cash)));
    }

    [Fact]
    public void Post_Nothing_PostsNothing() => Assert.Empty(LedgerPosting.OfLine(Dollars(0), Dollars(0)));

    private static long Balance(List<LedgerTransfer> transfers, LedgerAccount account) =>
        transfers.Where(transfer => transfer.Debit == account).Sum(transfer => transfer.Amount.MinorUnits)
        - transfers.Where(transfer => transfer.Credit == account).Sum(transfer => transfer.Amount.MinorUnits);

    private static Money Dollars(long cents) => new(cents, Currency.Parse("USD"));

    private static Gen<List<(Money Net, Money Tax)>> Lines() =>
        from currency in Gen.Elements("JPY", "USD", "KWD")
        from lines in (
            from net in Gen.Choose(-1_000_000, 1_000_000)
            from percent in Gen.Choose(0, 25_000)
            let money = new Money(net, Currency.Parse(currency))
            select (money, new AppliedTax(percent / 1000m).Of(money))).NonEmptyListOf()
        select lines.ToList();
}
