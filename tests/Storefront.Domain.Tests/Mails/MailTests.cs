using Storefront.Domain.Mails;

namespace Storefront.Domain.Tests.Mails;

public sealed class MailTests
{
    private const string Link = "http://shop.example/order-status/abc/page";

    [Fact]
    [Trait("Checklist", "S6")]
    public void Page_WhatWasTyped_BecomesNoMarkup()
    {
        var page = MailPage.Of("<script>alert(1)</script>\n\n\"><img src=x onerror=alert(1)>", [Link], "#1a56db");

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_AnAddressOnALineOfItsOwn_IsALink() =>
        Assert.Contains($"<a style=\"color:#1a56db\" href=\"{Link}\">{Link}</a>", MailPage.Of($"See\n\n{Link}", [Link], "#1a56db"), StringComparison.Ordinal);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://elsewhere.example/")]
    [InlineData($"see {Link}")]
    public void Page_AnyOtherText_IsNoLink(string text) =>
        Assert.DoesNotContain("<a ", MailPage.Of(text, [Link], "#1a56db"), StringComparison.Ordinal);

    [Fact]
    public void Tidy_GapsOfUnmetConditions_BecomeOneEmptyLine() =>
        Assert.Equal("one\n\ntwo\nthree", MailPage.Tidy("\r\n  \r\none\r\n\r\n\r\n   \r\ntwo\r\nthree  \r\n"));

    [Theory]
    [InlineData("de-AT", new[] { "de-at", "de", "en" })]
    [InlineData("DE", new[] { "de", "en" })]
    [InlineData("en", new[] { "en" })]
    [InlineData(null, new[] { "en" })]
    public void Preference_OfALanguage_GoesFromItsVarietyToEnglish(string? language, string[] expected) =>
        Assert.Equal(expected, MailLanguage.Preference(language));

    [Theory]
    [InlineData("en", true)]
    [InlineData("de-AT", true)]
    [InlineData("", false)]
    [InlineData("e", false)]
    [InlineData("en_US", false)]
    [InlineData("../etc", false)]
    public void IsTag_OnlyALanguageTag_IsOne(string language, bool expected) => Assert.Equal(expected, MailLanguage.IsTag(language));

    [Fact]
    [Trait("Checklist", "S22")]
    public void Defaults_EveryKindInEveryLanguage_CanBeATemplate() =>
        Assert.All(
            from kind in Enum.GetValues<MailKind>() from language in DefaultTemplates.Languages select (kind, language),
            wanted => Assert.Null(Assert.IsType<MailTemplate>(DefaultTemplates.Find(wanted.kind, wanted.language)).Check()));

    [Theory]
    [InlineData("", "body", "subject")]
    [InlineData("two\nlines", "body", "subject")]
    [InlineData("subject", " ", "body")]
    [InlineData("subject", "bell \a", "body")]
    public void Check_WhatNoMailCanHold_IsRefused(string subject, string body, string field) =>
        Assert.Equal(field, Assert.Single(new MailTemplate(subject, body).Check()!.Errors!).Field);

    [Theory]
    [InlineData("{{#if order.total}}{{order.total}}{{else}}free{{/if}} {{#each order.lines}}{{quantity}}{{/each}}")]
    [InlineData("{{#unless order.total}}free{{^}}{{order.total}}{{/unless}}{{#with order}}{{number}}{{/with}}{{!-- seen --}}")]
    public void Check_PlaceholdersConditionsAndLists_Pass(string body) => Assert.Null(new MailTemplate("subject", body).Check());

    [Theory]
    [InlineData("{{> page}}")]
    [InlineData("{{~ > page}}")]
    [InlineData("{{#> page}}{{/page}}")]
    [InlineData("{{#*inline \"page\"}}{{> page}}{{> page}}{{/inline}}")]
    [InlineData("{{#order.lines}}{{/order.lines}}")]
    [InlineData("{{^order.lines}}{{/order.lines}}")]
    [InlineData("{{{{#each order.lines}}}}{{{{/each}}}}{{!-- {{/each}} --}}{{#each a}}{{ # each a}}{{~#each a}}")]
    public void Check_WhatCouldRepeatWithoutEnd_IsRefused(string body) => Assert.Equal("template_invalid", new MailTemplate("subject", body).Check()?.Code);
}
