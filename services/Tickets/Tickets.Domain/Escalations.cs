using Primitives;

namespace Tickets.Domain;

/// <summary>Which tickets go up to the realm's operator.</summary>
public static class Escalations
{
    /// <summary>Null when a ticket that <paramref name="sellerId"/> answers can be escalated.</summary>
    /// <param name="operatorId">The realm's operator; null until the news of it has arrived.</param>
    /// <param name="isEscalated">It has a twin that nobody has de-escalated. One that was can be escalated anew.</param>
    public static Refusal? RefuseEscalation(Guid sellerId, Guid? operatorId, bool isEscalated)
    {
        if (operatorId is null)
        {
            return new Refusal("operator_unknown", "The realm's operator is not known here yet. Try again in a moment.");
        }

        if (sellerId == operatorId)
        {
            return new Refusal("answered_by_operator", "The operator answers this ticket already: there is nobody above it.");
        }

        return isEscalated ? new Refusal("already_escalated", "This ticket is escalated already.") : null;
    }

    /// <summary>The ticket is none of the two of an escalation that lasts.</summary>
    public static Refusal RefuseDeescalation() => new("not_escalated", "This ticket is not escalated.");
}
