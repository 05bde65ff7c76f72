using Npgsql;
using Sample.Contracts.V1;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Tests.Messaging;

public sealed class SentMarksTests
{
    [Fact]
    public async Task Write_SomeOfTheLog_MarksThoseAndLeavesTheConnectionAsItWas()
    {
        await using var home = await SampleHome.CreateAsync("marks");
        await home.ExecuteAsync(
            $"""
            INSERT INTO platform.outbox (message_id, realm_id, type, aggregate_id, version, occurred_at, payload)
            SELECT gen_random_uuid(), gen_random_uuid(), '{EventName.Of<ThingHappened>()}', gen_random_uuid(), 1, now(), '' FROM generate_series(1, 3)
            """);
        await using var connection = new NpgsqlConnection(home.Database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        await SentMarks.Write(connection, [1, 3], TestContext.Current.CancellationToken);

        Assert.Equal("1,3", await home.ScalarAsync<string>("SELECT string_agg(id::text, ',' ORDER BY id) FROM platform.outbox WHERE published_at IS NOT NULL"));
        // Whoever has the connection next waits for the disk again.
        await using var setting = new NpgsqlCommand("SHOW synchronous_commit", connection);
        Assert.Equal("on", await setting.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
