using System.Collections.Concurrent;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using Primitives;
using Storefront.Domain.Mails;

namespace Storefront.Api.Mails;

/// <summary>A template filled in.</summary>
internal sealed record WrittenMail(string Subject, string Text);

/// <summary>
/// Fills in templates. They come from sellers, so what one can do is limited: it reaches the values that it is given and nothing else, knows no partials, and
/// its output has an end.
/// </summary>
internal sealed class MailWriting
{
    private const int MostCompiled = 500;
    private const int LongestOutput = 50_000;

    private readonly IHandlebars _handlebars = Handlebars.Create(new HandlebarsConfiguration
    {
        // The result is text; whoever makes HTML of it encodes it.
        NoEscape = true,
        ThrowOnUnresolvedBindingExpression = true,
    });

    private readonly ConcurrentDictionary<string, HandlebarsTemplate<TextWriter, object, object>> _compiled = new(StringComparer.Ordinal);

    /// <summary>Refused where the texts are no template, or name something that is not there.</summary>
    public Result<WrittenMail> Write(MailTemplate template, IReadOnlyDictionary<string, object?> values)
    {
        if (template.Check() is { } refused)
        {
            return refused;
        }

        if (Fill("subject", template.Subject, values).IsRefused(out var refusal, out var subject)
            || Fill("body", template.Body, values).IsRefused(out refusal, out var body))
        {
            return refusal;
        }

        // Names may hold anything; a header must not.
        var header = string.Concat(subject.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return new WrittenMail(header.Length <= MailTemplate.LongestSubject ? header : header[..MailTemplate.LongestSubject], MailPage.Tidy(body));
    }

    private Result<string> Fill(string field, string template, IReadOnlyDictionary<string, object?> values)
    {
        try
        {
            using var output = new BoundedWriter(LongestOutput);
            Compiled(template)(output, values, data: null!);
            return output.ToString();
        }
        catch (Exception cause) when (cause is HandlebarsException or HandlebarsUndefinedBindingException or KeyNotFoundException or BoundedWriter.TooLongException)
        {
            return Refusal.Invalid(field, "template_invalid", $"It cannot be filled in: {cause.Message}");
        }
        catch (Exception)
        {
            // A block that is wrong in itself, such as a condition of nothing, the library answers with whatever happens to it.
            return Refusal.Invalid(field, "template_invalid", "It cannot be filled in: a block in it is not complete.");
        }
    }

    private HandlebarsTemplate<TextWriter, object, object> Compiled(string template)
    {
        if (_compiled.Count >= MostCompiled)
        {
            _compiled.Clear();
        }

        return _compiled.GetOrAdd(template, text => _handlebars.Compile(new StringReader(text)));
    }

    /// <summary>A repetition inside a repetition can make a page of a line and a book of a page.</summary>
    private sealed class BoundedWriter(int longest) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override void Write(char value)
        {
            Check(1);
            base.Write(value);
        }

        public override void Write(string? value)
        {
            Check(value?.Length ?? 0);
            base.Write(value);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            Check(count);
            base.Write(buffer, index, count);
        }

        public override void Write(ReadOnlySpan<char> buffer)
        {
            Check(buffer.Length);
            base.Write(buffer);
        }

        private void Check(int added)
        {
            if (GetStringBuilder().Length + added > longest)
            {
                throw new TooLongException($"the result is longer than {longest} characters.");
            }
        }

        public sealed class TooLongException(string message) : Exception(message);
    }
}
