using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orgs.Domain.Organizations;
using Primitives;

namespace Orgs.Domain.ResellerPlans;

/// <summary>What becomes of a partner's alias with a change of plan.</summary>
public enum AliasFate
{
    /// <summary>There is none, and the new plan needs none.</summary>
    None,

    /// <summary>The new plan needs one and there is none yet.</summary>
    Needed,
    Kept,

    /// <summary>Kept for this partner for a while, then free for anybody.</summary>
    Reserved,
}

/// <summary>What a change of plan would mean for a partner as things are now. Nothing is deleted whatever the plan.</summary>
/// <param name="SubResellers">Partners under it that have not ended.</param>
/// <param name="Customers">Customers under it that have not ended; they stay, whatever the plan.</param>
/// <param name="Alias">The one in use.</param>
public sealed record PlanImpact(Guid OrganizationId, ResellerPlan From, ResellerPlan To, int SubResellers, int Customers, string? Alias)
{
    public bool IsDowngrade => To < From;

    /// <summary>What stops.</summary>
    public IReadOnlyList<PlanRight> LostRights => Difference(From, To);

    public IReadOnlyList<PlanRight> GainedRights => Difference(To, From);

    public AliasFate AliasFate =>
        (Alias, To.Has(PlanRight.RunStorefront)) switch
        {
            (null, false) => AliasFate.None,
            (null, true) => AliasFate.Needed,
            (_, true) => AliasFate.Kept,
            (_, false) => AliasFate.Reserved,
        };

    /// <summary>Why the change cannot be made yet, whatever is confirmed; null if nothing is in its way.</summary>
    public Refusal? Obstacle =>
        SubResellers > 0 && !To.Has(PlanRight.CreateResellers)
            ? new Refusal("sub_resellers_left", $"{SubResellers} resellers stand under this partner; they need another parent, or an end, first.")
            : null;

    /// <summary>Names this report: another one, of other facts, has another name. A client sends it back to say that it has read it.</summary>
    public string Confirmation =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{OrganizationId:N} {From} {To} {SubResellers} {Customers} {Alias}"))));

    private static List<PlanRight> Difference(ResellerPlan with, ResellerPlan without) =>
        [.. Enum.GetValues<PlanRight>().Where(right => with.Has(right) && !without.Has(right))];
}
