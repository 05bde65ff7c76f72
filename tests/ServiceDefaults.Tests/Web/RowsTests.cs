using Primitives;
using ServiceDefaults.Web;

namespace ServiceDefaults.Tests.Web;

public sealed class RowsTests
{
    private static readonly Refusal Odd = Refusal.Invalid("name", "odd", "It is odd.");

    [Theory]
    [InlineData(0)]
    [InlineData(Rows.Most + 1)]
    public void Check_TooFewOrTooMany_SaysSoAndNothingOfTheRows(int count) =>
        Assert.Equal([("people", "out_of_range")], Errors(Rows.Check("people", [.. Enumerable.Range(0, count)], _ => Odd)));

    [Fact]
    public void Check_RowsThatAreWrong_AreNamed() =>
        Assert.Equal([("people[1].name", "odd"), ("people[3].name", "odd")], Errors(Rows.Check("people", [0, 1, 2, 3], row => row % 2 == 1 ? Odd : null)));

    [Fact]
    public void Check_NothingWrong_IsNull() => Assert.Null(Rows.Check("people", [0, 2], _ => null));

    [Fact]
    public void In_RefusalOfTheWholeRow_NamesTheRow()
    {
        var refusal = new Refusal("gone", "It is gone.", RefusalKind.NotFound).In(Rows.Path("people", 2));

        Assert.Equal("gone", refusal.Code);
        Assert.Equal([("people[2]", "gone")], Errors(refusal));
    }

    private static IEnumerable<(string Field, string Code)> Errors(Refusal? refusal) => refusal!.Errors!.Select(error => (error.Field, error.Code));
}
