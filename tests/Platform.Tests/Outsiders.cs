using System.Net;
using Story;
using Testing;

namespace Platform.Tests;

/// <summary>People of the story's neighbourhood who have no business with Contoso's rows.</summary>
internal static class Outsiders
{
    public static async Task<string> TokenAsync(RunningSystem system, StoryWorld world, string who) => who switch
    {
        "sibling customer" => (await SiblingCustomerAsync(world)).Token,
        "sibling partner" => world.Fabrikam.Token,
        "grandparent" => world.Operator.Token,
        "other realm" => (await new Cast(system).OpenRealmAsync()).Token,
        "viewer" => (await ViewerAsync(world)).Token,
        _ => throw new ArgumentOutOfRangeException(nameof(who), who, "Nobody is called that."),
    };

    private static async Task<StoryClient> SiblingCustomerAsync(StoryWorld world)
    {
        var email = world.Cast.EmailOf("tailspin");
        (await world.Northwind.PostAsync("/api/orgs/v1/organizations", new
        {
            name = "Tailspin",
            kind = "customer",
            superAdmin = new { name = "Tailspin's super admin", email },
            accountsPayableEmail = email,
            trialDays = 7,
        })).Expect(HttpStatusCode.Created);
        return await world.Cast.AcceptInvitationAsync("Tailspin's super admin", email);
    }

    private static async Task<StoryClient> ViewerAsync(StoryWorld world)
    {
        var email = world.Cast.EmailOf("viewer");
        (await world.Contoso.PostAsync("/api/orgs/v1/members", new { email, name = "Vera Viewer", role = "viewer", portalAccess = true })).Expect(HttpStatusCode.Created);
        return await world.Cast.AcceptInvitationAsync("Contoso's viewer", email);
    }
}
