using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using Tickets.Api.Jobs;
using Tickets.Api.Reactions;
using Tickets.Contracts.V1;

namespace Tickets.Api;

/// <summary>Everything the service tells, hears and does by the clock.</summary>
internal static class TicketsMessaging
{
    public static void Configure(ServiceMessaging bus)
    {
        bus.Publishes<TicketCreated>();
        bus.Publishes<TicketChanged>();
        bus.Publishes<TicketCommented>();

        bus.React<ConnectionCreated, RouteTicketsWhenConnectionChanges>();
        bus.React<ConnectionActivated, RouteTicketsWhenConnectionChanges>();
        bus.React<ConnectionUpdated, RouteTicketsWhenConnectionChanges>();
        bus.React<ConnectionSuspended, RouteTicketsWhenConnectionChanges>();
        bus.React<ConnectionRestored, RouteTicketsWhenConnectionChanges>();
        bus.React<ConnectionEnded, RouteTicketsWhenConnectionChanges>();
        bus.React<SupportOwnerAssigned, RouteTicketsWhenConnectionChanges>();
        bus.React<SalesOwnerAssigned, RouteTicketsWhenConnectionChanges>();

        bus.React<OrganizationCreated, RememberOrganizationWhenItChanges>();
        bus.React<OrganizationUpdated, RememberOrganizationWhenItChanges>();
        bus.React<OrganizationSuspended, RememberOrganizationWhenItChanges>();
        bus.React<OrganizationRestored, RememberOrganizationWhenItChanges>();

        bus.React<MemberJoined, RememberMemberWhenMembershipChanges>();
        bus.React<MemberChanged, RememberMemberWhenMembershipChanges>();
        bus.React<MemberLeft, RememberMemberWhenMembershipChanges>();

        bus.Due<CloseResolvedTicket>();
    }
}
