using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using Story;
using Testing;

namespace Platform.Tests;

/// <summary>The demo data, loaded once onto the shared platform, and a look behind it. That a single step of its year was refused fails the loading.</summary>
public sealed class LoadedDemo : IAsyncLifetime
{
    private const string Realms = "/api/orgs/v1/realms";

    private RunningSystem _system = null!;
    private Cast _cast = null!;
    private Guid _realmId;

    public IReadOnlyList<DemoPersonFacts> People { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _system = await WholeSystem.SharedAsync();
        _cast = new Cast(_system);
        People = await _system.LoadDemoAsync();
        _realmId = (Guid)(await RealmAsync())["id"]!;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>As the installation's operator sees it.</summary>
    public async Task<JsonNode> RealmAsync()
    {
        var realms = (await (await LiveOperatorAsync()).GetAsync(Realms)).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        return realms.Single(realm => (string?)realm!["slug"] == People[0].Realm)!;
    }

    public Task<StoryClient> SignInAsync(DemoPersonFacts person) => _cast.SignInAsync(person.Who, person.Email, person.Password, person.Realm);

    /// <summary>What a service has given up on, whatever realm it belongs to.</summary>
    public async Task<JsonArray> DeadLettersAsync(string service) =>
        (await (await LiveOperatorAsync()).GetAsync($"/api/{service}/v1/admin/dead-letters")).Expect(HttpStatusCode.OK).Json.AsArray();

    /// <param name="from">The rest of the statement, with $1 for the demo's realm.</param>
    public async Task<long> CountAsync(string service, string from)
    {
        await using var database = NpgsqlDataSource.Create(_system.DatabaseOf(service));
        await using var command = InRealm(database, $"SELECT count(*) {from}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <param name="sql">Selects one column of text, with $1 for the demo's realm.</param>
    public async Task<IReadOnlyList<string>> WordsAsync(string service, string sql)
    {
        await using var database = NpgsqlDataSource.Create(_system.DatabaseOf(service));
        await using var command = InRealm(database, sql);
        await using var row = await command.ExecuteReaderAsync();
        var words = new List<string>();
        while (await row.ReadAsync())
            words.Add(row.GetString(0));
        return words;
    }

    private NpgsqlCommand InRealm(NpgsqlDataSource database, string sql)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = _realmId });
        return command;
    }

    private Task<StoryClient> LiveOperatorAsync() => _cast.SignInAsync("live operator", _system.Facts.Operator.Email, _system.Facts.Operator.Password, "live");
}
