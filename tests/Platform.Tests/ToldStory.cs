using Story;
using Testing;

namespace Platform.Tests;

/// <summary>The first story, told once on the shared platform: a populated realm that the other tests look at.</summary>
internal static class ToldStory
{
    private static readonly Lazy<Task<StoryWorld>> World = new(TellAsync);

    public static Task<StoryWorld> WorldAsync() => World.Value;

    private static async Task<StoryWorld> TellAsync()
    {
        var told = new StringWriter();
        var story = new ChannelStory(await WholeSystem.SharedAsync());
        try
        {
            await story.TellAsync(new Storyteller(told));
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException($"The story was not as told:{Environment.NewLine}{told}", problem);
        }

        return story.World;
    }
}
