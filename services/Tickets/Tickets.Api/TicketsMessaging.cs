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
        bus.Publishes<TicketEscalated>();
        bus.Publishes<TicketDeescalated>();

        bus.React<ConnectionCreated, RouteTicketsWhenConnectionChanges>(fromTheStart: true);
        bus.React<ConnectionActivated, RouteTicketsWhenConnectionChanges>(fromTheStart: true);
        bus.React<ConnectionUpdated, RouteTicketsWhenConnectionChanges>(fromTheStart: true);
        bus.React<ConnectionSuspended, RouteTicketsWhenConnectionChanges>(fromTheStart: true);
        bus.React<ConnectionRestored, RouteTicketsWhenConnectionChanges>(fromTheStart: true);
        bus.React<ConnectionEnded, RouteTicketsWhenConnectionChanges>(fromTheStart: true);
        bus.React<SupportOwnerAssigned, RouteTicketsWhenConnectionChanges>(fromTheStart: true);
        bus.React<SalesOwnerAssigned, RouteTicketsWhenConnectionChanges>(fromTheStart: true);

        bus.React<RealmCreated, RememberOperatorWhenRealmIsCreated>(fromTheStart: true);

        bus.React<OrganizationCreated, RememberOrganizationWhenItChanges>(fromTheStart: true);
        bus.React<OrganizationUpdated, RememberOrganizationWhenItChanges>(fromTheStart: true);
        bus.React<OrganizationSuspended, RememberOrganizationWhenItChanges>(fromTheStart: true);
        bus.React<OrganizationRestored, RememberOrganizationWhenItChanges>(fromTheStart: true);

        bus.React<MemberJoined, RememberMemberWhenMembershipChanges>(fromTheStart: true);
        bus.React<MemberChanged, RememberMemberWhenMembershipChanges>(fromTheStart: true);
        bus.React<MemberLeft, RememberMemberWhenMembershipChanges>(fromTheStart: true);

        bus.Due<CloseResolvedTicket>();
    }
}
