using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Aliases;
using Orgs.Api.Organizations;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Organizations;
using Orgs.Domain.ResellerPlans;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Organization = Orgs.Api.Storage.Organization;

namespace Orgs.Api.ResellerPlans;

/// <param name="Alias">The path of the storefront; needed where the new plan has one and the partner has no alias yet.</param>
/// <param name="ImpactConfirmation">On the way down: the confirmation of the impact report.</param>
/// <param name="Reason">Kept in the audit.</param>
internal sealed record ChangeResellerPlanBody(ResellerPlan Plan, string? Alias, string? ImpactConfirmation, string? Reason);

internal static class ChangeResellerPlan
{
    /// <summary>Gives a partner another reseller plan: by itself as far as the table allows, by its parent by hand.</summary>
    public static async Task<Results<Ok<OrganizationView>, ProblemHttpResult>> Handle(
        Guid id,
        ChangeResellerPlanBody body,
        Caller caller,
        IfMatch ifMatch,
        OrgsDb db,
        RealmClock clock,
        ShopAliases aliases,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("reason", body.Reason, max: 500).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        // A child that is being made must see the new plan, or the new plan that child.
        await db.Database.LockOrganizationAsync(id, cancellationToken);
        var partner = await db.Organizations.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (partner is null)
        {
            return Problems.NotFound("organization");
        }

        if (ifMatch.Check(partner.Version) is { } changed)
        {
            return Problems.Of(changed);
        }

        if (OrganizationLifecycle.RequireOpen(partner.Status).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        if (partner.Plan is not { } previous)
        {
            return Problems.Of(PlanImpacts.PartnersOnly);
        }

        var impact = await db.ImpactAsync(partner, previous, body.Plan, cancellationToken);
        if (ResellerPlanLifecycle.Next(impact, caller.ActorOn(partner), body.ImpactConfirmation).IsRefused(out refusal, out var next))
        {
            return Problems.Of(refusal);
        }

        var before = OrganizationView.From(partner);
        if (await SettleAliasAsync(partner, impact.AliasFate, body.Alias, aliases, cancellationToken) is { } refused)
        {
            return await aliases.ProblemAsync(refused, partner, body.Alias, cancellationToken);
        }

        var now = clock.Now;
        partner.Plan = next;
        partner.PlanSince = now;
        partner.Version++;
        var view = OrganizationView.From(partner);
        var fact = partner.ToFact();
        db.Emit(new OrganizationUpdated(fact), id, partner.Version, now);
        db.Emit(new ResellerPlanChanged(fact, Spelling.Of(previous), now), id, partner.Version, now);
        audit.Record("change-reseller-plan", "organization", id, before, view, body.Reason);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(view);
    }

    private static async Task<Refusal?> SettleAliasAsync(
        Organization partner, AliasFate fate, string? wanted, ShopAliases aliases, CancellationToken cancellationToken)
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
