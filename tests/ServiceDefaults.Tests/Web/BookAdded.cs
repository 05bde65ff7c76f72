namespace Library.Contracts.V1;

/// <summary>The event of the service made for these tests.</summary>
public sealed record BookAdded(Guid Id, string Title);
