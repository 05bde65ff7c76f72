using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Billing.Api.Documents;

/// <summary>
/// A piece of HTML. Written as <c>Html.Of($"&lt;td&gt;{name}&lt;/td&gt;")</c>: whatever is put into a hole is encoded, unless it is <see cref="Html"/> itself. So
/// nothing that a person typed becomes markup by being forgotten.
/// </summary>
internal sealed class Html
{
    private readonly string markup;

    private Html(string markup) => this.markup = markup;

    public static Html Nothing { get; } = new("");

    public static Html Of(Template template) => new(template.ToString());

    /// <summary>Text of ours that is no markup but must not be encoded either, such as a style sheet.</summary>
    public static Html Verbatim(string ours) => new(ours);

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.markup)));

    public override string ToString() => markup;

    [InterpolatedStringHandler]
    public readonly ref struct Template(int literalLength, int formattedCount)
    {
        private const int UsualHole = 24;

        private readonly StringBuilder text = new(literalLength + (formattedCount * UsualHole));

        public void AppendLiteral(string literal) => text.Append(literal);

        public void AppendFormatted(Html? html) => text.Append(html?.markup);

        public void AppendFormatted<T>(T value) => text.Append(WebUtility.HtmlEncode(value?.ToString()));

        public override string ToString() => text.ToString();
    }
}
