using Primitives;

namespace Storefront.Domain.Mails;

/// <summary>The words of a mail, with placeholders such as <c>{{order.number}}</c>. They are text, never markup: the page around them is the platform's.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Body">Paragraphs, with an empty line between them.</param>
public sealed record MailTemplate(string Subject, string Body)
{
    public const int LongestSubject = 200;
    public const int LongestBody = 10_000;

    /// <summary>Null where the texts can be a template; whether their placeholders are known shows when they are filled in.</summary>
    public Refusal? Check()
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(Subject) || Subject.Length > LongestSubject || Subject.Any(char.IsControl))
        {
            errors.Add(new("subject", "invalid_text", $"The subject is one line of 1 to {LongestSubject} characters."));
        }

        if (string.IsNullOrWhiteSpace(Body) || Body.Length > LongestBody || Body.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
        {
            errors.Add(new("body", "invalid_text", $"The body has 1 to {LongestBody} characters."));
        }

        return errors.Count > 0 ? Refusal.Invalid(errors) : RefuseBlocks("subject", Subject) ?? RefuseBlocks("body", Body);
    }

    private static Refusal? RefuseBlocks(string field, string text) =>
        TemplateLanguage.Refuse(text) is { } why ? Refusal.Invalid(field, "template_invalid", why) : null;
}
