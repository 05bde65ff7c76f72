using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Tests.Storage;

/// <summary>The smallest service there is: what the tests of the mechanics save, read and react with.</summary>
internal sealed class SampleDb(DbContextOptions<SampleDb> options, Scope scope) : ServiceDbContext(options, scope)
{
    public DbSet<SampleConnection> SampleConnections => Set<SampleConnection>();
    public DbSet<SampleEffect> Effects => Set<SampleEffect>();

    public static SampleDb WithoutServer(Scope scope) =>
        new(new DbContextOptionsBuilder<SampleDb>().UseNpgsql("Host=localhost", ServiceDbOptions.Configure).Options, scope);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<SampleConnection>().ComplexProperty(row => row.FirstPrice);
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
