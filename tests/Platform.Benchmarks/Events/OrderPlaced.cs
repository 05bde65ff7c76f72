// The exchange is named after this namespace.
namespace Bench.Contracts.V1;

/// <summary>An event of the size that events here have: about 300 bytes.</summary>
public sealed record OrderPlaced(Guid Id, string Note);
