using Aspire.Hosting;

namespace LocalHosting.Tests.Shape;

/// <summary>The public shape of the library is a part of Aspire.Hosting 13.5: what compiles here compiles there.</summary>
public sealed class PublicShapeTests
{
    // PublicShape.txt was compared with the real library's reference, line by line. Whoever adds a member adds the real one's signature there.
    [Fact]
    public void PublicMembers_OfTheLibrary_AreThoseOfAspireHosting()
    {
        using var stream = typeof(PublicShapeTests).Assembly.GetManifestResourceStream("PublicShape.txt")!;
        using var reader = new StreamReader(stream);
        var expected = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        var actual = new PublicShape().Of(typeof(DistributedApplication).Assembly).ToArray();

        var differences = actual.Except(expected, StringComparer.Ordinal).Select(l => $"not in the table: {l}")
            .Concat(expected.Except(actual, StringComparer.Ordinal).Select(l => $"not in the library: {l}"))
            .ToArray();
        Assert.True(differences.Length == 0, string.Join('\n', differences));
    }
}
