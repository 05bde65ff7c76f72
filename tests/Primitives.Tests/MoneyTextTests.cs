namespace Primitives.Tests;

public sealed class MoneyTextTests
{
    [Fact]
    public void TryParse_WhatToDecimalStringWrote_GivesTheSameMoney() =>
        Amounts.Hold(Amounts.Any, money => Money.TryParse(money.ToDecimalString(), money.Currency, out var read) && read == money);

    [Theory]
    [InlineData(1234, "USD", "12.34")]
    [InlineData(-5, "USD", "-0.05")]
    [InlineData(0, "USD", "0.00")]
    [InlineData(1234, "JPY", "1234")]
    [InlineData(-7, "KWD", "-0.007")]
    [InlineData(long.MinValue, "KWD", "-9223372036854775.808")]
    public void ToDecimalString_AnyExponent_HasExactlyTheCurrencysDigits(long minorUnits, string currency, string expected) =>
        Assert.Equal(expected, new Money(minorUnits, Currency.Parse(currency)).ToDecimalString());

    [Theory]
    [InlineData("12.3", "USD")]
    [InlineData("12.345", "USD")]
    [InlineData("12", "USD")]
    [InlineData("12.", "USD")]
    [InlineData(".34", "USD")]
    [InlineData("12.0", "JPY")]
    [InlineData("12.", "JPY")]
    [InlineData("1.00", "KWD")]
    [InlineData("", "USD")]
    [InlineData("-", "JPY")]
    [InlineData("+1.00", "USD")]
    [InlineData("--1.00", "USD")]
    [InlineData("1.-5", "USD")]
    [InlineData("01.00", "USD")]
    [InlineData("1,000.00", "USD")]
    [InlineData(" 1.00", "USD")]
    [InlineData("1e3", "JPY")]
    [InlineData("٣", "JPY")]
    [InlineData("92233720368547758.08", "USD")]
    [InlineData("9999999999999999999", "JPY")]
    public void TryParse_NotExactlyTheCurrencysDigits_IsRefused(string text, string currency) =>
        Assert.False(Money.TryParse(text, Currency.Parse(currency), out _));

    [Theory]
    [InlineData("JPY", 0)]
    [InlineData("USD", 2)]
    [InlineData("KWD", 3)]
    public void Parse_KnownCurrency_KnowsItsDigits(string code, int exponent) =>
        Assert.Equal(exponent, Currency.Parse(code).Exponent);

    [Theory]
    [InlineData("usd")]
    [InlineData("XXX")]
    [InlineData("US")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_UnknownCurrency_IsRefused(string? code) =>
        Assert.False(Currency.TryParse(code, out _));
}
