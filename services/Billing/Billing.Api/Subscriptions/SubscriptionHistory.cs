using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Api.Subscriptions;

/// <summary>Writes down what happens to subscriptions, in the transaction in which it does.</summary>
internal sealed class SubscriptionHistory(BillingDb db, Scope scope, RealmClock clock)
{
    /// <summary>Who is meant where nobody acts in person: what was ordered is done when it is delivered.</summary>
    public Proposer? Orderer { get; set; }

    /// <param name="subscription">As it is now.</param>
    /// <param name="what">What happened.</param>
    /// <param name="before">What it was; null for a new one.</param>
    /// <param name="statusBefore">Its status before; null for a new one.</param>
    /// <param name="requestId">The agreement it follows from.</param>
    /// <param name="planned">What it will be, where that is still to come, and from which day on.</param>
    /// <returns>The entry's id: the change that its charges name as their cause.</returns>
    public Guid Record(
        Subscription subscription,
        SubscriptionEvent what,
        RequestedState? before,
        SubscriptionStatus? statusBefore,
        Guid? requestId,
        (RequestedState After, DateOnly On)? planned = null)
    {
        var entry = new SubscriptionHistoryEntry
        {
            Id = Guid.CreateVersion7(),
            RealmId = subscription.RealmId,
            SellerId = subscription.SellerId,
            BuyerId = subscription.BuyerId,
            SubscriptionId = subscription.Id,
            Event = what,
            Before = before,
            After = planned?.After ?? subscription.State(),
            StatusBefore = statusBefore,
            StatusAfter = subscription.Status,
            EffectiveOn = planned?.On,
            RequestId = requestId,
            PersonId = scope.Caller?.PersonId ?? Orderer?.PersonId,
            OrganizationId = scope.Caller?.OrganizationId ?? Orderer?.OrganizationId,
            At = clock.Now,
        };
        db.Add(entry);
        return entry.Id;
    }
}
