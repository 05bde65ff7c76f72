namespace Billing.Domain.Tests;

public sealed class CardTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("4242424242424242", true)]
    [InlineData("4242 4242 4242 4242", true)]
    [InlineData("3782-822463-10005", true)]
    [InlineData("test_visa", false)]
    [InlineData("tok_4242424242424242", false)]
    [InlineData("12345678901", false)]
    public void LooksLikeOne_OnlyNumbersAsLongAsACards_AreTaken(string text, bool expected) => Assert.Equal(expected, CardNumbers.LooksLikeOne(text));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    public void Next_AfterADecline_WaitsLongerEachTime(int tries, int days) => Assert.Equal(Monday.AddDays(days), CardRetry.Next(tries, Monday));

    [Fact]
    public void Next_AfterTheLastTry_IsNone() => Assert.Null(CardRetry.Next(4, Monday));
}
