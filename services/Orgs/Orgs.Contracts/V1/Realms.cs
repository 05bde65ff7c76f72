namespace Orgs.Contracts.V1;

/// <summary>A realm was created, together with the operator organisation at its root.</summary>
/// <param name="Kind"><c>live</c> or <c>sandbox</c>.</param>
public sealed record RealmCreated(Guid RealmId, string Name, string Kind, Guid OperatorId);
