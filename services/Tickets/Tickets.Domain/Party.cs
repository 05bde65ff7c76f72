using Primitives;

namespace Tickets.Domain;

/// <summary>Who moves a ticket: a person of either side of its connection, or the realm's clock.</summary>
public enum Party
{
    Seller,
    Buyer,
    Clock,
}

public static class Parties
{
    /// <summary>The side <paramref name="organizationId"/> is on. Only a ticket's own two sides ever load it, so who is not the seller is the buyer.</summary>
    public static Party Of(Guid organizationId, Guid sellerId) => organizationId == sellerId ? Party.Seller : Party.Buyer;

    /// <summary>The side that handles tickets; the other one asks.</summary>
    public static Refusal? RequireSeller(Party party) =>
        party == Party.Buyer
            ? new Refusal("seller_only", "Only the people of the organisation that answers this ticket can do that.", RefusalKind.NotPermitted)
            : null;

    /// <summary>The people of a suspended organisation may ask for help, and go on asking in what they have asked; they answer nobody.</summary>
    public static Refusal? RefuseSuspended(Party party, bool isSuspended) =>
        isSuspended && party == Party.Seller
            ? new Refusal("organization_suspended", "Your organisation is suspended; it can read, pay and ask for help.", RefusalKind.NotPermitted)
            : null;
}
