using Orgs.Domain.Aliases;
using Primitives;

namespace Orgs.Domain.Tests;

public sealed class AliasTests
{
    private static readonly Guid Holder = new("0199b0a0-0000-7000-8000-000000000001");
    private static readonly Guid Other = new("0199b0a0-0000-7000-8000-000000000002");
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("abc")]
    [InlineData("northwind-2")]
    [InlineData("0123456789012345678901234567890123456789")]
    public void Check_WellFormed_Passes(string alias) => Assert.Null(AliasName.Check(alias));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("01234567890123456789012345678901234567890")]
    [InlineData("Northwind")]
    [InlineData("north wind")]
    [InlineData("north_wind")]
    [InlineData("nörthwind")]
    [InlineData("north/wind")]
    [InlineData("northwind\n")]
    public void Check_Malformed_IsRefused(string? alias) => Assert.Equal("alias_malformed", AliasName.Check(alias)?.Code);

    [Theory]
    [InlineData("api")]
    [InlineData("docs")]
    [InlineData("health")]
    [InlineData("alive")]
    [InlineData("checkout")]
    public void Check_ReservedWord_IsRefused(string alias) => Assert.Equal("alias_reserved_word", AliasName.Check(alias)?.Code);

    [Theory]
    [InlineData("northwind", "Northwind Traders")]
    [InlineData("No such thing!", "Ä")]
    [InlineData("api", "API")]
    [InlineData(null, "X")]
    [InlineData("0123456789012345678901234567890123456789", "A name that is far longer than any alias can possibly be")]
    public void Suggest_WhateverIsWanted_GivesThreeThatPass(string? wanted, string name)
    {
        var candidates = AliasSuggestions.Candidates(wanted, name);

        var suggestions = AliasSuggestions.Among(candidates, candidates.Take(2).ToHashSet(StringComparer.Ordinal));

        Assert.Equal(3, suggestions.Count);
        Assert.All(suggestions, alias => Assert.Null(AliasName.Check(alias)));
        Assert.DoesNotContain(wanted, suggestions);
        Assert.Empty(suggestions.Intersect(candidates.Take(2), StringComparer.Ordinal));
    }

    [Fact]
    public void Claim_HeldByNobody_IsIn() => Assert.Equal(new AliasHolding(Holder, null), AliasHoldings.Claim(null, Holder, Now).Value);

    [Fact]
    public void Claim_InUseByAnother_IsRefused() =>
        Assert.Equal("alias_taken", AliasHoldings.Claim(new AliasHolding(Other, null), Holder, Now).Refusal?.Code);

    [Fact]
    public void Reserve_FormerHolder_TakesItBackForNinetyDays()
    {
        var reserved = AliasHoldings.Reserve(Holder, Now);

        Assert.Equal(Now.AddDays(90), reserved.ReservedUntil);
        Assert.Null(AliasHoldings.Claim(reserved, Holder, Now.AddDays(89)).Value.ReservedUntil);
        Assert.Equal("alias_taken", AliasHoldings.Claim(reserved, Other, Now.AddDays(90).AddTicks(-1)).Refusal?.Code);
        Assert.Equal(Other, AliasHoldings.Claim(reserved, Other, Now.AddDays(90)).Value.OrganizationId);
    }
}
