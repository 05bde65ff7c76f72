using Orgs.Domain.Organizations;
using Orgs.Domain.ResellerPlans;
using static Orgs.Domain.Organizations.ResellerPlan;
using static Orgs.Domain.ResellerPlans.ResellerPlanActor;

namespace Orgs.Domain.Tests;

public sealed class ResellerPlanTests
{
    private static readonly Guid Partner = new("0199b0a0-0000-7000-8000-000000000001");

    // Written out again rather than read from the code under test: from, to, by; all else is refused.
    private static readonly HashSet<(ResellerPlan From, ResellerPlan To, ResellerPlanActor By)> Told =
    [
        (Basic, Free, Itself), (Basic, Free, Parent),
        (Basic, Standard, Itself), (Basic, Standard, Parent),
        (Basic, Tenant, Parent),
        (Free, Standard, Itself), (Free, Standard, Parent),
        (Standard, Tenant, Parent),
        (Standard, Free, Itself), (Standard, Free, Parent),
        (Tenant, Standard, Itself), (Tenant, Standard, Parent),
        (Free, Basic, Itself), (Free, Basic, Parent),
        (Standard, Basic, Itself), (Standard, Basic, Parent),
        (Tenant, Basic, Itself), (Tenant, Basic, Parent),
    ];

    public static TheoryData<ResellerPlan, ResellerPlan, ResellerPlanActor> Everything()
    {
        var all = new TheoryData<ResellerPlan, ResellerPlan, ResellerPlanActor>();
        foreach (var from in Enum.GetValues<ResellerPlan>())
        {
            foreach (var to in Enum.GetValues<ResellerPlan>())
            {
                foreach (var actor in Enum.GetValues<ResellerPlanActor>())
                {
                    all.Add(from, to, actor);
                }
            }
        }

        return all;
    }

    [Theory]
    [Trait("Checklist", "O20")]
    [MemberData(nameof(Everything))]
    public void Next_EveryPlanMoveAndActor_FollowsTheTable(ResellerPlan from, ResellerPlan to, ResellerPlanActor actor)
    {
        var impact = Impact(from, to);

        var next = ResellerPlanLifecycle.Next(impact, actor, impact.Confirmation);

        if (Told.Contains((from, to, actor)))
        {
            Assert.Equal(to, next.Value);
        }
        else
        {
            Assert.Equal($"reseller_plan_to_{to.ToString().ToLowerInvariant()}_not_allowed", next.Refusal?.Code);
        }
    }

    [Theory]
    [InlineData(Tenant, Standard)]
    [InlineData(Tenant, Basic)]
    public void Next_DownWithSubResellersLeft_IsRefusedWhateverIsConfirmed(ResellerPlan from, ResellerPlan to)
    {
        var impact = Impact(from, to, subResellers: 1);

        Assert.Equal("sub_resellers_left", ResellerPlanLifecycle.Next(impact, Parent, impact.Confirmation).Refusal?.Code);
    }

    [Fact]
    public void Next_DownUnconfirmed_IsRefused() =>
        Assert.Equal("impact_not_confirmed", ResellerPlanLifecycle.Next(Impact(Standard, Free), Parent, confirmation: null).Refusal?.Code);

    [Fact]
    public void Next_DownAfterOneMoreCustomerCame_IsRefusedAsChanged()
    {
        var read = Impact(Standard, Free, customers: 3);

        Assert.Equal("impact_changed", ResellerPlanLifecycle.Next(Impact(Standard, Free, customers: 4), Parent, read.Confirmation).Refusal?.Code);
    }

    [Fact]
    public void Next_Up_NeedsNoConfirmation() => Assert.Equal(Standard, ResellerPlanLifecycle.Next(Impact(Free, Standard), Itself, confirmation: null).Value);

    [Fact]
    public void Confirmation_EveryFact_ChangesIt()
    {
        var impact = Impact(Tenant, Standard, subResellers: 0, customers: 2, alias: "northwind");
        PlanImpact[] others =
        [
            impact with { OrganizationId = Guid.Empty },
            impact with { From = Standard },
            impact with { To = Free },
            impact with { SubResellers = 1 },
            impact with { Customers = 3 },
            impact with { Alias = null },
        ];

        Assert.Equal(impact.Confirmation, (impact with { }).Confirmation);
        Assert.All(others, other => Assert.NotEqual(impact.Confirmation, other.Confirmation));
    }

    [Fact]
    public void Rights_TenantToFree_LosesAllBeyondFree()
    {
        var impact = Impact(Tenant, Free);

        Assert.Equal(
            [PlanRight.PublishCatalogue, PlanRight.LetCustomersManageSubscriptions, PlanRight.CreateResellers, PlanRight.UseCustomDomain], impact.LostRights);
        Assert.Empty(impact.GainedRights);
        Assert.Equal([PlanRight.RunStorefront], Impact(Basic, Free).GainedRights);
    }

    [Theory]
    [InlineData(Basic, Free, null, AliasFate.Needed)]
    [InlineData(Free, Standard, "northwind", AliasFate.Kept)]
    [InlineData(Tenant, Standard, "northwind", AliasFate.Kept)]
    [InlineData(Free, Basic, "northwind", AliasFate.Reserved)]
    [InlineData(Free, Basic, null, AliasFate.None)]
    public void AliasFate_EveryDirection_IsTold(ResellerPlan from, ResellerPlan to, string? alias, AliasFate fate) =>
        Assert.Equal(fate, Impact(from, to, alias: alias).AliasFate);

    private static PlanImpact Impact(ResellerPlan from, ResellerPlan to, int subResellers = 0, int customers = 0, string? alias = null) =>
        new(Partner, from, to, subResellers, customers, alias);
}
