namespace ServiceDefaults.Storage;

/// <summary>A row of one realm, seen by everyone in it.</summary>
public interface IRealmRow
{
    Guid RealmId { get; }
}

/// <summary>A row that both sides of a connection see, and nobody else.</summary>
public interface IConnectionRow : IRealmRow
{
    Guid SellerId { get; }
    Guid BuyerId { get; }
}

/// <summary>A row that one organisation sees.</summary>
public interface IOwnedRow : IRealmRow
{
    Guid OrganizationId { get; }
}

/// <summary>A row whose version the operation raises itself; two writers of the same version conflict.</summary>
public interface IVersionedRow
{
    long Version { get; set; }
}
