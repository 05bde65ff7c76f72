using Primitives;

namespace Billing.Domain;

public enum RequestType
{
    Subscription,
    AddOn,
    OneTimeCharge,
}

/// <summary>What a request wants to be so.</summary>
public sealed record RequestedState(Guid ProductId, string ProductName, int Quantity, Money UnitPrice, Term Interval, Term PlanLength)
{
    // A method, because this record is stored as JSON and a property would be stored with it.
    public PriceTerms Terms() => new(UnitPrice.Currency, Interval, PlanLength);
}

/// <summary>What the seller pays itself for a sale, at the version it was quoted.</summary>
public sealed record WholesaleQuote(Money UnitPrice, int Version, ChargedPer Per)
{
    /// <summary>What one period costs the seller.</summary>
    public Money For(int quantity) => UnitPrice * (Per == ChargedPer.Account ? 1 : quantity);
}

public static class RequestRules
{
    public const int MostUnits = 1_000_000;

    /// <summary>Whether a seller can propose <paramref name="wanted"/> on a connection in that state.</summary>
    /// <param name="wanted">The new state.</param>
    /// <param name="connectionIsActive">An ended or suspended connection takes no new sales.</param>
    /// <param name="connectionCurrency">Fixed by the connection's first charge; null before.</param>
    public static Result<RequestedState> Propose(RequestedState wanted, bool connectionIsActive, Currency? connectionCurrency)
    {
        if (!connectionIsActive)
        {
            return new Refusal("connection_not_active", "Nothing can be proposed on a connection that is not active.");
        }

        if (wanted.Quantity is < 1 or > MostUnits)
        {
            return Refusal.Invalid("quantity", "quantity_out_of_range", $"The quantity is between 1 and {MostUnits}.");
        }

        if (PriceLimit.Check("retailPrice.amount", wanted.UnitPrice) is { } wrong)
        {
            return Refusal.Invalid(wrong.Field, wrong.Code, wrong.Detail);
        }

        if (!wanted.PlanLength.IsWholeNumberOf(wanted.Interval))
        {
            return Refusal.Invalid("planLength", "plan_length_not_whole_intervals", "The plan length is a whole number of intervals.");
        }

        if (connectionCurrency is { } currency && currency != wanted.UnitPrice.Currency)
        {
            return new Refusal("connection_currency_fixed", $"This connection is billed in {currency.Code}.");
        }

        return wanted;
    }

    /// <summary>Whether that person, acting there, can decide about the request. Permission comes before state: who must not decide does not learn whether it is too late.</summary>
    /// <param name="status">The request's.</param>
    /// <param name="action">Approve or reject.</param>
    /// <param name="proposerId">The organisation that proposed.</param>
    /// <param name="actingFor">The organisation the person acts in.</param>
    /// <param name="belongsToProposer">Whether the person is a member of the proposing organisation, whichever it acts in now.</param>
    public static Result<RequestStatus> Decide(RequestStatus status, RequestAction action, Guid proposerId, Guid actingFor, bool belongsToProposer) =>
        actingFor == proposerId || belongsToProposer
            ? new Refusal("decider_belongs_to_proposer", "Whoever belongs to the proposing organisation cannot decide about its request.", RefusalKind.NotPermitted)
            : RequestLifecycle.Table.Next(status, action, RequestActor.Decider);

    /// <summary>Null where other terms can be proposed in answer. Whether something ends or not has none: it is agreed to or not.</summary>
    public static Refusal? Counter(RequestChange change, RequestedState proposed, RequestedState wanted)
    {
        if (change is RequestChange.Cancel or RequestChange.UndoCancellation)
        {
            return new Refusal("request_counter_not_possible", "A cancellation is approved or rejected; there are no other terms to it.", RefusalKind.Unprocessable);
        }

        return wanted == proposed ? new Refusal("nothing_changes", "These are the terms that were proposed.", RefusalKind.Unprocessable) : null;
    }

    /// <summary>An approval holds for the cost that was quoted, or the seller would find another margin than the one it proposed with.</summary>
    public static Refusal? CheckCost(WholesaleQuote? quoted, WholesaleQuote? current) =>
        quoted == current ? null : new Refusal("price_changed", "A price behind this request has changed; it has to be proposed again.");
}
