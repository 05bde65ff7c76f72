using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Prices;

/// <summary>One seller's own prices for one product. Nobody else's query reaches them.</summary>
internal sealed class PriceBook : IOwnedRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The seller.</summary>
    public required Guid OrganizationId { get; init; }

    public required Guid ProductId { get; init; }
    public long Version { get; set; } = 1;
    public List<PriceBookEntry> Entries { get; } = [];

    /// <summary>Adds the next version of a rule.</summary>
    /// <param name="draft">Checked.</param>
    /// <param name="connectionId">The one buyer it is for; null where it is for all of its audience.</param>
    /// <param name="now">Realm time.</param>
    public PriceBookEntry Add(PriceRuleDraft draft, Guid? connectionId, Guid personId, DateTimeOffset now)
    {
        var earlier = Entries.Where(entry => entry.Audience == draft.Audience && entry.ConnectionId == connectionId && entry.Terms == draft.Terms);
        var entry = new PriceBookEntry
        {
            Id = Guid.CreateVersion7(),
            RealmId = RealmId,
            OrganizationId = OrganizationId,
            PriceBookId = Id,
            ProductId = ProductId,
            Audience = draft.Audience,
            ConnectionId = connectionId,
            Fee = draft.Terms.Fee,
            Currency = draft.Terms.Currency,
            Interval = draft.Terms.Interval,
            PlanLength = draft.Terms.PlanLength,
            Number = earlier.Count() + 1,
            Kind = draft.Kind,
            MinorUnits = draft.Amount?.MinorUnits,
            BasisPoints = draft.BasisPoints ?? 0,
            From = draft.From,
            SetByPersonId = personId,
            SetAt = now,
        };
        Entries.Add(entry);
        Version++;
        return entry;
    }
}

/// <summary>One version of one of a seller's rules. Versions are added, never changed.</summary>
internal sealed class PriceBookEntry : IOwnedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid OrganizationId { get; init; }
    public required Guid PriceBookId { get; init; }
    public required Guid ProductId { get; init; }
    public required PriceAudience Audience { get; init; }

    /// <summary>The one buyer's connection; null where it is for all of its audience.</summary>
    public Guid? ConnectionId { get; init; }

    public required FeeKind Fee { get; init; }
    public required Currency Currency { get; init; }
    public required Term Interval { get; init; }
    public required Term PlanLength { get; init; }

    /// <summary>Counts the versions of this rule from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Null where the version retires the rule.</summary>
    public PriceRuleKind? Kind { get; init; }

    public long? MinorUnits { get; init; }
    public required int BasisPoints { get; init; }

    /// <summary>Applies from then until a later version does.</summary>
    public required DateTimeOffset From { get; init; }

    public required Guid SetByPersonId { get; init; }
    public required DateTimeOffset SetAt { get; init; }

    public PriceTerms Terms => new(Currency, Interval, PlanLength, Fee);

    public Money? Amount => MinorUnits is { } units ? new Money(units, Currency) : null;

    public DatedRule ToRule() => new(From, Number, Kind is { } kind ? new PriceRule(kind, Amount, BasisPoints, Number) : null);
}
