using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace ServiceDefaults.Storage;

/// <summary>Names every table, column, key and index that the service did not name itself in snake_case, as one types it in psql.</summary>
internal sealed class SnakeCaseConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (entity.IsMappedToJson())
                continue;
            if (entity.GetTableName() is { } table)
                entity.Builder.ToTable(SnakeCase(table), entity.GetSchema());
            if (StoreObjectIdentifier.Create(entity, StoreObjectType.Table) is { } stored)
                NameColumns(entity, stored);
            foreach (var key in entity.GetKeys())
                key.Builder.HasName(key.GetName() is { } name ? SnakeCase(name) : null);
            foreach (var foreignKey in entity.GetForeignKeys())
                foreignKey.Builder.HasConstraintName(foreignKey.GetConstraintName() is { } name ? SnakeCase(name) : null);
            foreach (var index in entity.GetIndexes())
                index.Builder.HasDatabaseName(index.GetDatabaseName() is { } name ? SnakeCase(name) : null);
        }
    }

    // Asked for in the table they are stored in, the names of nested values carry the name of what they are nested in.
    private static void NameColumns(IConventionTypeBase type, StoreObjectIdentifier table)
    {
        foreach (var property in type.GetDeclaredProperties())
            property.Builder.HasColumnName(SnakeCase(property.GetColumnName(table) ?? property.GetColumnName()));
        foreach (var complex in type.GetDeclaredComplexProperties())
        {
            if (!complex.ComplexType.IsMappedToJson())
                NameColumns(complex.ComplexType, table);
        }
    }

    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var letter = name[i];
            if (!char.IsUpper(letter))
            {
                text.Append(letter);
                continue;
            }
            var startsWord = i > 0 && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
