using Orgs.Api.Aliases;
using Orgs.Api.Audit;
using Orgs.Api.Connections;
using Orgs.Api.Identity;
using Orgs.Api.Invitations;
using Orgs.Api.Members;
using Orgs.Api.Organizations;
using Orgs.Api.Realms;
using Orgs.Api.ResellerPlans;
using Orgs.Domain.Connections;
using Orgs.Domain.Organizations;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using static ServiceDefaults.Security.Role;

namespace Orgs.Api;

internal static class OrgsEndpoints
{
    public const string Root = "/api/orgs/v1";

    public static void MapOrgs(this WebApplication app)
    {
        app.MapGet("/.well-known/openid-configuration", Discovery.Document).Named("get-discovery-document").AllowAnonymousCaller("Says where the keys are.");
        app.MapGet("/.well-known/jwks.json", Discovery.Keys).Named("get-signing-key-set").AllowAnonymousCaller("Holds public keys only.");

        var api = app.MapApi(Root);

        api.MapPost("/sign-in", SignIn.Handle).Named("sign-in").AllowAnonymousCaller("Gives the first token.");
        api.MapPost("/refresh", RefreshSession.Handle).Named("refresh-session").AllowAnonymousCaller("The refresh token says who it is.");
        api.MapPost("/password-resets", RequestPasswordReset.Handle).Named("request-password-reset").AllowAnonymousCaller("For who cannot sign in.");
        api.MapGet("/password-resets/{token}", GetPasswordReset.Handle).Named("get-password-reset").AllowAnonymousCaller("The mailed link is the secret.");
        api.MapPost("/password-resets/{token}/complete", CompletePasswordReset.Handle).Named("complete-password-reset").AllowAnonymousCaller("The mailed link is the secret.");
        api.MapPost("/sign-out", SignOut.Handle).Named("sign-out").AllowEveryRole().AllowSuspended();
        api.MapPost("/switch-organization", SwitchOrganization.Handle).Named("switch-organization").AllowEveryRole().AllowSuspended();
        api.MapGet("/me", GetMe.Handle).Named("get-me").AllowEveryRole();
        api.MapPost("/password", ChangePassword.Handle).Named("change-password").AllowEveryRole().AllowSuspended();
        api.MapGet("/sessions", ListSessions.Handle).Named("list-sessions").AllowEveryRole();
        api.MapPost("/sessions/{id:guid}/revoke", RevokeSession.Handle).Named("revoke-session").AllowEveryRole().AllowSuspended();

        api.MapGet("/organizations", ListOrganizations.Handle).Named("list-organizations").AllowEveryRole();
        api.MapPost("/organizations", CreateOrganization.Handle).Named("create-organization").Allow(Admin, Sales).Idempotent();
        api.MapPost("/organizations/import", ImportOrganizations.Handle).Named("import-organizations").Allow(Admin, Sales).Idempotent();
        api.MapGet("/organizations/tree", ListOrganizationTree.Handle).Named("list-organization-tree").AllowEveryRole();
        api.MapGet("/organizations/{id:guid}", GetOrganization.Handle).Named("get-organization").AllowEveryRole();
        api.MapPatch("/organizations/{id:guid}", UpdateOrganization.Handle).Named("update-organization").Allow(Admin);
        api.MapPost("/organizations/{id:guid}/suspend", MoveOrganization.To(OrganizationAction.Suspend)).Named("suspend-organization").Allow(Admin);
        api.MapPost("/organizations/{id:guid}/restore", MoveOrganization.To(OrganizationAction.Restore)).Named("restore-organization").Allow(Admin);
        api.MapPost("/organizations/{id:guid}/end", MoveOrganization.To(OrganizationAction.End)).Named("end-organization").Allow(Admin);
        api.MapGet("/organizations/{id:guid}/reseller-plan-impact", GetResellerPlanImpact.Handle).Named("get-reseller-plan-impact").AllowEveryRole();
        api.MapPost("/organizations/{id:guid}/change-reseller-plan", ChangeResellerPlan.Handle).Named("change-reseller-plan").Allow(Admin).Idempotent();
        api.MapGet("/organizations/{id:guid}/alias-availability", CheckAlias.Handle).Named("check-alias").AllowEveryRole();
        api.MapGet("/reseller-plans", ListResellerPlans.Handle).Named("list-reseller-plans").AllowEveryRole();

        api.MapGet("/invitations", ListInvitations.Handle).Named("list-invitations").Allow(Admin, Sales);
        api.MapPost("/invitations/{id:guid}/resend", ResendInvitation.Handle).Named("resend-invitation").Allow(Admin, Sales).Idempotent();
        api.MapPost("/invitations/{id:guid}/withdraw", WithdrawInvitation.Handle).Named("withdraw-invitation").Allow(Admin, Sales);
        api.MapGet("/invitations/{token}", ShowInvitation.Handle).Named("show-invitation").AllowAnonymousCaller("The mailed link is the secret.");
        api.MapPost("/invitations/{token}/accept", AcceptInvitation.Handle).Named("accept-invitation").AllowAnonymousCaller("The mailed link is the secret.");

        api.MapGet("/members", ListMembers.Handle).Named("list-members").AllowEveryRole();
        api.MapPost("/members", AddMember.Handle).Named("add-member").Allow(Admin).Idempotent();
        api.MapPatch("/members/{id:guid}", UpdateMember.Handle).Named("update-member").Allow(Admin);
        api.MapDelete("/members/{id:guid}", RemoveMember.Handle).Named("remove-member").Allow(Admin);

        api.MapGet("/connections", ListConnections.Handle).Named("list-connections").AllowEveryRole();
        api.MapPost("/connections", InviteConnection.Handle).Named("invite-connection").Allow(Admin, Sales).Idempotent();
        api.MapGet("/connections/{id:guid}", GetConnection.Handle).Named("get-connection").AllowEveryRole();
        api.MapPatch("/connections/{id:guid}", UpdateConnection.Handle).Named("update-connection").Allow(Admin, Sales, Role.Billing);
        api.MapPost("/connections/{id:guid}/accept", MoveConnection.To(ConnectionAction.Accept)).Named("accept-connection").Allow(Admin);
        api.MapPost("/connections/{id:guid}/decline", MoveConnection.To(ConnectionAction.Decline)).Named("decline-connection").Allow(Admin);
        api.MapPost("/connections/{id:guid}/withdraw", MoveConnection.To(ConnectionAction.Withdraw)).Named("withdraw-connection").Allow(Admin, Sales);
        api.MapPost("/connections/{id:guid}/suspend", MoveConnection.WithReason(ConnectionAction.Suspend)).Named("suspend-connection").Allow(Admin);
        api.MapPost("/connections/{id:guid}/restore", MoveConnection.To(ConnectionAction.Restore)).Named("restore-connection").Allow(Admin);
        api.MapPost("/connections/{id:guid}/end", MoveConnection.WithReason(ConnectionAction.End)).Named("end-connection").Allow(Admin);
        api.MapPut("/connections/{id:guid}/sales-owner", AssignOwner.Of(OwnerKind.Sales)).Named("assign-sales-owner").Allow(Admin, Sales);
        api.MapPut("/connections/{id:guid}/support-owner", AssignOwner.Of(OwnerKind.Support)).Named("assign-support-owner").Allow(Admin, Sales, Support);

        api.MapGet("/audit", ListAudit.Handle).Named("list-audit").Allow(Admin);

        api.MapGet("/realms", ListRealms.Handle).Named("list-realms").AllowOperator(Admin, Support);
        api.MapPost("/realms", CreateRealm.Handle).Named("create-realm").AllowLiveOperator(SuperAdmin).Idempotent();
        api.MapGet("/realms/{id:guid}", GetRealm.Handle).Named("get-realm").AllowOperator(Admin, Support);
        api.MapPost("/realms/{id:guid}/advance-clock", AdvanceClock.Handle).Named("advance-realm-clock").AllowOperator(SuperAdmin).Idempotent();
        api.MapGet("/realms/{id:guid}/clock-jobs/{jobId:guid}", GetClockJob.Handle).Named("get-clock-job").AllowOperator(Admin, Support);
        api.MapGet("/signing-keys", ListSigningKeys.Handle).Named("list-signing-keys").AllowLiveOperator(Admin);
        api.MapPost("/signing-keys/rotate", RotateSigningKey.Handle).Named("rotate-signing-key").AllowLiveOperator(SuperAdmin).Idempotent();
    }
}
