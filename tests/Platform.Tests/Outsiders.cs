using System.Net;
using Story;
using Testing;

namespace Platform.Tests;

/// <summary>Somebody with a token, and the rows that are none of this person's business.</summary>
/// <param name="KnownId">A kind of row whose id it knows though not the row.</param>
/// <param name="MayRead">What it may look at all the same.</param>
internal sealed record Outsider(string Token, VictimRows Rows, string? KnownId = null, Func<Operation, bool>? MayRead = null);

/// <summary>Whom the matrix lets loose on whose rows.</summary>
internal static class Outsiders
{
    public static async Task<Outsider> OfAsync(RunningSystem system, StoryWorld world, string who)
    {
        var neighbourhood = await Neighbourhood.OfAsync(world);
        var contoso = neighbourhood.RowsOfContoso;
        return who switch
        {
            // What Northwind keeps for its own customers is theirs to see.
            "sibling customer" => new Outsider(neighbourhood.Tailspin.Token, contoso.With("products", neighbourhood.UnsharedProductId)),
            // It sells to Contoso too, on another connection.
            "sibling partner" => new Outsider(world.Fabrikam.Token, contoso, "organizations"),
            // The operator sees every product, the sums of every bill run, and the places in its tree.
            "grandparent" => new Outsider(
                world.Operator.Token, contoso.Without("products", "bill-runs"), "organizations", operation => operation is { IsRead: true, Path: "/api/orgs/v1/organizations/{id}" }),
            "other realm" => new Outsider((await new Cast(system).OpenRealmAsync()).Token, contoso),
            "child" => new Outsider(world.Contoso.Token, neighbourhood.RowsOfNorthwind),
            "parent" => new Outsider(world.Northwind.Token, neighbourhood.RowsOfContosoElsewhere),
            _ => throw new ArgumentOutOfRangeException(nameof(who), who, "Nobody is called that."),
        };
    }

    /// <summary>One of Contoso's own people, with that role.</summary>
    public static async Task<string> MemberAsync(StoryWorld world, string role)
    {
        var email = world.Cast.EmailOf($"member-{role}");
        (await world.Contoso.PostAsync("/api/orgs/v1/members", new { email, name = $"Contoso's {role}", role, portalAccess = true })).Expect(HttpStatusCode.Created);
        return (await world.Cast.AcceptInvitationAsync($"Contoso's {role}", email)).Token;
    }
}
