using Primitives;
using Storefront.Domain;

namespace Storefront.Domain.Tests;

/// <summary>What can be done to a subscription, and that nothing else is let through.</summary>
[Trait("Checklist", "S17")]
public sealed class SubscriptionActionsTests
{
    private const string Ok = "";
    private const string Undecided = "change_undecided";
    private const string Scheduled = "change_already_scheduled";
    private const string Suspended = "subscription_suspended";
    private const string Plan = "reseller_plan_subscription";

    private static readonly DateOnly Today = new(2026, 3, 10);
    private static readonly ActionProduct Mail = Product("Mail");
    private static readonly ActionProduct Suite = Product("Suite");
    private static readonly ActionProduct Archive = Product("Archive") with { Kind = ProductKind.AddOn };

    private static readonly ActionSubject ArchiveOfMail =
        new(Guid.CreateVersion7(), Archive, SubscriptionKind.AddOn, SubscriptionStatus.Active, 3, ScheduledQuantity: null, IsUndecided: false, PaidFrom: null);

    private static readonly ActionFacts Usual = new(
        ConnectionStatus.Active,
        SellerStanding.WithCatalogue,
        SellerIsSuspended: false,
        BuyerIsSuspended: false,
        new(Guid.CreateVersion7(), Mail, SubscriptionKind.Main, SubscriptionStatus.Active, 5, ScheduledQuantity: null, IsUndecided: false, PaidFrom: new(2026, 3, 1)),
        [new(Suite, Price())],
        [ArchiveOfMail],
        [new(Archive, Price())],
        Today);

    // Expected codes in the order of the enum: buy licences, decrease, upgrade, buy add-on, decrease add-on, cancel add-on, cancel, undo.
    public static TheoryData<string, string[]> Conditions => new()
    {
        { "usual", [Ok, Ok, Ok, Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "connection pending", All("connection_not_active") },
        { "connection suspended", All("connection_not_active") },
        { "connection ended", All("connection_not_active") },
        { "seller below standard", All("self_service_not_offered") },
        { "seller suspended", All("seller_suspended") },
        { "buyer suspended", All("buyer_suspended") },
        { "asset", All("one_time_charge_does_not_change") },
        { "trial", [Ok, Ok, Ok, Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "suspended", [Suspended, Suspended, Suspended, Suspended, Suspended, Suspended, Ok, Suspended] },
        { "cancelled", All("subscription_cancelled") },
        { "cancellation scheduled", [Scheduled, Scheduled, Scheduled, Ok, Ok, Ok, Ok, Ok] },
        { "decrease scheduled", [Scheduled, Scheduled, Scheduled, Ok, Ok, Ok, Ok, Ok] },
        { "undecided", [Undecided, Undecided, Undecided, Ok, Ok, Ok, Undecided, Undecided] },
        { "scheduled and undecided", [Undecided, Undecided, Undecided, Ok, Ok, Ok, Undecided, Undecided] },
        { "not published", ["not_published", Ok, Ok, Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "at the largest quantity", ["quantity_limit_reached", Ok, Ok, Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "at the smallest quantity", [Ok, "smallest_quantity_reached", Ok, Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "charged per event", ["charged_per_event", "charged_per_event", "no_upgrade_offered", Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "no target", [Ok, Ok, "no_upgrade_offered", Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "target not published", [Ok, Ok, "no_upgrade_offered", Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "target without price", [Ok, Ok, "no_upgrade_offered", Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "target is an add-on", [Ok, Ok, "no_upgrade_offered", Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "target is itself", [Ok, Ok, "no_upgrade_offered", Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "target is a plan", [Ok, Ok, "no_upgrade_offered", Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "target sold in more units", [Ok, Ok, "no_upgrade_offered", Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "no add-on offered", [Ok, Ok, Ok, "no_add_on_offered", Ok, Ok, Ok, "nothing_to_undo"] },
        { "add-on not published", [Ok, Ok, Ok, "no_add_on_offered", Ok, Ok, Ok, "nothing_to_undo"] },
        { "no add-ons", [Ok, Ok, Ok, Ok, "no_add_ons", "no_add_ons", Ok, "nothing_to_undo"] },
        { "add-on cancelled", [Ok, Ok, Ok, Ok, "no_add_ons", "no_add_ons", Ok, "nothing_to_undo"] },
        { "add-on undecided", [Ok, Ok, Ok, Ok, Undecided, Undecided, Ok, "nothing_to_undo"] },
        { "add-on scheduled", [Ok, Ok, Ok, Ok, Scheduled, Ok, Ok, "nothing_to_undo"] },
        { "one unit of the add-on", [Ok, Ok, Ok, Ok, "smallest_quantity_reached", Ok, Ok, "nothing_to_undo"] },
        { "is an add-on", [Ok, Ok, "no_upgrade_offered", "not_a_main_subscription", "not_a_main_subscription", "not_a_main_subscription", Ok, "nothing_to_undo"] },
        { "committed", [Ok, Ok, Ok, Ok, Ok, Ok, Ok, "nothing_to_undo"] },
        { "committed and suspended", [Suspended, Suspended, Suspended, Suspended, Suspended, Suspended, "minimum_commitment_not_over", Suspended] },
        { "free plan", [Plan, Plan, Ok, Plan, Plan, Plan, Plan, "nothing_to_undo"] },
        { "standard plan", [Plan, Plan, "no_upgrade_offered", Plan, Plan, Plan, Plan, "nothing_to_undo"] },
        { "highest plan", [Plan, Plan, "no_upgrade_offered", Plan, Plan, Plan, Plan, "nothing_to_undo"] },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Offers_EveryActionUnderEveryCondition_IsOfferedOrSaysWhyNot(string condition, string[] expected) =>
        Assert.Equal(expected, SubscriptionActions.Offers(Under(condition)).Select(offer => offer.Refusal?.Code ?? Ok));

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Permit_EveryActionUnderEveryCondition_IsRefusedAsItIsNotOffered(string condition, string[] expected)
    {
        var facts = Under(condition);
        foreach (var (action, code) in Enum.GetValues<SubscriptionAction>().Zip(expected))
        {
            var offer = SubscriptionActions.Offer(facts, action);
            Assert.Equal(code == Ok ? null : code, SubscriptionActions.Permit(facts, FittingWish(facts, offer)).Refusal?.Code);
        }
    }

    [Fact]
    public void Conditions_NameEveryCase() => Assert.Equal(Conditions.Count, Conditions.Select(row => row.Data.Item1).Distinct(StringComparer.Ordinal).Count());

    private static ActionFacts Under(string condition) => condition switch
    {
        "usual" => Usual,
        "connection pending" => Usual with { ConnectionStatus = ConnectionStatus.Pending },
        "connection suspended" => Usual with { ConnectionStatus = ConnectionStatus.Suspended },
        "connection ended" => Usual with { ConnectionStatus = ConnectionStatus.Ended },
        "seller below standard" => Usual with { Seller = SellerStanding.WithoutCatalogue },
        "seller suspended" => Usual with { SellerIsSuspended = true },
        "buyer suspended" => Usual with { BuyerIsSuspended = true },
        "asset" => Subject(subject => subject with { Kind = SubscriptionKind.OneTime, Product = Mail with { Charging = ChargeModel.OneTime } }),
        "trial" => Subject(subject => subject with { Status = SubscriptionStatus.Trial, PaidFrom = null }),
        "suspended" => Subject(subject => subject with { Status = SubscriptionStatus.Suspended }),
        "cancelled" => Subject(subject => subject with { Status = SubscriptionStatus.Cancelled }),
        "cancellation scheduled" => Subject(subject => subject with { Status = SubscriptionStatus.PendingCancellation, ScheduledQuantity = 0 }),
        "decrease scheduled" => Subject(subject => subject with { ScheduledQuantity = 2 }),
        "undecided" => Subject(subject => subject with { IsUndecided = true }),
        "scheduled and undecided" => Subject(subject => subject with { ScheduledQuantity = 2, IsUndecided = true }),
        "not published" => Configured(Mail with { IsPublished = false }),
        "at the largest quantity" => Configured(Mail with { Limits = new(1, 5) }),
        "at the smallest quantity" => Configured(Mail with { Limits = new(5, 10) }),
        "charged per event" => Configured(Mail with { Charging = ChargeModel.Usage }),
        "no target" => Usual with { Targets = [] },
        "target not published" => Usual with { Targets = [new(Suite with { IsPublished = false }, Price())] },
        "target without price" => Usual with { Targets = [new(Suite, null)] },
        "target is an add-on" => Usual with { Targets = [new(Archive, Price())] },
        "target is itself" => Usual with { Targets = [new(Mail, Price())] },
        "target is a plan" => Usual with { Targets = [new(Suite with { ResellerPlan = ResellerPlan.Standard }, Price())] },
        "target sold in more units" => Usual with { Targets = [new(Suite with { Limits = new(6, null) }, Price())] },
        "no add-on offered" => Usual with { AddOnProducts = [] },
        "add-on not published" => Usual with { AddOnProducts = [new(Archive with { IsPublished = false }, Price())] },
        "no add-ons" => Usual with { AddOns = [] },
        "add-on cancelled" => AddOn(addOn => addOn with { Status = SubscriptionStatus.Cancelled }),
        "add-on undecided" => AddOn(addOn => addOn with { IsUndecided = true }),
        "add-on scheduled" => AddOn(addOn => addOn with { ScheduledQuantity = 1 }),
        "one unit of the add-on" => AddOn(addOn => addOn with { Quantity = 1 }),
        "is an add-on" => Subject(subject => subject with { Kind = SubscriptionKind.AddOn, Product = Archive }),
        "committed" => Configured(Mail with { MinimumCommitment = Term.Year }),
        "committed and suspended" => Subject(subject => subject with { Status = SubscriptionStatus.Suspended, Product = Mail with { MinimumCommitment = Term.Year } }),
        "free plan" => OnPlan(ResellerPlan.Free, ResellerPlan.Standard),
        "standard plan" => OnPlan(ResellerPlan.Standard, ResellerPlan.Tenant),
        "highest plan" => OnPlan(ResellerPlan.Tenant, ResellerPlan.Standard),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "No such condition."),
    };

    private static ActionWish FittingWish(ActionFacts facts, ActionOffer offer) => new(
        offer.Action,
        offer.Action is SubscriptionAction.Undo or SubscriptionAction.Cancel or SubscriptionAction.CancelAddOn or SubscriptionAction.Upgrade ? null : 1,
        offer.Products.Select(product => (Guid?)product.Product.Id).FirstOrDefault(),
        offer.AddOns.Select(addOn => (Guid?)addOn.SubscriptionId).FirstOrDefault(),
        offer.Effective is [EffectiveTime.Date] ? EffectiveTime.Date : null,
        offer.Effective is [EffectiveTime.Date] ? facts.Subject.CommittedUntil(Today) : null);

    private static ActionFacts Subject(Func<ActionSubject, ActionSubject> change) => Usual with { Subject = change(Usual.Subject) };

    private static ActionFacts Configured(ActionProduct product) => Subject(subject => subject with { Product = product });

    private static ActionFacts AddOn(Func<ActionSubject, ActionSubject> change) => Usual with { AddOns = [change(ArchiveOfMail)] };

    private static ActionFacts OnPlan(ResellerPlan own, ResellerPlan target) => Usual with
    {
        Subject = Usual.Subject with { Quantity = 1, Product = Mail with { Limits = new(1, 1), ResellerPlan = own } },
        Targets = [new(Suite with { Limits = new(1, 1), ResellerPlan = target }, Price())],
    };

    private static string[] All(string code) => [.. Enumerable.Repeat(code, Enum.GetValues<SubscriptionAction>().Length)];

    private static ActionProduct Product(string name) =>
        new(Guid.CreateVersion7(), name, ProductKind.Main, ChargeModel.Recurring, IsPublished: true, new QuantityLimits(1, 10));

    private static ShopPrice Price() => new(Money.Parse("30.00", "USD"), Money.Parse("25.00", "USD"), Term.Month, Term.Month);
}
