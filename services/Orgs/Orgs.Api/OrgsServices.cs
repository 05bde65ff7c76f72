using Orgs.Api.Aliases;
using Orgs.Api.Connections;
using Orgs.Api.Identity;
using Orgs.Api.Invitations;
using Orgs.Api.Mails;
using Orgs.Api.Members;
using Orgs.Api.Organizations;
using Orgs.Api.Realms;
using Orgs.Api.ResellerPlans;
using Orgs.Domain.Aliases;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api;

internal static class OrgsServices
{
    public static void AddOrgs(this IServiceCollection services)
    {
        services.AddAudit();
        services.AddSingleton<Passwords>();
        services.AddSingleton<KeyEncryption>();
        services.AddSingleton<PublicLinks>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<SigningKeyRing>();
        // Orgs checks tokens with the keys it has, instead of asking itself over the network.
        services.AddSingleton<ISigningKeySource>(provider => provider.GetRequiredService<SigningKeyRing>());
        services.AddScoped<CredentialCheck>();
        services.AddScoped<Sessions>();
        services.AddScoped<NewMembers>();
        services.AddScoped<NewInvitations>();
        services.AddScoped<NewChildren>();
        services.AddScoped<RealmFounding>();
        services.AddScoped<ShopAliases>();
        services.AddScoped<PlanChanges>();
        services.AddHostedService<IdentityExpiry>();

        // What two requests at the same moment can both find free; the database lets one through.
        services.RefuseDuplicates("ix_memberships_organization_id_person_id", NewMembers.AlreadyMember);
        services.RefuseDuplicates("ix_connections_seller_id_buyer_id", InviteConnection.AlreadyConnected);
        services.RefuseDuplicates("ix_invitations_organization_id_email", AddMember.AlreadyInvited);
        services.RefuseDuplicates("ix_people_realm_id_email", AcceptInvitation.AlreadyHasAccount);
        services.RefuseDuplicates("pk_shop_aliases", AliasHoldings.Taken);
    }
}
