using System.Net;

namespace AppHost.Commands;

/// <summary>One service hears of another's change by events: what needs it asks again until the news has come.</summary>
internal static class Eventually
{
    /// <summary>For a month's work of a whole realm on a busy machine.</summary>
    public static readonly TimeSpan ClockJob = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>The first answer that is not null. A refusal other than "you may not" counts as "not yet".</summary>
    /// <param name="deadline">Half a minute if left out.</param>
    /// <exception cref="HttpRequestException">The last refusal, when the deadline has passed.</exception>
    public static async Task<T> ValueAsync<T>(Func<CancellationToken, Task<T?>> ask, CancellationToken cancellationToken, TimeSpan? deadline = null)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline ?? Deadline);
        HttpRequestException? last = null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                if (await ask(limit.Token) is { } answer)
                    return answer;
                await Task.Delay(pause, limit.Token);
            }
            catch (HttpRequestException refused) when (refused.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
            {
                last = refused;
                await Task.Delay(pause, CancellationToken.None);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw last ?? new HttpRequestException("What was waited for did not come in time.");
            }
        }
    }
}
