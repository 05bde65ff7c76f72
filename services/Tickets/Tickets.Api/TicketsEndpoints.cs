using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Tickets.Api.Attachments;
using Tickets.Api.Escalations;
using Tickets.Api.Reassignments;
using Tickets.Api.Tickets;

namespace Tickets.Api;

/// <summary>Every route of the service and who may call it. Which side of a ticket the caller is on is decided by the operation.</summary>
internal static class TicketsEndpoints
{
    /// <summary>Viewers look on.</summary>
    private static readonly Role[] Participants = [Role.Billing, Role.Support, Role.Sales, Role.Admin];

    /// <summary>The roles that can be given a ticket.</summary>
    private static readonly Role[] Agents = [Role.Support, Role.Admin];

    public static void MapTickets(this IEndpointRouteBuilder app)
    {
        var api = app.MapApi("/api/tickets/v1");

        api.MapPost("/tickets", CreateTicket.Handle).Named("create-ticket").Allow(Participants).AllowSuspended().Idempotent();
        api.MapGet("/tickets", ListTickets.Handle).Named("list-tickets").AllowEveryRole();
        api.MapGet("/tickets/{id:guid}", GetTicket.Handle).Named("get-ticket").AllowEveryRole();
        api.MapPost("/tickets/{id:guid}/comments", CommentOnTicket.Handle).Named("comment-on-ticket").Allow(Participants).AllowSuspended().Idempotent();
        api.MapPost("/tickets/{id:guid}/comments/{commentId:guid}/attachments", AttachToComment.Handle).Named("attach-to-comment").Allow(Participants).AllowSuspended().Idempotent()
            .BodyLimit(Domain.Attachments.MaxBytes).AddOpenApiOperationTransformer(UploadedFile.Describe);
        api.MapGet("/tickets/{id:guid}/attachments/{attachmentId:guid}", DownloadAttachment.Handle).Named("download-attachment").AllowEveryRole()
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
        api.MapPost("/tickets/{id:guid}/status", SetTicketStatus.Set).Named("set-ticket-status").Allow(Agents);
        api.MapPost("/tickets/{id:guid}/priority", SetTicketPriority.Handle).Named("set-ticket-priority").Allow(Agents);
        api.MapPost("/tickets/{id:guid}/assignee", AssignTicket.Handle).Named("assign-ticket").Allow(Agents);
        api.MapPost("/tickets/{id:guid}/reopen", SetTicketStatus.Reopen).Named("reopen-ticket").Allow(Participants);
        api.MapPost("/tickets/{id:guid}/escalate", EscalateTicket.Handle).Named("escalate-ticket").Allow(Agents).Idempotent();
        api.MapPost("/tickets/{id:guid}/de-escalate", DeescalateTicket.Handle).Named("deescalate-ticket").Allow(Agents);

        api.MapGet("/connections/{id:guid}/reassignment-offer", GetReassignmentOffer.Handle).Named("get-reassignment-offer").Allow(Agents);
        api.MapPost("/connections/{id:guid}/reassignment-offer/accept", AcceptReassignment.Handle).Named("accept-reassignment").Allow(Agents);
        api.MapPost("/connections/{id:guid}/reassignment-offer/decline", DeclineReassignment.Handle).Named("decline-reassignment").Allow(Agents);
    }
}
