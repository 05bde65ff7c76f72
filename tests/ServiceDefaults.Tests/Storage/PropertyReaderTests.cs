#pragma warning disable EF1001 // What is compared with is EF Core's own.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking.Internal;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Internal;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Tests.Storage;

/// <summary>Our readers of tracked entities give what EF Core's compiled expressions give.</summary>
public sealed class PropertyReaderTests : IDisposable
{
    private static readonly Guid Id = Guid.CreateVersion7();
    private readonly SampleDb _db = SampleDb.WithoutServer(new Scope());

    public static TheoryData<string> Rows => ["full", "sparse", "blank", "connection", "added", "stored"];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Accessors_OfEveryProperty_ReadWhatEfCoreReads(string row)
    {
        var entry = Track(row);
        foreach (var property in Properties(entry))
        {
            var (ours, efs) = (((IRuntimePropertyBase)property).Accessors, PropertyAccessorsFactory.Instance.Create(property));
            Assert.IsType<PropertyReader>(ours.CurrentValueGetter.Target, exactMatch: false);
            Assert.Equal(efs.CurrentValueGetter.DynamicInvoke(entry), ours.CurrentValueGetter.DynamicInvoke(entry));
            Assert.Equal(efs.PreStoreGeneratedCurrentValueGetter.DynamicInvoke(entry), ours.PreStoreGeneratedCurrentValueGetter.DynamicInvoke(entry));
            Assert.Equal(efs.RelationshipSnapshotGetter.DynamicInvoke(entry), ours.RelationshipSnapshotGetter.DynamicInvoke(entry));
            if (property.GetOriginalValueIndex() >= 0)
                Assert.Equal(efs.OriginalValueGetter!.DynamicInvoke(entry), ours.OriginalValueGetter!.DynamicInvoke(entry));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Getter_OfEveryProperty_ReadsWhatEfCoreReads(string row)
    {
        var entry = Track(row);
        foreach (var property in Properties(entry).Where(property => !property.IsShadowProperty()))
        {
            var (ours, efs) = (property.GetGetter(), ClrPropertyGetterFactory.Instance.Create(property));
            Assert.Equal(efs.GetClrValueUsingContainingEntity(entry.Entity), ours.GetClrValueUsingContainingEntity(entry.Entity));
            Assert.Equal(efs.HasSentinelValueUsingContainingEntity(entry.Entity), ours.HasSentinelValueUsingContainingEntity(entry.Entity));
            var declaring = property.DeclaringType is IComplexType complex ? complex.ComplexProperty.PropertyInfo!.GetValue(entry.Entity)! : entry.Entity;
            Assert.Equal(efs.GetClrValue(declaring), ours.GetClrValue(declaring));
            Assert.Equal(efs.HasSentinelValue(declaring), ours.HasSentinelValue(declaring));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void KeptValues_OfAnEntity_AreWhatEfCoreKeeps(string row)
    {
        var entry = Track(row);
        var type = (IRuntimeEntityType)entry.EntityType;

        var (originals, keys) = (type.OriginalValuesFactory(entry), type.RelationshipSnapshotFactory(entry));

        Assert.IsType<KeptValues>(originals);
        Assert.IsType<KeptValues>(keys);
        AssertSame(OriginalValuesFactoryFactory.Instance.Create(type)(entry), originals, type.OriginalValueCount);
        AssertSame(RelationshipSnapshotFactoryFactory.Instance.Create(type)(entry), keys, type.RelationshipPropertyCount);
    }

    [Fact]
    public void Change_OfAPropertyOfAComplexOne_IsSeen()
    {
        var connection = Connection();
        _db.Attach(connection);

        connection.FirstPrice = connection.FirstPrice with { Amount = 7 };
        connection.Name = "Other";
        _db.ChangeTracker.DetectChanges();

        var changed = _db.Entry(connection).GetInfrastructure().EntityType.GetFlattenedProperties().Where(property => _db.Entry(connection).GetInfrastructure().IsModified(property));
        Assert.Equal([nameof(SamplePrice.Amount), nameof(SampleConnection.Name)], changed.Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _db.Dispose();

    private static void AssertSame(ISnapshot expected, ISnapshot actual, int count) =>
        Assert.Equal(Enumerable.Range(0, count).Select(slot => expected[slot]), Enumerable.Range(0, count).Select(slot => actual[slot]));

    private static IEnumerable<IProperty> Properties(InternalEntityEntry entry) => entry.EntityType.GetFlattenedProperties();

    private InternalEntityEntry Track(string row)
    {
        object tracked = row switch
        {
            "full" => Reading("A remark", DateTimeOffset.UnixEpoch, SampleQuality.Bad, new SamplePrice(12, "EUR")),
            "sparse" => Reading(remark: null, checkedAt: null, before: null, new SamplePrice(0, "USD")),
            "connection" => Connection(),
            _ => new SampleEffect { Id = row == "stored" ? 7 : 0, RealmId = Guid.Empty, What = "nothing", At = default },
        };
        // What is added without an id is given a passing one.
        var entry = row switch { "added" => _db.Add(tracked), "blank" => _db.Entry(tracked), _ => _db.Attach(tracked) };
        return entry.GetInfrastructure();
    }

    private static SampleConnection Connection() => new() { Id = Id, RealmId = Id, SellerId = Guid.Empty, BuyerId = Id, Name = "Fabrikam", FirstPrice = new SamplePrice(5, "JPY"), Version = 3 };

    private static SampleReading Reading(string? remark, DateTimeOffset? checkedAt, SampleQuality? before, SamplePrice price) => new()
    {
        Id = Id,
        RealmId = Id,
        Name = "",
        Remark = remark,
        Count = 0,
        IsFinal = true,
        Share = 0.125m,
        Day = new DateOnly(2026, 2, 28),
        At = DateTimeOffset.UnixEpoch,
        CheckedAt = checkedAt,
        CheckedBy = checkedAt is null ? null : Id,
        Quality = SampleQuality.Good,
        QualityBefore = before,
        Price = price,
    };
}
