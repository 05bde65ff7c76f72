namespace ServiceDefaults.Security;

/// <summary>The signed-in person, acting for one organisation in one realm, as its token says.</summary>
public sealed partial record Caller(
    Guid PersonId,
    Guid OrganizationId,
    OrganizationKind Kind,
    Role Role,
    Guid RealmId,
    bool IsLiveRealm,
    Guid SessionId,
    bool IsSuspended);
