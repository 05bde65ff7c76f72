using Primitives;

namespace Storefront.Domain.Tests;

public sealed class OrderedChangesTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);
    private static readonly OrderedSubscription Five = new(5, HasScheduledChange: false, new QuantityLimits(2, 10), Today);
    private static readonly Guid Main = new("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid AddOn = new("00000000-0000-0000-0000-00000000000b");

    [Theory]
    [Trait("Checklist", "S28")]
    [InlineData(LineAction.Increase, 5, null)]
    [InlineData(LineAction.Increase, 6, "quantity_too_large")]
    [InlineData(LineAction.Decrease, 3, null)]
    [InlineData(LineAction.Decrease, 4, "quantity_too_small")]
    [InlineData(LineAction.Decrease, 5, "quantity_out_of_range")]
    [InlineData(LineAction.Cancel, 5, null)]
    [InlineData(LineAction.Cancel, 4, "quantity_too_small")]
    [InlineData(LineAction.Cancel, 6, "quantity_out_of_range")]
    [InlineData(LineAction.Upgrade, 3, null)]
    [InlineData(LineAction.Upgrade, 6, "quantity_out_of_range")]
    [InlineData(LineAction.Undo, 0, "nothing_to_undo")]
    public void Check_Quantity_FitsWhatThereIs(LineAction action, int quantity, string? code) => Assert.Equal(code, OrderedChanges.Check(Line(action, quantity), "lines[0]", Five)?.Code);

    [Theory]
    [InlineData(LineAction.Increase, "change_already_scheduled")]
    [InlineData(LineAction.Cancel, null)]
    [InlineData(LineAction.Undo, null)]
    public void Check_WhereAChangeIsToCome_OnlyItsUndoingOrAnEndAtOncePass(LineAction action, string? code) =>
        Assert.Equal(code, OrderedChanges.Check(Line(action, action == LineAction.Cancel ? 5 : 0), "lines[0]", Five with { HasScheduledChange = true })?.Code);

    [Theory]
    [InlineData(0, "effective_date_out_of_range")]
    [InlineData(1, null)]
    [InlineData(366 * 5, "effective_date_out_of_range")]
    public void Check_Day_IsStillToCome(int inDays, string? code) =>
        Assert.Equal(
            code, OrderedChanges.Check(Line(LineAction.Cancel, 5) with { Effective = EffectiveTime.Date, EffectiveOn = Today.AddDays(inDays) }, "lines[0]", Five)?.Code);

    [Fact]
    public void Conflict_AddOnOfWhatEnds_IsNamed()
    {
        var cancel = Line(LineAction.Cancel, 5);
        var addOn = Line(LineAction.Decrease, 1) with { SubscriptionId = AddOn };

        Assert.Equal("lines[1]", OrderedChanges.Conflict([(cancel, 5, null), (addOn, 2, Main)])?.Field);
        Assert.Null(OrderedChanges.Conflict([(cancel, 6, null), (addOn, 2, Main)]));
        Assert.Null(OrderedChanges.Conflict([(cancel, 5, null), (addOn, 2, AddOn)]));
    }

    private static NewOrderLine Line(LineAction action, int quantity) => new(
        action, Main, "Mail", Main, null, null, quantity, Money.Parse("10.00", "USD"), Money.Zero(Currency.Parse("USD")), Term.Month, Term.Month);
}
