using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Aliases;
using Orgs.Api.Organizations;
using Orgs.Api.Storage;
using Orgs.Domain.Organizations;
using Orgs.Domain.ResellerPlans;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

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
        PlanChanges plans,
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

        var before = OrganizationView.From(partner);
        var wanted = new PlanChange(
            body.Plan, caller.ActorOn(partner), caller.PersonId, body.Alias, body.ImpactConfirmation, PlanChangeCause.ByHand, PlanBasis.None);
        if (await plans.CarryOutAsync(partner, wanted, cancellationToken) is { } refused)
        {
            return ShopAliases.IsAboutAlias(refused) ? await aliases.ProblemAsync(refused, partner, body.Alias, cancellationToken) : Problems.Of(refused);
        }

        var view = OrganizationView.From(partner);
        audit.Record(PlanImpacts.ChangeOperation, "organization", id, before, view, body.Reason);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(view);
    }
}
