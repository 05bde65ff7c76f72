namespace Billing.Domain;

/// <summary>What a request does, and to what.</summary>
public enum RequestChange
{
    /// <summary>A new subscription, add-on or one-time charge.</summary>
    Create,

    /// <summary>Another product, interval or plan length.</summary>
    Upgrade,

    /// <summary>Some units become a subscription to another product, and the others stay: ordered only, never proposed.</summary>
    PartialUpgrade,

    /// <summary>Another quantity or price of the same product.</summary>
    Modify,

    /// <summary>All of it, or some units.</summary>
    Cancel,

    /// <summary>A cancellation that is still to come is called off.</summary>
    UndoCancellation,
}

/// <summary>When a change takes effect.</summary>
public enum EffectiveTime
{
    Now,

    /// <summary>With the end of what is charged already.</summary>
    PeriodEnd,

    /// <summary>At the start of a day in the seller's calendar.</summary>
    Date,
}
