using Primitives;

namespace Storefront.Domain;

/// <summary>A product's place in a seller's catalogue. A withdrawn one keeps its place and can be shown again.</summary>
public enum ListingStatus
{
    Draft,
    Published,
    Withdrawn,
}

public enum ListingAction
{
    Publish,
    Unpublish,
}

/// <summary>What a seller is, as far as its catalogue goes.</summary>
public enum SellerStanding
{
    /// <summary>The operator, or a partner whose plan has a catalogue.</summary>
    WithCatalogue,

    /// <summary>A partner below Standard.</summary>
    WithoutCatalogue,
}

public static class SellerStandings
{
    /// <param name="plan">Null for anything but a partner.</param>
    public static SellerStanding Of(bool isOperator, ResellerPlan? plan) =>
        isOperator || (plan is { } own && ResellerPlans.PublishesCatalogue(own)) ? SellerStanding.WithCatalogue : SellerStanding.WithoutCatalogue;
}

/// <summary>Publishing needs a plan that has a catalogue; taking a product out of sight never does.</summary>
public static class ListingLifecycle
{
    public static readonly Lifecycle<ListingStatus, ListingAction, SellerStanding> Table = new(
        "listing",
        (ListingStatus.Draft, ListingAction.Publish, SellerStanding.WithCatalogue, ListingStatus.Published),
        (ListingStatus.Withdrawn, ListingAction.Publish, SellerStanding.WithCatalogue, ListingStatus.Published),
        (ListingStatus.Published, ListingAction.Unpublish, SellerStanding.WithCatalogue, ListingStatus.Withdrawn),
        (ListingStatus.Published, ListingAction.Unpublish, SellerStanding.WithoutCatalogue, ListingStatus.Withdrawn));

    /// <summary>Null when a seller may keep a catalogue of its own.</summary>
    public static Refusal? RefuseWithoutCatalogue(SellerStanding standing) =>
        standing == SellerStanding.WithoutCatalogue
            ? new Refusal("plan_does_not_allow", "A catalogue of one's own comes with the Standard plan.", RefusalKind.NotPermitted)
            : null;
}
