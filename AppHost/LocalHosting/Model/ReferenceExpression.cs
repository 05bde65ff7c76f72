using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A string with holes, filled when the application runs: <c>$"Host={endpoint.Property(EndpointProperty.Host)}"</c>.</summary>
public class ReferenceExpression : IExpressionValue, IValueWithReferences
{
    private const string UriFormat = "uri";

    private readonly string[] manifestExpressions;
    private readonly string?[] stringFormats;

    private ReferenceExpression(string format, IValueProvider[] valueProviders, string[] manifestExpressions, string?[] stringFormats)
    {
        Format = format;
        ValueProviders = valueProviders;
        this.manifestExpressions = manifestExpressions;
        this.stringFormats = stringFormats;
    }

    public string Format { get; }

    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    public IReadOnlyList<string> ManifestExpressions => manifestExpressions;

    public string ValueExpression => string.Format(CultureInfo.InvariantCulture, Format, manifestExpressions);

    IEnumerable<object> IValueWithReferences.References => ValueProviders;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.ToExpression();

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var value = await ValueProviders[i].GetValueAsync(cancellationToken);
            values[i] = stringFormats[i] == UriFormat && value is not null ? Uri.EscapeDataString(value) : value;
        }

        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    [InterpolatedStringHandler]
    [SuppressMessage("Design", "MA0008:Add StructLayoutAttribute", Justification = "A ref struct of managed references has no layout to choose.")]
    public ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly StringBuilder format = new(literalLength);
        private readonly List<IValueProvider> valueProviders = new(formattedCount);
        private readonly List<string> manifestExpressions = new(formattedCount);
        private readonly List<string?> stringFormats = new(formattedCount);

        public readonly void AppendLiteral(string value) => format.Append(Escape(value));

        public readonly void AppendFormatted(string? value) => AppendFormatted(value, format: null);

        public readonly void AppendFormatted(string? value, string? format = null)
        {
            if (value is not null)
            {
                this.format.Append(Escape(format == UriFormat ? Uri.EscapeDataString(value) : value));
            }
        }

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider, format: null);

        public void AppendFormatted<T>(T valueProvider, string? format = null)
            where T : IValueProvider, IManifestExpressionProvider => AppendHole(valueProvider, valueProvider.ValueExpression, format);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider, format: null);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format = null)
            where T : IResource, IValueProvider, IManifestExpressionProvider =>
            AppendHole(valueProvider.Resource, valueProvider.Resource.ValueExpression, format);

        internal readonly ReferenceExpression ToExpression() =>
            new(format.ToString(), [.. valueProviders], [.. manifestExpressions], [.. stringFormats]);

        private static string Escape(string value) =>
            value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

        private readonly void AppendHole(IValueProvider provider, string manifestExpression, string? stringFormat)
        {
            format.Append(CultureInfo.InvariantCulture, $"{{{valueProviders.Count}}}");
            valueProviders.Add(provider);
            manifestExpressions.Add(manifestExpression);
            stringFormats.Add(stringFormat);
        }
    }
}
