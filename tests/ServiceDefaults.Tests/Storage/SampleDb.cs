using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Tests.Storage;

/// <summary>The smallest service there is: what the tests of the mechanics save, read and react with.</summary>
internal sealed class SampleDb(DbContextOptions<SampleDb> options, Scope scope) : ServiceDbContext(options, scope)
{
    public DbSet<SampleConnection> SampleConnections => Set<SampleConnection>();
    public DbSet<SampleReading> Readings => Set<SampleReading>();
    public DbSet<SampleEffect> Effects => Set<SampleEffect>();

    public static SampleDb WithoutServer(Scope scope) =>
        new(new DbContextOptionsBuilder<SampleDb>().UseNpgsql("Host=localhost", ServiceDbOptions.Configure).Options, scope);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<SampleConnection>().ComplexProperty(row => row.FirstPrice);
        modelBuilder.Entity<SampleReading>(reading =>
        {
            reading.ComplexProperty(row => row.Price);
            reading.Property(row => row.Share).HasPrecision(6, 3);
            reading.Property(row => row.Unit).HasMaxLength(10).HasDefaultValue("piece");
        });
        modelBuilder.Entity<SampleEffect>().HasKey(row => row.Id);
    }
}

internal sealed class SampleConnection : IConnectionRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required string Name { get; set; }
    public SamplePrice FirstPrice { get; set; } = new(0, "USD");
    public long Version { get; set; }
}

internal sealed record SamplePrice(long Amount, string Currency);

/// <summary>What a reaction or due work did, in the order it did it.</summary>
internal sealed class SampleEffect : IRealmRow
{
    public long Id { get; init; }
    public required Guid RealmId { get; init; }
    public required string What { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal enum SampleQuality
{
    Good,
    Bad,
}

/// <summary>A row with a column of every kind.</summary>
internal sealed class SampleReading : IRealmRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required string Name { get; init; }
    public string? Remark { get; init; }
    public string Unit { get; init; } = "piece";
    public required int Count { get; init; }
    public required bool IsFinal { get; init; }
    public required decimal Share { get; init; }
    public required DateOnly Day { get; init; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? CheckedAt { get; init; }
    public Guid? CheckedBy { get; init; }
    public required SampleQuality Quality { get; init; }
    public SampleQuality? QualityBefore { get; init; }
    public SamplePrice Price { get; init; } = new(0, "USD");
}
