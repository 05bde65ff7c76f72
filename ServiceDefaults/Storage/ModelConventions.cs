using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ServiceDefaults.Storage;

/// <summary>PostgreSQL keeps instants, not offsets, and Npgsql refuses any offset but zero.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(value => value.ToUniversalTime(), value => value);

/// <summary>Makes <see cref="IVersionedRow.Version"/> a concurrency token.</summary>
internal sealed class VersionConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (entity.ClrType.IsAssignableTo(typeof(IVersionedRow)))
                entity.FindProperty(nameof(IVersionedRow.Version))?.Builder.IsConcurrencyToken(concurrencyToken: true);
        }
    }
}
