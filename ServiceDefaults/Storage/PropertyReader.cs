#pragma warning disable EF1001 // What EF Core gives to its compiled models, which have no query filters (decision 14). A version that changes it does not compile.
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ChangeTracking.Internal;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Internal;

namespace ServiceDefaults.Storage;

/// <summary>Reads one property of tracked entities.</summary>
internal abstract class PropertyReader
{
    /// <summary>Puts a reader in the place of what EF Core would compile for the property. Null, and nothing done, for what is read in another way than through a getter.</summary>
    public static PropertyReader? Install(RuntimeProperty property)
    {
        IProperty model = property;
        if (!model.IsShadowProperty() && !PropertyGetter.Reads(model))
            return null;
        var reader = (PropertyReader)Activator.CreateInstance(typeof(PropertyReader<>).MakeGenericType(model.ClrType), property)!;
        reader.Install();
        return reader;
    }

    /// <summary>The value now, as it is kept to see later whether it has changed.</summary>
    public abstract object? Keep(IInternalEntry entry);

    /// <summary>The same of what is part of a key, which may be compared in another way.</summary>
    public abstract object? KeepKey(IInternalEntry entry);

    protected abstract void Install();
}

internal sealed class PropertyReader<TValue>(RuntimeProperty property) : PropertyReader
{
    private readonly PropertyIndexes _indexes = ((IRuntimePropertyBase)property).PropertyIndexes;
    private PropertyGetter<TValue>? _ofEntity;
    private PropertyGetter<TValue>? _ofDeclaring;
    private Func<TValue, object?>? _keep;
    private Func<TValue, object?>? _keepKey;

    // Made when they are used: most of a model's properties are never read this way.
    private PropertyGetter<TValue> OfEntity => _ofEntity ??= (PropertyGetter<TValue>)PropertyGetter.FromEntity(property);
    private PropertyGetter<TValue> OfDeclaring => _ofDeclaring ??= (PropertyGetter<TValue>)PropertyGetter.FromDeclaring(property);

    public override object? Keep(IInternalEntry entry) => (_keep ??= Keeper(((IProperty)property).GetValueComparer()))(Current(entry));

    public override object? KeepKey(IInternalEntry entry) => (_keepKey ??= Keeper(((IProperty)property).GetKeyValueComparer()))(Current(entry));

    protected override void Install()
    {
        property.SetAccessors<TValue>(Current, BeforeStoreGenerated, Original, Snapshot);
        if (_indexes.ShadowIndex < 0)
            property.SetGetter<object, object, TValue>(
                (entity, _) => OfEntity.Read(entity), (entity, _) => IsSentinel(OfEntity.Read(entity)), instance => OfDeclaring.Read(instance), instance => IsSentinel(OfDeclaring.Read(instance)));
    }

    private TValue Current(IInternalEntry entry)
    {
        if (_indexes.StoreGenerationIndex < 0)
            return BeforeStoreGenerated(entry);
        if (entry.FlaggedAsStoreGenerated(_indexes.Index))
            return entry.ReadStoreGeneratedValue<TValue>(_indexes.StoreGenerationIndex);
        var value = BeforeStoreGenerated(entry);
        return entry.FlaggedAsTemporary(_indexes.Index) && IsSentinel(value) ? entry.ReadTemporaryValue<TValue>(_indexes.StoreGenerationIndex) : value;
    }

    private TValue BeforeStoreGenerated(IInternalEntry entry) =>
        _indexes.ShadowIndex < 0 ? OfEntity.Read(entry.Entity) : entry.ReadShadowValue<TValue>(_indexes.ShadowIndex);

    private TValue Original(IInternalEntry entry) => _indexes.OriginalValueIndex < 0
        ? throw new InvalidOperationException($"{property.DeclaringType.Name}.{property.Name} has no original value.")
        : entry.ReadOriginalValue<TValue>(property, _indexes.OriginalValueIndex);

    private TValue Snapshot(IInternalEntry entry) => _indexes.RelationshipIndex < 0
        ? entry.GetCurrentValue<TValue>(property)
        : ((InternalEntityEntry)entry).ReadRelationshipSnapshotValue<TValue>(property, _indexes.RelationshipIndex);

    /// <summary>What cannot change needs no copy, and no compiled function that returns what it is given.</summary>
    private static Func<TValue, object?> Keeper(ValueComparer comparer) =>
        comparer.SnapshotExpression is { Parameters: [var given], Body: var kept } && kept == given ? value => value : value => comparer.Snapshot(value);

    /// <summary>Whether it is what an unset property holds.</summary>
    private bool IsSentinel(TValue value)
    {
        var sentinel = property.Sentinel;
        return value is null ? sentinel is null : sentinel is not null && ((IProperty)property).GetValueComparer().Equals(value, sentinel);
    }
}
