using Npgsql;
using Story;
using Testing;

namespace Platform.Tests;

/// <summary>What <c>./run story</c> tells a person holds, and leaves exactly what it should in the databases.</summary>
public sealed class FirstStoryTests
{
    [Fact]
    [Trait("Checklist", "O4")]
    [Trait("Checklist", "O12")]
    [Trait("Checklist", "O13")]
    [Trait("Checklist", "O14")]
    [Trait("Checklist", "O17")]
    [Trait("Checklist", "T3")]
    [Trait("Checklist", "B7")]
    [Trait("Checklist", "B9")]
    [Trait("Checklist", "B8")]
    [Trait("Checklist", "B10")]
    [Trait("Checklist", "B18")]
    [Trait("Checklist", "O20")]
    [Trait("Checklist", "T5")]
    [Trait("Checklist", "S3")]
    [Trait("Checklist", "S4")]
    [Trait("Checklist", "S6")]
    [Trait("Checklist", "S21")]
    [Trait("Checklist", "S23")]
    [Trait("Checklist", "S28")]
    [Trait("Checklist", "X4")]
    [Trait("Checklist", "X6")]
    [Trait("Checklist", "X7")]
    [Trait("Checklist", "X8")]
    [Trait("Checklist", "X15")]
    [Trait("Checklist", "X16")]
    [Trait("Checklist", "X21")]
    [Trait("Checklist", "X22")]
    public async Task Story_ToldASecondTime_IsAsToldAgain()
    {
        var first = await ToldStory.WorldAsync();
        var second = new WholeStory(await WholeSystem.SharedAsync(), TextWriter.Null);

        await second.TellAsync();

        Assert.NotEqual(first.RealmId, second.World.RealmId);
    }

    [Fact]
    public async Task Story_BillingKilledBetweenApprovalAndInvoice_LeavesEachChargeOnce()
    {
        var world = await ToldStory.WorldAsync();
        var system = await WholeSystem.SharedAsync();
        await using var billing = NpgsqlDataSource.Create(system.DatabaseOf("billing"));

        // Retail and wholesale; others of the realm's rows belong to tests that go on in it.
        const string Charges = "FROM charges WHERE subscription_id = $1";
        Assert.Equal(2L, await CountAsync(billing, $"SELECT count(*) {Charges}", world.SubscriptionId));
        Assert.Equal(2L, await CountAsync(billing, $"SELECT count(DISTINCT invoice_id) {Charges}", world.SubscriptionId));
        Assert.Equal(
            2L,
            await CountAsync(
                billing, $"SELECT count(*) FROM platform.outbox WHERE type = 'billing.v1.invoice-issued' AND aggregate_id IN (SELECT invoice_id {Charges})", world.SubscriptionId));
        Assert.Equal(0L, await CountAsync(billing, "SELECT count(*) FROM platform.outbox WHERE published_at IS NULL AND realm_id = $1", world.RealmId));
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql, Guid id)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
