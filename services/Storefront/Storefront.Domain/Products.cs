namespace Storefront.Domain;

/// <summary>As Billing tells it.</summary>
public enum ProductKind
{
    Main,
    AddOn,
}

/// <summary>How a product is paid for, as Billing tells it.</summary>
public enum ChargeModel
{
    Recurring,
    OneTime,

    /// <summary>Per event alone.</summary>
    Usage,
}

/// <summary>Who does what it takes to deliver a product, as Billing tells it.</summary>
public enum Provisioning
{
    Automatic,

    /// <summary>The seller, line by line.</summary>
    Manual,
}

/// <summary>As Orgs tells it.</summary>
public enum ConnectionStatus
{
    Pending,
    Active,
    Suspended,
    Ended,
}

/// <summary>As Orgs tells it.</summary>
public enum OrganizationStatus
{
    Active,
    Suspended,
    Ended,
}
