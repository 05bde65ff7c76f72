using System.Net;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>A problem of the platform goes from the bottom of the chain straight to the operator, and comes back.</summary>
internal sealed class EscalationChapter(DeepChannel channel)
{
    private static readonly byte[] Trace = "04:31 trunk 7 no answer\n"u8.ToArray();

    private string _ticket = "";
    private string _twin = "";
    private string _file = "";

    public async Task TellAsync(Storyteller teller)
    {
        await teller.StepAsync("Proseware's ticket has a file attached, byte for byte the same for Wingtip; for Adventure and the operator there is no such ticket", OpenAsync);
        await teller.StepAsync("Wingtip escalates it past Adventure to the operator, once: a twin with a thread of its own, and nothing of the original in it", EscalateAsync);
        await teller.StepAsync("The operator works on the twin: its status reaches Proseware, its words do not; de-escalated, the twin closes alone", AnswerAsync);
    }

    private async Task OpenAsync()
    {
        var ticket = await Storyteller.EventuallyAsync(
            () => channel.Proseware.PostAsync($"{Tickets}/tickets", new { connectionId = channel.ProsewareConnection, subject = "Calls drop", body = "Since 04:31.", priority = "high" }),
            answer => answer.Status == HttpStatusCode.Created,
            Soon,
            "Proseware opens a ticket");
        _ticket = $"{Tickets}/tickets/{(Guid)ticket.Json["id"]!}";
        var comment = (Guid)(await channel.Proseware.PostAsync($"{_ticket}/comments", new { body = "The trace is attached." })).Expect(HttpStatusCode.Created).Json["id"]!;
        var file = (await channel.Proseware.UploadAsync($"{_ticket}/comments/{comment}/attachments?fileName=trace.txt", Trace, "text/plain")).Expect(HttpStatusCode.Created);
        _file = $"{_ticket}/attachments/{(Guid)file.Json["id"]!}";

        Check((await channel.Wingtip.DownloadAsync(_file)).AsSpan().SequenceEqual(Trace), "Wingtip downloads what Proseware attached");
        await CheckHiddenAsync(_ticket, channel.Adventure, channel.Operator);
        await CheckHiddenAsync(_file, channel.Adventure, channel.Operator);
    }

    private async Task EscalateAsync()
    {
        var escalation = new { reason = "The platform's trunk drops calls.", subject = "Trunk 7" };
        (await channel.Proseware.PostAsync($"{_ticket}/escalate", escalation)).ExpectRefusal(HttpStatusCode.Forbidden, "seller_only");
        var twin = (await channel.Wingtip.PostAsync($"{_ticket}/escalate", escalation)).Expect(HttpStatusCode.Created);
        _twin = $"{Tickets}/tickets/{(Guid)twin.Json["id"]!}";
        (await channel.Wingtip.PostAsync($"{_ticket}/escalate", escalation)).ExpectRefusal(HttpStatusCode.Conflict, "already_escalated");

        var seen = (await channel.Operator.GetAsync(_twin)).Expect(HttpStatusCode.OK);
        Check(((string?)seen.Json["subject"], (string?)seen.Json["status"]) == ("Trunk 7", "open"), $"the operator sees the twin: {seen.Body}");
        CheckSilent(seen, "Since 04:31.", "The trace is attached.", _ticket.Split('/')[^1]);
        await CheckHiddenAsync(_twin, channel.Adventure, channel.Proseware);
        await CheckHiddenAsync(_file, channel.Operator);
        Check(await CountAsync(channel.Adventure, $"{Tickets}/tickets") == 0, "nothing of it is in Adventure's queue");
    }

    private async Task AnswerAsync()
    {
        (await channel.Operator.PostAsync($"{_twin}/comments", new { body = "We have restarted trunk 7." })).Expect(HttpStatusCode.Created);
        (await channel.Operator.PostAsync($"{_twin}/status", new { status = "inProgress" })).Expect(HttpStatusCode.OK);
        CheckSilent((await channel.Wingtip.GetAsync(_ticket)).Expect(HttpStatusCode.OK), "We have restarted trunk 7.");
        Check((await channel.Wingtip.GetAsync(_twin)).Body.Contains("We have restarted trunk 7.", StringComparison.Ordinal), "Wingtip reads the operator's answer in the twin");
        var customers = (await channel.Proseware.GetAsync(_ticket)).Expect(HttpStatusCode.OK);
        Check((string?)customers.Json["status"] == "inProgress", "somebody works on Proseware's ticket");
        CheckSilent(customers, "trunk 7", "isEscalated\":true", _twin.Split('/')[^1]);

        (await channel.Wingtip.PostAsync($"{_twin}/de-escalate")).Expect(HttpStatusCode.OK);
        Check((string?)(await channel.Operator.GetAsync(_twin)).Json["status"] == "closed", "the twin is closed");
        (await channel.Operator.PostAsync($"{_twin}/status", new { status = "resolved" })).Expect(HttpStatusCode.OK);
        Check((string?)(await channel.Proseware.GetAsync(_ticket)).Json["status"] == "inProgress", "what happens to the twin from here on is the operator's own");
    }

    private static async Task CheckHiddenAsync(string path, params StoryClient[] strangers)
    {
        foreach (var stranger in strangers)
        {
            (await stranger.GetAsync(path)).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        }
    }
}
