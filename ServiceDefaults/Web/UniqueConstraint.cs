using Microsoft.Extensions.DependencyInjection;
using Primitives;

namespace ServiceDefaults.Web;

/// <summary>What a caller is told when two writers race for a unique value and the database lets one through.</summary>
/// <param name="Name">The constraint's or unique index's name.</param>
/// <param name="Refusal">The same refusal that the operation gives when it sees the value taken.</param>
internal sealed record UniqueConstraint(string Name, Refusal Refusal);

/// <summary>Names unique constraints for callers.</summary>
public static class UniqueConstraintRegistration
{
    /// <summary>A violation of this constraint answers with this refusal; one that nobody named is an internal error.</summary>
    public static IServiceCollection RefuseDuplicates(this IServiceCollection services, string constraint, Refusal refusal) =>
        services.AddSingleton(new UniqueConstraint(constraint, refusal));
}
