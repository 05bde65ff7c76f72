using System.Runtime.InteropServices;
using Primitives;

namespace Storefront.Domain;

/// <summary>How many units an action can be about, both bounds included.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct UnitRange(int Smallest, int Largest)
{
    public bool Includes(int quantity) => quantity >= Smallest && quantity <= Largest;
}

/// <summary>Whether something can be done, and within what bounds; or why not.</summary>
/// <param name="Refusal">Null where it is offered.</param>
/// <param name="Units">Null where an action is not about units.</param>
/// <param name="Effective">When it can take effect, the usual first; nothing where that is not asked.</param>
/// <param name="EarliestOn">First day that can be named.</param>
public sealed record ActionOffer(
    SubscriptionAction Action, Refusal? Refusal, UnitRange? Units = null, IReadOnlyList<EffectiveTime>? Effective = null, DateOnly? EarliestOn = null)
{
    public bool IsOffered => Refusal is null;

    /// <summary>Products to choose from: for an upgrade, and for an add-on.</summary>
    public IReadOnlyList<ProductOffer> Products { get; init; } = [];

    /// <summary>Add-ons to choose from, each with its own bounds: those that can be decreased, or cancelled.</summary>
    public IReadOnlyList<AddOnOffer> AddOns { get; init; } = [];
}

/// <summary>A product that an upgrade or an add-on can choose.</summary>
public sealed record ProductOffer(ActionProduct Product, ShopPrice Price, UnitRange Units);

/// <summary>An add-on that something can be done to.</summary>
public sealed record AddOnOffer(Guid SubscriptionId, UnitRange Units, IReadOnlyList<EffectiveTime> Effective, DateOnly? EarliestOn);

/// <summary>What a customer asks for.</summary>
/// <param name="Quantity">Units; null for all where all can be meant.</param>
/// <param name="ProductId">What to upgrade to, or which add-on to buy.</param>
/// <param name="AddOnSubscriptionId">Which add-on to decrease or to cancel.</param>
/// <param name="Effective">The usual time where left out.</param>
/// <param name="EffectiveOn">With <see cref="EffectiveTime.Date"/>.</param>
public sealed record ActionWish(
    SubscriptionAction Action,
    int? Quantity = null,
    Guid? ProductId = null,
    Guid? AddOnSubscriptionId = null,
    EffectiveTime? Effective = null,
    DateOnly? EffectiveOn = null);

/// <summary>What a wish comes to: a line of an order, without its price.</summary>
/// <param name="SubscriptionId">What changes; null where something is bought.</param>
/// <param name="Product">What is bought, or what the subscription is to; for an upgrade what it becomes.</param>
/// <param name="Price">Null for what gives units up, and for units more: those cost what the others do.</param>
public sealed record PermittedAction(
    LineAction Line, Guid? SubscriptionId, ActionProduct Product, int Quantity, ShopPrice? Price, EffectiveTime Effective, DateOnly? EffectiveOn);
