namespace Testing;

/// <summary>The whole platform for tests: servers, services and gateway, on data and ports of its own.</summary>
public static class WholeSystem
{
    private static readonly Lazy<Task<AppHostProcess>> Shared = new(() => StartAsync("shared"));

    /// <summary>One for all tests of this process. For tests that leave it as healthy as they found it.</summary>
    public static async Task<RunningSystem> SharedAsync() => (await Shared.Value).System;

    /// <summary>
    /// Stops the shared one, if a test asked for it. The test program calls this when its tests are done: left to the end of the process it would still
    /// stop, but the test runner gives that a few seconds only.
    /// </summary>
    public static async Task StopSharedAsync()
    {
        if (Shared.IsValueCreated)
            await (await Shared.Value).DisposeAsync();
    }

    /// <summary>One more, for whoever disposes of it. It takes the machine some ten seconds and a gigabyte.</summary>
    public static Task<AppHostProcess> StartAsync(string name) => AppHostProcess.StartAsync(name, "--no-dashboard");
}
