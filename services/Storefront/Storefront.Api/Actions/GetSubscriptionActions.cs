using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Storefront.Api.Actions;

/// <summary>What the caller's organisation can do now with something that it bought, and why not the rest.</summary>
internal static class GetSubscriptionActions
{
    public static async Task<Results<Ok<SubscriptionActionsView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, ActionReader reader, CancellationToken cancellationToken)
    {
        if (await reader.Find(id, caller, cancellationToken) is not { } scene)
        {
            return Problems.NotFound("subscription");
        }

        var row = scene.Subject.Subscription;
        return TypedResults.Ok(new SubscriptionActionsView(
            row.Id, row.ProductName, row.Quantity, row.Status, scene.Subject.ScheduledChange(), [.. scene.Offers().Select(ActionView.Of)]));
    }
}
