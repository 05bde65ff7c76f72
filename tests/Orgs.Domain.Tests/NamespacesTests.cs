using System.Text.RegularExpressions;
using FsCheck.Fluent;
using Orgs.Domain.Organizations;
using Primitives;

namespace Orgs.Domain.Tests;

public sealed class NamespacesTests
{
    [Theory]
    [InlineData("Northwind", "northwind")]
    [InlineData("  Über & Söhne GmbH!  ", "uber-sohne-gmbh")]
    [InlineData("A.B.C.", "a-b-c")]
    [InlineData("日本", "organization")]
    [InlineData("", "organization")]
    public void SlugOf_Name_KeepsLettersAndDigits(string name, string slug) => Assert.Equal(slug, Slug.Of(name));

    [Fact]
    public void SlugOf_AnyName_IsAWellFormedSlug() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(
            ArbMap.Default.ArbFor<FsCheck.NonNull<string>>(),
            name => Regex.IsMatch(Slug.Of(WellFormed(name.Get)), "^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)));

    [Fact]
    public void SlugOf_LongName_EndsInNoHyphen() =>
        Assert.Equal(new string('a', 39), Slug.Of(new string('a', 39) + " b"));

    [Fact]
    public void FirstFree_TakenSlugs_CountsUp()
    {
        Assert.Equal("contoso", Namespaces.FirstFree("contoso", new HashSet<string>()));
        Assert.Equal("contoso-2", Namespaces.FirstFree("contoso", new HashSet<string> { "contoso" }));
        Assert.Equal("contoso-3", Namespaces.FirstFree("contoso", new HashSet<string> { "contoso", "contoso-2", "contoso-4" }));
    }

    // JSON strings reach the rule as valid Unicode: a lone surrogate does not.
    private static string WellFormed(string text) => string.Concat(text.Where(character => !char.IsSurrogate(character)));
}
