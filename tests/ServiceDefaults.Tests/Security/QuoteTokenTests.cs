using System.Buffers.Text;
using System.Security.Cryptography;
using ServiceDefaults.Security;

namespace ServiceDefaults.Tests.Security;

public sealed class QuoteTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(SignedToken.KeyBytes);
    private readonly byte[] _digest = SHA256.HashData("two seats at $20"u8);

    [Fact]
    public void Refuse_WhatWasQuoted_IsAcceptedUntilItsExpiry()
    {
        var token = QuoteToken.Issue(_key, _digest, Now);

        Assert.Null(QuoteToken.Refuse(_key, token, _digest, Now));
        Assert.Equal("quote_expired", QuoteToken.Refuse(_key, token, _digest, Now.AddMilliseconds(1))?.Code);
    }

    [Fact]
    public void Refuse_SomethingElseThanQuoted_SaysThatThePriceChanged() =>
        Assert.Equal("price_changed", QuoteToken.Refuse(_key, QuoteToken.Issue(_key, _digest, Now), SHA256.HashData("three"u8), Now)?.Code);

    [Fact]
    public void Refuse_AnyByteChanged_IsForged()
    {
        var genuine = Base64Url.DecodeFromChars(QuoteToken.Issue(_key, _digest, Now));
        for (var i = 0; i < genuine.Length; i++)
        {
            var forged = genuine.ToArray();
            forged[i] ^= 1;
            Assert.Equal("quote_token_invalid", QuoteToken.Refuse(_key, Base64Url.EncodeToString(forged), _digest, Now)?.Code);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("%%%")]
    public void Refuse_NoToken_IsForged(string text) => Assert.Equal("quote_token_invalid", QuoteToken.Refuse(_key, text, _digest, Now)?.Code);

    [Fact]
    public void Refuse_TokenOfAnotherLengthOrKey_IsForged()
    {
        var token = QuoteToken.Issue(_key, _digest, Now);

        Assert.Equal("quote_token_invalid", QuoteToken.Refuse(_key, token + "AAAA", _digest, Now)?.Code);
        Assert.Equal("quote_token_invalid", QuoteToken.Refuse(_key, token[..^4], _digest, Now)?.Code);
        Assert.Equal("quote_token_invalid", QuoteToken.Refuse(RandomNumberGenerator.GetBytes(SignedToken.KeyBytes), token, _digest, Now)?.Code);
    }
}
