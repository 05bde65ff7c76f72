namespace Storefront.Domain.Mails;

/// <summary>What a mail of the storefront is about.</summary>
public enum MailKind
{
    /// <summary>To the buyer: the order has arrived. With the address of its status page.</summary>
    OrderConfirmation,

    /// <summary>To the seller: an order waits for its decision.</summary>
    ApprovalWanted,

    /// <summary>To the buyer: everything that will be delivered is delivered.</summary>
    OrderExecuted,

    /// <summary>To the buyer: nothing will be delivered, and why.</summary>
    OrderCanceled,

    /// <summary>To a reseller: its own storefront is open. The template is that of its parent.</summary>
    StorefrontWelcome,
}
