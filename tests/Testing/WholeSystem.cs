namespace Testing;

/// <summary>The whole platform for tests: servers, services and gateway, on data and ports of its own.</summary>
public static class WholeSystem
{
    private static readonly Lazy<Task<AppHostProcess>> Shared = new(() => StartAsync("shared"));

    /// <summary>One for all tests of this process; it stops when the process ends. For tests that leave it as healthy as they found it.</summary>
    public static async Task<RunningSystem> SharedAsync() => (await Shared.Value).System;

    /// <summary>One more, for whoever disposes of it. It takes the machine some ten seconds and a gigabyte.</summary>
    public static Task<AppHostProcess> StartAsync(string name) => AppHostProcess.StartAsync(name, "--no-dashboard");
}
