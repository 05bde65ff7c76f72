using System.Net;
using static Story.Api;

namespace Story;

/// <summary>The clock of a story's realm, moved by its operator.</summary>
internal sealed class SandboxClock(StoryClient realmOperator, Guid realm)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Returns when every service has done what fell due.</summary>
    /// <param name="by">An ISO 8601 duration.</param>
    public async Task MoveAsync(string by) => await DoneAsync(await StartAsync(by));

    public async Task<Guid> StartAsync(string by) =>
        (Guid)(await realmOperator.PostAsync($"{Orgs}/realms/{realm}/advance-clock", new { by })).Expect(HttpStatusCode.Accepted).Json["id"]!;

    public Task DoneAsync(Guid job) => Storyteller.EventuallyAsync(
        async () => (await realmOperator.GetAsync($"{Orgs}/realms/{realm}/clock-jobs/{job}?wait=20")).Expect(HttpStatusCode.OK),
        answer => (string?)answer.Json["status"] == "done",
        Deadline,
        "every service has done what fell due");
}
