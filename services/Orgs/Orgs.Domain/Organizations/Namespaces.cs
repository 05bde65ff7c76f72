namespace Orgs.Domain.Organizations;

/// <summary>The namespace of an organisation, <c>org:&lt;slug&gt;</c>: how it and its people are named from outside. Unique per realm.</summary>
public static class Namespaces
{
    public const string Prefix = "org:";

    /// <summary>The first of slug, slug-2, slug-3, … that nobody has.</summary>
    public static string FirstFree(string slug, IReadOnlySet<string> taken)
    {
        if (!taken.Contains(slug))
        {
            return slug;
        }

        var suffix = 2;
        while (taken.Contains($"{slug}-{suffix}"))
        {
            suffix++;
        }

        return $"{slug}-{suffix}";
    }

    public static string Of(string slug) => Prefix + slug;
}
