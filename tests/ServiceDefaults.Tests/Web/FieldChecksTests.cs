using Primitives;
using ServiceDefaults.Web;

namespace ServiceDefaults.Tests.Web;

public sealed class FieldChecksTests
{
    [Theory]
    [InlineData("Contoso", null)]
    [InlineData("0123456789", null)]
    [InlineData(null, "required")]
    [InlineData("", "required")]
    [InlineData("  ", "required")]
    [InlineData("01234567890", "too_long")]
    [InlineData("x ", "too_short")]
    [InlineData("a\nb", "control_characters")]
    public void Text_Value_IsCheckedOnce(string? value, string? code) =>
        Assert.Equal(code, CodeOf(new FieldChecks().Text("name", value, max: 10, min: 2)));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("two\nlines\tand more", null)]
    [InlineData("\u0007", "control_characters")]
    public void OptionalText_Multiline_MayBeMissingAndHaveLines(string? value, string? code) =>
        Assert.Equal(code, CodeOf(new FieldChecks().OptionalText("note", value, max: 100, multiline: true)));

    [Theory]
    [InlineData("ada@contoso.example", null)]
    [InlineData("ada+test@mail.contoso.example", null)]
    [InlineData(null, "required")]
    [InlineData("ada", "invalid_email")]
    [InlineData("ada@localhost", "invalid_email")]
    [InlineData("ada@contoso.example,eve@contoso.example", "invalid_email")]
    [InlineData("Ada <ada@contoso.example>", "invalid_email")]
    [InlineData("ada@contoso.example\r\nBcc: eve@contoso.example", "invalid_email")]
    [InlineData("a b@contoso.example", "invalid_email")]
    public void Email_Value_IsOneBareAddress(string? value, string? code) => Assert.Equal(code, CodeOf(new FieldChecks().Email("email", value)));

    [Fact]
    public void Email_LongerThanAnyMailServerTakes_IsRefused() =>
        Assert.Equal("invalid_email", CodeOf(new FieldChecks().Email("email", $"{new string('a', 250)}@contoso.example")));

    [Theory]
    [InlineData(0, "out_of_range")]
    [InlineData(1, null)]
    [InlineData(21, null)]
    [InlineData(22, "out_of_range")]
    [InlineData(null, null)]
    public void Range_Value_IsWithinBothBounds(int? value, string? code) => Assert.Equal(code, CodeOf(new FieldChecks().Range("trialDays", value, 1, 21)));

    [Fact]
    public void Refused_SeveralErrors_AreToldTogether()
    {
        var checks = new FieldChecks().Text("name", "", max: 10).Range("trialDays", 0, 1, 21).Add("alias", "alias_taken", "It is taken.");
        Assert.True(checks.Refused(out var refusal));
        Assert.Equal("validation_failed", refusal.Code);
        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
        Assert.Equal(["name", "trialDays", "alias"], refusal.Errors!.Select(error => error.Field));
    }

    private static string? CodeOf(FieldChecks checks) => checks.Refused(out var refusal) ? Assert.Single(refusal.Errors!).Code : null;
}
