using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace LocalHosting.Tests;

internal static class ConsoleReading
{
    /// <summary>Reads a resource's console until a line contains the text.</summary>
    public static async Task<LogLine> LineAsync(this DistributedApplication application, IResourceBuilder<IResource> resource, string text)
    {
        var seen = new List<string>();
        var lines = application.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(resource.Resource);
        try
        {
            await foreach (var batch in lines.WithCancellation(TestApplication.Deadline))
            {
                foreach (var line in batch)
                {
                    if (line.Content.Contains(text, StringComparison.Ordinal))
                    {
                        return line;
                    }

                    seen.Add(line.Content);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with what was there instead.
        }

        throw new TimeoutException($"'{resource.Resource.Name}' did not write '{text}' but: {string.Join('\n', seen)}");
    }

    public static async Task<int> CountAsync(this DistributedApplication application, IResourceBuilder<IResource> resource, string ending)
    {
        var count = 0;
        await foreach (var batch in application.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource.Resource))
        {
            count += batch.Count(l => l.Content.EndsWith(ending, StringComparison.Ordinal));
        }

        return count;
    }
}
