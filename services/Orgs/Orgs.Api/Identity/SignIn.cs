using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Realms;
using Orgs.Api.Storage;
using ServiceDefaults.Security;

namespace Orgs.Api.Identity;

/// <param name="Realm"><c>live</c>, or a sandbox realm's slug or id. The realm or the shop is named, not both.</param>
/// <param name="OrganizationId">What to act for. If left out: the person's own organisation, or the first of its that buys, or sells, in the shop.</param>
/// <param name="Shop">The address of a shop's front page, as <c>resolve-shop</c> answers it or as it stands in the address bar.</param>
internal sealed record SignInBody(string Email, string Password, string? Realm, Guid? OrganizationId, string? Shop = null);

internal static class SignIn
{
    public static async Task<Results<Ok<TokenView>, ProblemHttpResult>> Handle(
        SignInBody body, OrgsDb db, Scope scope, CredentialCheck credentials, Sessions sessions, HttpContext http, CancellationToken cancellationToken)
    {
        if ((await SignInPlace.EnterAsync(db, scope, body.Realm, body.Shop, cancellationToken)).IsRefused(out var refusal, out var place))
        {
            return ServiceDefaults.Web.Problems.Of(refusal);
        }

        if ((await credentials.VerifyAsync(place.RealmId, body.Email, body.Password, cancellationToken, IsWelcome)).IsRefused(out refusal, out var person))
        {
            return SignInProblems.Of(refusal, http);
        }

        if (await db.IsBeingSetAsync(person.RealmId, cancellationToken))
        {
            return ServiceDefaults.Web.Problems.Of(FoundingClock.NotReady);
        }

        await db.Entry(person).Reference(row => row.HomeOrganization).LoadAsync(cancellationToken);
        var memberships = await sessions.MembershipsAsync(person.Id, cancellationToken);
        var here = await place.ActingAsync(db, memberships, cancellationToken);
        var acting = body.OrganizationId is { } wanted ? here.Find(membership => membership.OrganizationId == wanted) : here.FirstOrDefault();
        if (acting is null)
        {
            return ServiceDefaults.Web.Problems.Of(Sessions.NoMembership);
        }

        var (session, token) = sessions.Start(person, acting.OrganizationId, http);
        await db.SaveChangesAsync(cancellationToken);

        var view = await sessions.ViewAsync(session, token, person, memberships, cancellationToken);
        return TypedResults.Ok(place.SellerId is { } seller
            ? view with { Shop = new SignedInShopView(seller, await place.ConnectionOfAsync(db, acting.OrganizationId, cancellationToken)) }
            : view);

        // In a realm everybody of it is, and who has nothing to act for is told so.
        async Task<bool> IsWelcome(Person somebody) =>
            place.SellerId is null || (await place.ActingAsync(db, await sessions.MembershipsAsync(somebody.Id, cancellationToken), cancellationToken)).Count > 0;
    }
}
