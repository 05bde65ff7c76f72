using Primitives;

namespace Orgs.Domain.Organizations;

public enum OrganizationStatus
{
    Active,

    /// <summary>Its people sign in, see why, may pay and open tickets, and change nothing else. Never cascades to children.</summary>
    Suspended,

    /// <summary>For good. Its people keep reading and paying what is open.</summary>
    Ended,
}

public enum OrganizationAction
{
    Suspend,
    Restore,
    End,
}

/// <summary>Who acts on the organisation, seen from it.</summary>
public enum OrganizationActor
{
    Parent,
    Itself,
}

/// <summary>What still hangs on an organisation.</summary>
/// <param name="Children">Organisations under it that have not ended.</param>
/// <param name="OpenConnections">Connections in which it sells or buys that have not ended, pending ones included.</param>
/// <param name="LiveSubscriptions">Subscriptions that it sells or has bought and that are not cancelled.</param>
public sealed record OrganizationTies(int Children, int OpenConnections, int LiveSubscriptions);

/// <summary>An organisation's state table, and what must hold besides.</summary>
public static class OrganizationLifecycle
{
    public static readonly Lifecycle<OrganizationStatus, OrganizationAction, OrganizationActor> Table = new("Organization",
    [
        (OrganizationStatus.Active, OrganizationAction.Suspend, OrganizationActor.Parent, OrganizationStatus.Suspended),
        (OrganizationStatus.Suspended, OrganizationAction.Restore, OrganizationActor.Parent, OrganizationStatus.Active),
        (OrganizationStatus.Active, OrganizationAction.End, OrganizationActor.Parent, OrganizationStatus.Ended),
        (OrganizationStatus.Suspended, OrganizationAction.End, OrganizationActor.Parent, OrganizationStatus.Ended),
    ]);

    /// <summary>The next status, by the table and, for the end, by what still hangs on the organisation.</summary>
    /// <returns>Refused with <c>organization_has_children</c>, <c>organization_has_live_subscriptions</c> or <c>organization_has_open_connections</c>
    /// besides what the table refuses.</returns>
    public static Result<OrganizationStatus> Next(OrganizationStatus from, OrganizationAction action, OrganizationActor actor, OrganizationTies ties)
    {
        var next = Table.Next(from, action, actor);
        if (next.Refusal is not null || action != OrganizationAction.End)
        {
            return next;
        }

        return ties switch
        {
            { Children: > 0 } => new Refusal("organization_has_children", $"{ties.Children} organisations under this one have not ended."),
            { LiveSubscriptions: > 0 } =>
                new Refusal("organization_has_live_subscriptions", $"{ties.LiveSubscriptions} subscriptions of this organisation are not cancelled."),
            { OpenConnections: > 0 } => new Refusal("organization_has_open_connections", $"{ties.OpenConnections} connections of this organisation have not ended."),
            _ => next,
        };
    }

    /// <summary>Whether anything about the organisation may still be written.</summary>
    public static Result<OrganizationStatus> RequireOpen(OrganizationStatus status) =>
        status == OrganizationStatus.Ended ? new Refusal("organization_ended", "This organisation has ended; it can only be read.") : status;
}
