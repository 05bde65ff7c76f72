namespace Primitives.Tests;

public sealed class ResultTests
{
    [Fact]
    public void IsRefused_AValue_HandsOutTheValue()
    {
        Result<string> decision = "yes";

        Assert.False(decision.IsRefused(out _, out var value));
        Assert.Equal("yes", value);
        Assert.Equal("yes", decision.Value);
    }

    [Fact]
    public void IsRefused_ARefusal_HandsOutTheRefusal()
    {
        Result<int> decision = new Refusal("too_late", "It is too late.");

        Assert.True(decision.IsRefused(out var refusal, out _));
        Assert.Equal("too_late", refusal.Code);
        Assert.Contains("too_late", Assert.Throws<InvalidOperationException>(() => decision.Value).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsRefused_NothingDecided_Throws() =>
        Assert.Throws<InvalidOperationException>(() => default(Result<int>).IsRefused(out _, out _));

    [Fact]
    public void Invalid_SeveralFields_KeepsThemAllUnderOneCode()
    {
        var refusal = Refusal.Invalid([new FieldError("a", "required", "A is missing."), new FieldError("b", "too_long", "B is too long.")]);

        Assert.Equal("validation_failed", refusal.Code);
        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
        Assert.Equal(["a", "b"], refusal.Errors!.Select(error => error.Field));
    }
}
