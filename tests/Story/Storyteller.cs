using System.Diagnostics;

namespace Story;

/// <summary>Tells a story step by step, each with its time, and stops at the first thing that is not as told.</summary>
public sealed class Storyteller(TextWriter output)
{
    private int step;

    public async Task StepAsync(string told, Func<Task> happens)
    {
        step++;
        var watch = Stopwatch.StartNew();
        try
        {
            await happens();
        }
        catch (Exception problem)
        {
            await output.WriteLineAsync($"  {step,2}. NOT AS TOLD after {watch.Elapsed.TotalSeconds:0.0} s: {told}");
            await output.WriteLineAsync($"      {problem.Message}");
            throw;
        }

        await output.WriteLineAsync($"  {step,2}. {told} ({watch.Elapsed.TotalSeconds:0.0} s)");
    }

    /// <summary>Asks again until the condition holds. A story waits on conditions, never on time.</summary>
    /// <exception cref="StoryException">The deadline passed; the message carries what was seen last.</exception>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> look, Func<T, bool> holds, TimeSpan deadline, string because)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (holds(seen))
            {
                return seen;
            }

            if (watch.Elapsed > deadline)
            {
                throw new StoryException($"{because}: not within {deadline.TotalSeconds:0.#} s; last seen: {seen}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
