using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Primitives;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>
/// What a seller's back office prepares for one of its buyers. A table of its own that the buyer's queries cannot reach: no flag to forget. It becomes an
/// order when it is submitted, and is gone then.
/// </summary>
internal sealed class OrderDraft : IOwnedRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The seller.</summary>
    public required Guid OrganizationId { get; init; }

    public required Guid ConnectionId { get; init; }
    public required Guid CreatedById { get; init; }
    public required IReadOnlyList<DraftLine> Lines { get; set; }
    public string? Alias { get; set; }
    public string? Note { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>A line without prices: those are looked up when it is ordered.</summary>
/// <param name="ProductId">What is bought, or what an upgrade leads to; left out elsewhere, where the subscription says it.</param>
/// <param name="SubscriptionId">What it changes; left out where it buys.</param>
/// <param name="MainSubscriptionId">For an add-on that is bought: what it belongs to, if that exists already.</param>
/// <param name="MainLineIndex">For an add-on that is bought: the place, from 0, of the line that buys what it belongs to.</param>
/// <param name="Quantity">How many units it is about; 0 for undo.</param>
/// <param name="Currency">ISO 4217; with what is bought.</param>
/// <param name="Interval">How often it is charged; with what is bought or upgraded to.</param>
/// <param name="PlanLength">The commitment; likewise.</param>
/// <param name="Effective">At once if left out.</param>
/// <param name="EffectiveOn">With the effective time date.</param>
internal sealed record DraftLine(
    LineAction Action,
    Guid? ProductId,
    Guid? SubscriptionId,
    Guid? MainSubscriptionId,
    int? MainLineIndex,
    int Quantity,
    string? Currency,
    Term? Interval,
    Term? PlanLength,
    EffectiveTime Effective = EffectiveTime.Now,
    DateOnly? EffectiveOn = null,
    string? Instructions = null);

/// <summary>The lines of a draft are read and replaced as a whole.</summary>
internal sealed class DraftLinesConverter() : ValueConverter<IReadOnlyList<DraftLine>, string>(
    lines => JsonSerializer.Serialize(lines, EventJson.Options),
    json => JsonSerializer.Deserialize<List<DraftLine>>(json, EventJson.Options)!);
