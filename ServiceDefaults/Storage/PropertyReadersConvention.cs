using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace ServiceDefaults.Storage;

/// <summary>
/// Has tracked entities read without a compiler. EF Core builds up to eight expressions for each property and two for each entity and compiles them at their first use: in a
/// service that has just started these were half of all dynamic methods (decision 14).
/// </summary>
internal sealed class PropertyReadersConvention : IModelFinalizedConvention
{
    public IModel ProcessModelFinalized(IModel model)
    {
        // Any other kind of model is for migrations, which read no rows.
        foreach (var entity in model.GetEntityTypes().OfType<RuntimeEntityType>().Where(entity => !((IEntityType)entity).IsPropertyBag))
            KeptValues.Install(entity, Readers(entity));
        return model;
    }

    private static Dictionary<IPropertyBase, PropertyReader> Readers(ITypeBase type)
    {
        var readers = new Dictionary<IPropertyBase, PropertyReader>();
        foreach (var property in type.GetFlattenedProperties().Cast<RuntimeProperty>())
        {
            if (PropertyReader.Install(property) is { } reader)
                readers.Add(property, reader);
        }

        return readers;
    }
}
