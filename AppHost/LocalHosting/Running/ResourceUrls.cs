using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>The links of a resource, once its endpoints have ports.</summary>
internal static class ResourceUrls
{
    public static async Task<ImmutableArray<UrlSnapshot>> ResolveAsync(
        IResource resource,
        DistributedApplicationExecutionContext executionContext,
        CancellationToken cancellationToken)
    {
        var urls = new List<ResourceUrlAnnotation>();
        if (resource is IResourceWithEndpoints owner)
        {
            urls.AddRange(resource.Annotations.OfType<EndpointAnnotation>()
                .Select(e => new EndpointReference(owner, e.Name))
                .Select(e => new ResourceUrlAnnotation { Url = e.Url, Endpoint = e }));
        }

        urls.AddRange(resource.Annotations.OfType<ResourceUrlAnnotation>());
        var context = new ResourceUrlsCallbackContext(executionContext, resource, urls, cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }

        return [.. context.Urls.Select((url, index) => new UrlSnapshot(
            url.Endpoint?.EndpointName,
            Absolute(url),
            IsInternal: url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
        {
            // The order of declaration; the dashboard shows the highest first.
            DisplayProperties = new UrlDisplayPropertiesSnapshot(url.DisplayText ?? string.Empty, context.Urls.Count - index),
        })];
    }

    private static string Absolute(ResourceUrlAnnotation url) =>
        url.Endpoint is { } endpoint && url.Url.StartsWith('/') ? endpoint.Url + url.Url : url.Url;
}
