using System.Text;

namespace AppHost.Commands.Demo;

/// <summary>Tickets: a few of each step of the year that are done by now, and today's in every status and priority.</summary>
internal static class DemoTickets
{
    private static readonly (string Subject, string Body, string Answer)[] Topics =
    [
        ("No dial tone", "Since this morning none of our desk phones has a dial tone.", "The switch in your rack had lost its uplink; it is back."),
        ("Calls drop after ten minutes", "Every longer call ends at almost exactly ten minutes.", "Your firewall closed idle sessions; we sent the settings."),
        ("Add a number for the new branch", "We open a branch in spring and need a local number.", "Ordered; it is active from Monday."),
        ("Recording cannot be played", "The player shows an error for calls of last week.", "A storage node was being moved; please try again."),
        ("Invoice: which seats are these?", "We count two seats fewer than the last invoice.", "Two trial seats had become paid ones; see line 2."),
        ("Voicemail greets in English", "We had set the greeting to German.", "Corrected for all your mailboxes."),
        ("Port our old number", "The letter of authorisation is attached.", "The other carrier confirmed the date."),
        ("App asks for sign-in every day", "Several colleagues have to sign in each morning.", "A policy ended sessions at night; it is off now."),
        ("Queue music is too loud", "Callers complain about the volume.", "Turned down by six decibels."),
        ("Report of missed calls is empty", "For the whole of last week.", "The time zone of the report was wrong."),
    ];

    private static readonly string[] Priorities = ["low", "medium", "high"];

    /// <summary>Opened, answered, resolved; a week later the platform closes them.</summary>
    public static Task SolveAsync(DemoStage stage, IReadOnlyList<DemoCustomer> here, int step, CancellationToken cancellationToken) => stage.EachAsync(
        Asking(here, step, count: 3),
        async (ask, token) =>
        {
            var ticket = await OpenAsync(ask, token);
            await CommentAsync(ask.Customer.Seller.Api, ticket, ask.Topic.Answer, isInternal: false, token);
            await SetStatusAsync(ask, ticket, "resolved", token);
        },
        cancellationToken);

    /// <summary>What is on people's desks now.</summary>
    public static Task OfTodayAsync(DemoStage stage, DemoCore core, IReadOnlyList<DemoCustomer> here, CancellationToken cancellationToken)
    {
        var asking = Asking(here, step: 6, count: 12).Select((ask, index) => (Func<CancellationToken, Task>)(token => WorkOnAsync(ask, index, token)));
        return stage.EachAsync([token => HelpContosoAsync(new DemoBuyers(here).Contoso, core, token), .. asking], cancellationToken);
    }

    /// <summary>It is Rita's at once, with everything that a ticket can carry.</summary>
    private static async Task HelpContosoAsync(DemoCustomer contoso, DemoCore core, CancellationToken cancellationToken)
    {
        var ticket = await OpenAsync(new Ask(contoso, Topics[0], "high"), cancellationToken);
        await SetStatusAsync(core.Rita.Api, ticket, "inProgress", cancellationToken);
        await CommentAsync(core.Rita.Api, ticket, "We are looking into it: is the light on the base station green?", isInternal: false, cancellationToken);
        await CommentAsync(core.Rita.Api, ticket, "Same rack as in March; ask Nora before rebooting the switch.", isInternal: true, cancellationToken);
        var comment = await CommentAsync(contoso.Api, ticket, "It blinks red. The log of the base station is attached.", isInternal: false, cancellationToken);
        var log = Encoding.UTF8.GetBytes("07:58:12 uplink lost\n07:58:42 uplink lost\n07:59:12 registration failed: timeout\n");
        await contoso.Api.UploadAsync(HttpMethod.Post, $"{GatewayApi.Tickets}/tickets/{ticket}/comments/{comment}/attachments?fileName=base-station.txt", log, "text/plain", cancellationToken);
    }

    private static async Task WorkOnAsync(Ask ask, int index, CancellationToken cancellationToken)
    {
        var seller = ask.Customer.Seller.Api;
        var ticket = await OpenAsync(ask, cancellationToken);
        if (index % 6 < 2)
            return; // In the queue.
        if (index % 6 == 2)
            await CommentAsync(seller, ticket, "Looked at the logs: probably the carrier.", isInternal: true, cancellationToken);
        await SetStatusAsync(seller, ticket, (index % 6) switch { < 4 => "inProgress", 4 => "resolved", _ => "closed" }, cancellationToken);
        if (index is 2 or 8)
            await seller.PostAsync($"{GatewayApi.Tickets}/tickets/{ticket}/escalate", new { reason = "Several customers of ours see the same: we think it is the platform." }, cancellationToken);
    }

    private static IEnumerable<Ask> Asking(IReadOnlyList<DemoCustomer> customers, int step, int count)
    {
        var here = customers.Where(customer => !customer.HasLeft && customer.Name != "Contoso").ToList();
        return here.Count == 0 ? [] : Enumerable.Range(0, count).Select(index => new Ask(
            here[((step * 31) + (index * 7)) % here.Count], Topics[(step + (index * 3)) % Topics.Length], Priorities[(step + index) % Priorities.Length]));
    }

    private static async Task<Guid> OpenAsync(Ask ask, CancellationToken cancellationToken)
    {
        // The news of a new connection may still be on its way.
        var ticket = await Eventually.ValueAsync(
            async token => await ask.Customer.Api.PostAsync(
                $"{GatewayApi.Tickets}/tickets",
                new { connectionId = ask.Customer.ConnectionId, subject = ask.Topic.Subject, body = ask.Topic.Body, priority = ask.Priority },
                token),
            cancellationToken);
        return (Guid)ticket["id"]!;
    }

    private static async Task<Guid> CommentAsync(GatewayApi api, Guid ticket, string body, bool isInternal, CancellationToken cancellationToken) =>
        (Guid)(await api.PostAsync($"{GatewayApi.Tickets}/tickets/{ticket}/comments", new { body, @internal = isInternal }, cancellationToken))["id"]!;

    private static Task SetStatusAsync(Ask ask, Guid ticket, string status, CancellationToken cancellationToken) =>
        SetStatusAsync(ask.Customer.Seller.Api, ticket, status, cancellationToken);

    private static Task SetStatusAsync(GatewayApi api, Guid ticket, string status, CancellationToken cancellationToken) =>
        api.PostAsync($"{GatewayApi.Tickets}/tickets/{ticket}/status", new { status }, cancellationToken);

    private sealed record Ask(DemoCustomer Customer, (string Subject, string Body, string Answer) Topic, string Priority);
}
