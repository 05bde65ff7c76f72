using Billing.Api.Subscriptions;
using Billing.Domain;
using Primitives;

namespace Billing.Api.Requests;

/// <summary>Works out what a request comes to, whichever kind it is.</summary>
internal sealed class RequestActivation(
    SubscriptionCreation creation, ChangeTerms changeTerms, PartialUpgrade partialUpgrade, CancelSubscription cancel, UndoCancellation undo)
{
    /// <summary>Call it inside a transaction: it locks what it decides about.</summary>
    /// <param name="request">Any.</param>
    /// <param name="main">What a new add-on belongs to, where that is planned in the same transaction and not saved yet.</param>
    public Task<Result<AgreedChange>> Plan(Request request, CancellationToken cancellationToken, CreatedSubscription? main = null) => request.Change switch
    {
        RequestChange.Create => creation.Plan(request, main, cancellationToken),
        RequestChange.Upgrade or RequestChange.Modify => changeTerms.Plan(request, cancellationToken),
        RequestChange.PartialUpgrade => partialUpgrade.Plan(request, cancellationToken),
        RequestChange.Cancel => cancel.Plan(request, cancellationToken),
        RequestChange.UndoCancellation => undo.Plan(request, cancellationToken),
        _ => throw new InvalidOperationException($"{request.Change} is no change of a request."),
    };
}
