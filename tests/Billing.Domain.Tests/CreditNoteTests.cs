using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

public sealed class CreditNoteTests
{
    private static readonly Currency Dollar = Currency.Parse("USD");
    private static readonly Guid First = Guid.CreateVersion7();
    private static readonly Guid Second = Guid.CreateVersion7();

    [Fact]
    public void Draft_Whole_IsEverythingThatIsLeft()
    {
        var draft = CreditNoteRules.Draft(Invoice(5950), [Line(First, 2000, 380, 500, 95), Line(Second, 3000, 570)], wanted: null).Value;

        Assert.Equal([(First, 1500L, 285L), (Second, 3000L, 570L)], draft.Lines.Select(line => (line.LineId, line.Net.MinorUnits, line.Tax.MinorUnits)));
        Assert.Equal((4500, 855), (draft.Net.MinorUnits, draft.Tax.MinorUnits));
    }

    [Fact]
    public void Draft_ALineAndAnAmount_TakesTheTaxAlongInProportion()
    {
        var draft = CreditNoteRules.Draft(
            Invoice(5950), [Line(First, 2000, 380), Line(Second, 3000, 570)], [new CreditRequest(First, null), new CreditRequest(Second, Cents(1000))]).Value;

        Assert.Equal([(2000L, 380L), (1000L, 190L)], draft.Lines.Select(line => (line.Net.MinorUnits, line.Tax.MinorUnits)));
    }

    [Fact]
    public void Draft_OfWhatIsWrong_IsRefused()
    {
        CreditableLine[] lines = [Line(First, 2000, 0, 1500), Line(Second, -500, 0)];
        var invoice = Invoice(1500) with { Credited = Cents(1500) };

        Assert.Equal("credit_exceeds_line", Code(Invoice(1500), lines, new CreditRequest(First, Cents(501))));
        Assert.Equal("credit_not_positive", Code(Invoice(1500), lines, new CreditRequest(First, Cents(0))));
        Assert.Equal("credit_not_positive", Code(Invoice(1500), lines, new CreditRequest(First, Cents(-1))));
        Assert.Equal("currency_mismatch", Code(Invoice(1500), lines, new CreditRequest(First, new Money(1, Currency.Parse("EUR")))));
        Assert.Equal("line_gives_back", Code(Invoice(1500), lines, new CreditRequest(Second, null)));
        Assert.Equal("unknown_line", Code(Invoice(1500), lines, new CreditRequest(Guid.NewGuid(), null)));
        Assert.Equal("unknown_line", Code(Invoice(1500), lines, new CreditRequest(First, Cents(1)), new CreditRequest(First, Cents(1))));
        Assert.Equal("credit_exceeds_invoice", Code(invoice, lines, new CreditRequest(First, Cents(500))));
        Assert.Equal("nothing_to_credit", Code(Invoice(2000), [Line(First, 2000, 0, 2000)], new CreditRequest(First, null)));
        Assert.Equal("nothing_to_credit", CreditNoteRules.Draft(Invoice(0), [Line(First, 0, 0)], wanted: null).Refusal?.Code);
    }

    [Fact]
    public void Draft_AnyPartsOneAfterTheOther_AddUpToTheLineAndItsTax() =>
        Prop.ForAll(Cuts().ToArbitrary(), made =>
        {
            var (net, tax, parts) = made;
            var line = new CreditableLine(First, net, tax, net with { MinorUnits = 0 }, net with { MinorUnits = 0 });
            var invoice = new InvoiceStanding(InvoiceStatus.Unpaid, net + tax, net with { MinorUnits = 0 }, net with { MinorUnits = 0 });
            foreach (var part in parts)
            {
                var amount = new Money(Math.Min(part, line.RestNet.MinorUnits), net.Currency);
                if (amount.IsZero || CreditNoteRules.Draft(invoice, [line], [new CreditRequest(First, amount)]).IsRefused(out _, out var draft))
                {
                    continue;
                }

                if (draft.Tax.IsNegative)
                {
                    return false;
                }

                line = line with { CreditedNet = line.CreditedNet + draft.Net, CreditedTax = line.CreditedTax + draft.Tax };
                invoice = InvoiceRules.Credit(invoice, draft.Gross, InvoiceActor.Seller).Value.Standing;
            }

            if (!line.RestNet.IsZero)
            {
                var rest = CreditNoteRules.Draft(invoice, [line], wanted: null).Value;
                line = line with { CreditedNet = line.CreditedNet + rest.Net, CreditedTax = line.CreditedTax + rest.Tax };
                invoice = InvoiceRules.Credit(invoice, rest.Gross, InvoiceActor.Seller).Value.Standing;
            }

            return line.CreditedNet == net && line.CreditedTax == tax && invoice.Status == InvoiceStatus.Paid && invoice.Open.IsZero;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static string? Code(InvoiceStanding invoice, CreditableLine[] lines, params CreditRequest[] wanted) =>
        CreditNoteRules.Draft(invoice, lines, wanted).Refusal?.Code;

    private static Gen<(Money Net, Money Tax, List<int> Parts)> Cuts() =>
        from currency in Gen.Elements("JPY", "USD", "KWD")
        from minorUnits in Gen.Choose(1, 1_000_000)
        from percent in Gen.Choose(0, 30_000)
        from parts in Gen.Choose(1, 200_000).NonEmptyListOf()
        let net = new Money(minorUnits, Currency.Parse(currency))
        select (net, new AppliedTax(percent / 1000m).Of(net), parts.ToList());

    private static InvoiceStanding Invoice(long due) => new(InvoiceStatus.Unpaid, Cents(due), Cents(0), Cents(0));

    private static CreditableLine Line(Guid id, long net, long tax, long creditedNet = 0, long creditedTax = 0) =>
        new(id, Cents(net), Cents(tax), Cents(creditedNet), Cents(creditedTax));

    private static Money Cents(long cents) => new(cents, Dollar);
}
