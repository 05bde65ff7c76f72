using Orgs.Api.Aliases;
using Orgs.Api.Organizations;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Organizations;
using Orgs.Domain.ResellerPlans;
using Primitives;
using ServiceDefaults.Time;
using Organization = Orgs.Api.Storage.Organization;

namespace Orgs.Api.ResellerPlans;

/// <summary>The one operation that gives a partner another plan, whichever door it was asked for at. The callers hold the partner's lock, write the audit and save.</summary>
internal sealed class PlanChanges(OrgsDb db, RealmClock clock, ShopAliases aliases)
{
    /// <summary>Gives the partner the plan that somebody wants for it.</summary>
    /// <returns>Why not; null when it has it now. Nothing was changed where it was refused.</returns>
    public async Task<Refusal?> CarryOutAsync(Organization partner, PlanChange wanted, CancellationToken cancellationToken)
    {
        if (OrganizationLifecycle.RequireOpen(partner.Status).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        if (partner.Plan is not { } previous)
        {
            return PlanImpacts.PartnersOnly;
        }

        var impact = await db.ImpactAsync(partner, previous, wanted.To, cancellationToken);
        if (ResellerPlanLifecycle.Next(impact, wanted.Actor, wanted.ImpactConfirmation).IsRefused(out refusal, out var next))
        {
            return refusal;
        }

        if (await SettleAliasAsync(partner, impact.AliasFate, wanted.Alias, cancellationToken) is { } refused)
        {
            return refused;
        }

        Take(partner, previous, next, wanted.Cause, wanted.Basis, wanted.Actor, wanted.PersonId);
        return null;
    }

    /// <summary>
    /// The partner falls to what is left of its plan when what it rested on is gone. That is a fact, so nothing refuses it: those below the partner stay,
    /// and an alias that it has no use for is kept for it for a while.
    /// </summary>
    public async Task FallAsync(Organization partner, ResellerPlan to, PlanChangeCause cause, PlanBasis basis, CancellationToken cancellationToken)
    {
        if (partner.Plan is not { } previous)
        {
            throw new InvalidOperationException($"{partner.Id} has no plan to fall from.");
        }

        if (!to.Has(PlanRight.RunStorefront))
        {
            await aliases.ReserveAsync(partner, cancellationToken);
        }

        Take(partner, previous, to, cause, basis, actor: null, personId: null);
    }

    private void Take(
        Organization partner, ResellerPlan previous, ResellerPlan next, PlanChangeCause cause, PlanBasis basis, ResellerPlanActor? actor, Guid? personId)
    {
        var now = clock.Now;
        partner.Plan = next;
        partner.PlanSince = now;
        partner.PlanOrderId = basis.OrderId;
        partner.PlanSubscriptionId = basis.SubscriptionId;
        partner.Version++;
        var fact = partner.ToFact();
        db.Emit(new OrganizationUpdated(fact), partner.Id, partner.Version, now);
        var changed = new ResellerPlanChanged(
            fact, Spelling.Of(previous), now, Spelling.Of(cause), actor is { } by ? Spelling.Of(by) : null, personId, basis.OrderId);
        db.Emit(changed, partner.Id, partner.Version, now);
    }

    private async Task<Refusal?> SettleAliasAsync(Organization partner, AliasFate fate, string? wanted, CancellationToken cancellationToken)
    {
        switch (fate)
        {
            case AliasFate.Needed:
                return wanted is null
                    ? Refused("alias_required", "A partner on this plan has a storefront, and its storefront an alias.")
                    : await aliases.ClaimAsync(partner, wanted, cancellationToken);
            case AliasFate.Kept:
                return wanted is null || wanted == partner.Alias ? null : Refused("alias_kept", "The partner keeps the alias that it has.");
            case AliasFate.Reserved or AliasFate.None when wanted is not null:
                return Refused("alias_not_used", "A partner on this plan has no storefront to name.");
            case AliasFate.Reserved:
                await aliases.ReserveAsync(partner, cancellationToken);
                return null;
            default:
                return null;
        }
    }

    private static Refusal Refused(string code, string detail) => new(code, detail, RefusalKind.Unprocessable, [new FieldError("alias", code, detail)]);
}
