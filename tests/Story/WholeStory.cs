using Testing;

namespace Story;

/// <summary>Everything that <c>./run story</c> tells: one sale through all services, and then a channel three deep, chapter by chapter. Each part has a sandbox realm of its own.</summary>
public sealed class WholeStory(RunningSystem system, TextWriter output)
{
    private readonly ChannelStory _first = new(system);

    /// <summary>Where the first part happened.</summary>
    public StoryWorld World => _first.World;

    /// <exception cref="StoryException">Something was not as told.</exception>
    public async Task TellAsync()
    {
        var teller = new Storyteller(output);
        await _first.TellAsync(teller);

        var channel = new DeepChannel(new Cast(system));
        await teller.StepAsync("In a second realm distributor Adventure goes to Tenant, and sells to reseller Wingtip, who sells to customer Proseware", channel.OpenAsync);
        await new ChainChapter(channel).TellAsync(teller);
        await new ChangeChapter(channel).TellAsync(teller);
        await new InvoiceChapter(channel).TellAsync(teller);
        await new EscalationChapter(channel).TellAsync(teller);
        await new ResellerPlanChapter(channel).TellAsync(teller);
        await new ResellerRiseChapter(channel).TellAsync(teller);
        await new CustomersYearChapter(channel).TellAsync(teller);
        await new ApprovalChapter(channel).TellAsync(teller);
        await new AtOnceChapter(channel).TellAsync(teller);
        await new RevocationChapter(channel).TellAsync(teller);
    }
}
