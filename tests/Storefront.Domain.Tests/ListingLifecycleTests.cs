using Primitives;
using Storefront.Domain;

namespace Storefront.Domain.Tests;

public sealed class ListingLifecycleTests
{
    public static TheoryData<ListingStatus, ListingAction, SellerStanding> EveryMove
    {
        get
        {
            var moves = new TheoryData<ListingStatus, ListingAction, SellerStanding>();
            foreach (var from in Enum.GetValues<ListingStatus>())
            {
                foreach (var action in Enum.GetValues<ListingAction>())
                {
                    foreach (var by in Enum.GetValues<SellerStanding>())
                    {
                        moves.Add(from, action, by);
                    }
                }
            }

            return moves;
        }
    }

    [Theory]
    [MemberData(nameof(EveryMove))]
    public void Next_EveryStateActionAndSeller_IsAsTheRulesSay(ListingStatus from, ListingAction action, SellerStanding by)
    {
        ListingStatus? expected = (from, action) switch
        {
            (ListingStatus.Published, ListingAction.Unpublish) => ListingStatus.Withdrawn,
            (not ListingStatus.Published, ListingAction.Publish) when by == SellerStanding.WithCatalogue => ListingStatus.Published,
            _ => null,
        };

        var refused = ListingLifecycle.Table.Next(from, action, by).IsRefused(out var refusal, out var to);

        Assert.Equal(expected is null, refused);
        if (expected is { } status)
        {
            Assert.Equal(status, to);
        }
        else
        {
            Assert.Equal(action == ListingAction.Publish ? "listing_publish_not_allowed" : "listing_unpublish_not_allowed", refusal!.Code);
        }
    }

    [Theory]
    [InlineData(true, null, SellerStanding.WithCatalogue)]
    [InlineData(false, null, SellerStanding.WithoutCatalogue)]
    [InlineData(false, ResellerPlan.Basic, SellerStanding.WithoutCatalogue)]
    [InlineData(false, ResellerPlan.Free, SellerStanding.WithoutCatalogue)]
    [InlineData(false, ResellerPlan.Standard, SellerStanding.WithCatalogue)]
    [InlineData(false, ResellerPlan.Tenant, SellerStanding.WithCatalogue)]
    public void SellerStanding_OperatorAndEachPlan_IsAsTheRightsTableSays(bool isOperator, ResellerPlan? plan, SellerStanding expected) =>
        Assert.Equal(expected, SellerStandings.Of(isOperator, plan));

    [Fact]
    public void RefuseWithoutCatalogue_PartnerBelowStandard_IsNotPermitted()
    {
        var refusal = ListingLifecycle.RefuseWithoutCatalogue(SellerStanding.WithoutCatalogue);

        Assert.Equal(("plan_does_not_allow", RefusalKind.NotPermitted), (refusal!.Code, refusal.Kind));
        Assert.Null(ListingLifecycle.RefuseWithoutCatalogue(SellerStanding.WithCatalogue));
    }
}
