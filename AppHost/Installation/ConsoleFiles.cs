using Aspire.Hosting.ApplicationModel;

namespace AppHost.Installation;

/// <summary>
/// Keeps what each process writes to its console, <c>NAME.log</c> in a folder that only its owner can read: what is left to look at after a crash, when the dashboard and all that
/// it knew are gone.
/// </summary>
internal sealed class ConsoleFiles : IAsyncDisposable
{
    /// <summary>For what is still on its way when the application has ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _folder;
    private readonly List<Task> _writing = [];

    /// <param name="folder">Made if it is missing.</param>
    public ConsoleFiles(string folder) =>
        _folder = Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    /// <summary>From the first line on, of resources that have started.</summary>
    public void Keep(ResourceLoggerService consoles, IEnumerable<IResource> resources)
    {
        foreach (var resource in resources.Where(resource => resource is ExecutableResource or ProjectResource))
            _writing.Add(KeepAsync(resource, consoles));
    }

    /// <summary>To be called when the application has been disposed of, so that its last lines are in.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAny(Task.WhenAll(_writing), Task.Delay(Patience));

    private async Task KeepAsync(IResource resource, ResourceLoggerService consoles)
    {
        try
        {
            using var file = new TurnedFile(Path.Combine(_folder, $"{resource.Name}.log"));
            await foreach (var lines in consoles.WatchAsync(resource))
                file.Append(lines.Select(line => line.Content));
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.WriteLine($"What {resource.Name} writes is not kept from here on: {exception.Message}");
        }
    }
}
