using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

public sealed class InvoiceDraftingTests
{
    private static readonly TaxContext Untaxed = new(null, null, null, new Dictionary<(string Country, string TaxCode), decimal>());

    [Fact]
    public void Draft_LinesOfSeveralCurrenciesAndTypes_AreOneDocumentEach()
    {
        var drafts = InvoiceDrafting.Draft(
            [
                Line(InvoiceType.Subscription, 2000, "USD"),
                Line(InvoiceType.AddOn, 300, "USD"),
                Line(InvoiceType.Subscription, 1500, "USD"),
                Line(InvoiceType.Subscription, 900, "JPY"),
            ],
            Untaxed);

        Assert.Equal(
            [(InvoiceType.Subscription, "900 JPY"), (InvoiceType.Subscription, "35.00 USD"), (InvoiceType.AddOn, "3.00 USD")],
            drafts.Select(draft => (draft.Type, draft.Gross.ToString())));
        Assert.Equal([(0, 1), (2, 2)], drafts[1].Lines.Select(line => (line.Source, line.Position)));
    }

    [Fact]
    public void Draft_MoreGivenBackThanAskedFor_IsACreditNoteAndComesFirst()
    {
        var drafts = InvoiceDrafting.Draft(
            [Line(InvoiceType.Subscription, 500, "USD"), Line(InvoiceType.AddOn, 300, "USD"), Line(InvoiceType.AddOn, -700, "USD")], Untaxed);

        Assert.Equal([(InvoiceType.AddOn, true, -400L), (InvoiceType.Subscription, false, 500L)], drafts.Select(draft => (draft.Type, draft.IsCreditNote, draft.Gross.MinorUnits)));
    }

    [Fact]
    public void Draft_GivenBackAndAskedForAlike_IsAnInvoiceOfNothing() =>
        Assert.False(Assert.Single(InvoiceDrafting.Draft([Line(InvoiceType.AddOn, 700, "USD"), Line(InvoiceType.AddOn, -700, "USD")], Untaxed)).IsCreditNote);

    [Fact]
    public void Draft_AnyLines_AddUpWhateverTheirOrderAndLoseNone() =>
        Prop.ForAll(Lines().ToArbitrary(), made =>
        {
            var (lines, tax) = made;
            var drafts = InvoiceDrafting.Draft(lines, tax);
            var reversed = InvoiceDrafting.Draft([.. lines.Reverse()], tax);
            return drafts.SelectMany(draft => draft.Lines).Select(line => line.Source).Order().SequenceEqual(Enumerable.Range(0, lines.Length))
                && drafts.All(draft => draft.Net.MinorUnits == draft.Lines.Sum(line => line.Net.MinorUnits) && draft.Tax.MinorUnits == draft.Lines.Sum(line => line.Tax.MinorUnits))
                && drafts.All(draft => draft.Lines.All(line => line.Net == lines[line.Source].Net))
                && drafts.Select(draft => (draft.Type, draft.Net, draft.Tax)).ToHashSet().SetEquals(reversed.Select(draft => (draft.Type, draft.Net, draft.Tax)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static Gen<(BillableLine[] Lines, TaxContext Tax)> Lines() =>
        from lines in Lines(Gen.Elements("JPY", "USD", "KWD"))
        from standard in Gen.Choose(0, 100_000)
        from reduced in Gen.Choose(0, 100_000)
        select (lines, new TaxContext("DE", "DE", null, new Dictionary<(string Country, string TaxCode), decimal>
        {
            [("DE", TaxContext.StandardCode)] = standard / 1000m,
            [("DE", "reduced")] = reduced / 1000m,
        }));

    private static Gen<BillableLine[]> Lines(Gen<string> currencies) =>
        (from type in Gen.Elements(Enum.GetValues<InvoiceType>())
         from code in Gen.Elements(TaxContext.StandardCode, "reduced", "unknown")
         from currency in currencies
         from minorUnits in Gen.Choose(-10_000_000, 10_000_000)
         select new BillableLine(type, code, new Money(minorUnits, Currency.Parse(currency)))).NonEmptyListOf().Select(lines => lines.ToArray());

    private static BillableLine Line(InvoiceType type, long minorUnits, string currency) =>
        new(type, TaxContext.StandardCode, new Money(minorUnits, Currency.Parse(currency)));
}
