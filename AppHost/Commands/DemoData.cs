using System.Text.Json;
using AppHost.Commands.Demo;
using AppHost.Installation;

namespace AppHost.Commands;

/// <summary>
/// A world to look at, in a sandbox realm of its own that began a year ago: an operator, two distributors, a dozen resellers, their customers, and a year of invoices and tickets.
/// Everything is made through the gateway, as people would. Who can sign in is kept in demo.json in the data folder, for the console and for <c>./run token</c>.
/// </summary>
/// <param name="say">Takes a line about how far it is.</param>
internal sealed class DemoData(LocalInstallation installation, Action<string> say)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _path = Path.Combine(installation.Options.DataFolder, "demo.json");

    /// <summary>The people of the demo; none before it has been loaded.</summary>
    public IReadOnlyList<DemoPerson> People() =>
        File.Exists(_path) ? JsonSerializer.Deserialize<List<DemoPerson>>(File.ReadAllText(_path), Format)! : [];

    /// <summary>Makes the realm and the people whom the console names, in a few seconds, and keeps who they are. A second call makes a second world beside the first.</summary>
    public async Task<DemoBeginning> BeginAsync(CancellationToken cancellationToken)
    {
        var people = new DemoPeople(installation);
        var stage = new DemoStage(await DemoRealm.FoundAsync(installation, people.Password, cancellationToken), people, say);
        var core = await DemoCore.OpenAsync(stage, cancellationToken);
        Keep(people);
        return new DemoBeginning(stage, core);
    }

    /// <summary>Plays the year. Its people can be used meanwhile, in the realm's time. What was refused in it is said, and the stage keeps it.</summary>
    public async Task PlayAsync(DemoBeginning beginning, CancellationToken cancellationToken)
    {
        try
        {
            var named = beginning.Stage.People.Known.Count;
            await DemoYear.PlayAsync(beginning.Stage, beginning.Core, cancellationToken);
            Keep(beginning.Stage.People);
            say("sign in also, with the same password, as " + string.Join("; ", beginning.Stage.People.Known.Skip(named).Select(person => $"{person.Email}, {person.Who}")));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped halfway: the next start makes another one rather than showing half a year.
            File.Delete(_path);
            throw;
        }
    }

    private void Keep(DemoPeople people) => PrivateFile.Write(_path, JsonSerializer.Serialize(people.Known, Format));
}

/// <summary>What the year is played from.</summary>
internal sealed record DemoBeginning(DemoStage Stage, DemoCore Core);
