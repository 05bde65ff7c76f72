using System.Net;

namespace AppHost.Commands;

/// <summary>One service hears of another's change by events: what needs it asks again until the news has come.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The first answer that is not null. A refusal other than "you may not" counts as "not yet".</summary>
    public static async Task<T> ValueAsync<T>(Func<CancellationToken, Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Deadline);
        while (true)
        {
            try
            {
                if (await ask(limit.Token) is { } answer)
                    return answer;
            }
            catch (HttpRequestException refused) when (refused.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
            {
                // Not yet.
            }

            await Task.Delay(Pause, limit.Token);
        }
    }
}
