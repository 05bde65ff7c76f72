using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a value that comes from configuration <c>Parameters:NAME</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        var key = $"Parameters:{name}";
        return builder.AddResource(new ParameterResource(
            name,
            fallback => builder.Configuration[key] ?? fallback?.GetDefaultValue()
                ?? throw new MissingParameterValueException($"Parameter resource could not be used because configuration key '{key}' is missing."),
            secret));
    }

    /// <summary>Adds a value given here. Configuration <c>Parameters:NAME</c> does not override it.</summary>
    /// <param name="publishValueAsDefault">Only matters to publishing, which this library does not do.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        string value,
        bool publishValueAsDefault = false,
        bool secret = false) => builder.AddResource(new ParameterResource(name, _ => value, secret));
}
