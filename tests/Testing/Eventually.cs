using System.Diagnostics;

namespace Testing;

/// <summary>Waits for something that happens in another process, by asking again until it has: no test sleeps for a fixed time.</summary>
public static class Eventually
{
    /// <summary>Generous: a test waits for a state, and how long that takes on a busy machine is no finding.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns as soon as <paramref name="condition"/> holds.</summary>
    /// <exception cref="TimeoutException">It did not hold within the deadline; the message carries <paramref name="because"/> and the last exception.</exception>
    public static Task Async(Func<Task<bool>> condition, TimeSpan? deadline = null, string because = "the condition should hold") =>
        ValueAsync(async () => await condition() ? Held : null, deadline, because);

    /// <inheritdoc cref="Async(Func{Task{bool}}, TimeSpan?, string)"/>
    public static Task Async(Func<bool> condition, TimeSpan? deadline = null, string because = "the condition should hold") =>
        ValueAsync(() => Task.FromResult(condition() ? Held : null), deadline, because);

    /// <summary>Returns the first value that is not null. An exception counts as "not yet".</summary>
    /// <exception cref="TimeoutException">There was none within the deadline.</exception>
    public static async Task<T> ValueAsync<T>(Func<Task<T?>> probe, TimeSpan? deadline = null, string because = "a value should appear")
        where T : class
    {
        var limit = deadline ?? DefaultDeadline;
        var watch = Stopwatch.StartNew();
        var pause = TimeSpan.FromMilliseconds(5);
        Exception? last = null;
        while (true)
        {
            try
            {
                if (await probe() is { } value)
                    return value;
                last = null;
            }
            catch (Exception exception) when (exception is not TimeoutException)
            {
                last = exception;
            }

            if (watch.Elapsed > limit)
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {because}.", last);
            await Task.Delay(pause);
            pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        }
    }

    private static readonly object Held = new();
}
