using Testing;

namespace Platform.Tests;

/// <summary>
/// The demo data as its command loads it: through the public API, into a sandbox that began a year ago. How many customers there are is the demo's business; what
/// a person who looks around has to find is tested here.
/// </summary>
public sealed class DemoTests(LoadedDemo demo) : IClassFixture<LoadedDemo>
{
    [Fact]
    [Trait("Checklist", "X7")]
    public async Task Load_Realm_BeganOnTheFirstOfAMonthAYearAgoAndHasArrivedAtToday()
    {
        var realm = await demo.RealmAsync();

        var now = DateTimeOffset.UtcNow;
        Assert.Equal("sandbox", (string?)realm["kind"]);
        var began = (DateTimeOffset)realm["createdAt"]!;
        Assert.Equal(1, began.UtcDateTime.Day);
        Assert.InRange(began, now.AddYears(-1).AddDays(-1), now.AddYears(-1).AddDays(32));
        Assert.InRange((DateTimeOffset)realm["now"]!, now.AddHours(-1), now.AddMinutes(1));
        Assert.Equal(0, await demo.CountAsync("orgs", "FROM clock_jobs WHERE realm_id = $1 AND status <> 'Done'"));
    }

    [Fact]
    public async Task Load_Channel_HasADozenResellersBelowTwoDistributors()
    {
        const string Below = "FROM organizations child JOIN organizations parent ON parent.id = child.parent_id WHERE child.realm_id = $1 AND";

        Assert.Equal(1, await demo.CountAsync("orgs", "FROM organizations WHERE realm_id = $1 AND kind = 'Operator'"));
        Assert.Equal(2, await demo.CountAsync("orgs", $"FROM (SELECT parent.id {Below} child.kind = 'Partner' AND parent.kind = 'Partner' GROUP BY 1) distributors"));
        // Below the distributors, or the operator itself where no distributor is.
        Assert.InRange(await demo.CountAsync("orgs", $"{Below} child.kind = 'Partner' AND NOT EXISTS (SELECT FROM organizations p WHERE p.parent_id = child.id AND p.kind = 'Partner')"), 12, 20);
        Assert.Equal(["Basic", "Free", "Standard", "Tenant"], await demo.WordsAsync("orgs", "SELECT DISTINCT plan FROM organizations WHERE realm_id = $1 AND kind = 'Partner' ORDER BY 1"));
        Assert.InRange(await demo.CountAsync("orgs", "FROM organizations WHERE realm_id = $1 AND kind = 'Customer'"), 100, long.MaxValue);
    }

    [Fact]
    public async Task Load_Invoices_AreOfEveryMonthAndInEveryState()
    {
        // The first trials ended in the first month.
        Assert.InRange(await demo.CountAsync("billing", "FROM (SELECT date_trunc('month', issued_at) FROM invoices WHERE realm_id = $1 GROUP BY 1) months"), 12, 13);
        Assert.Equal(["Overdue", "Paid", "Unpaid"], await demo.WordsAsync("billing", "SELECT DISTINCT status FROM invoices WHERE realm_id = $1 ORDER BY 1"));
        Assert.Equal(["Card", "Manual"], await demo.WordsAsync("billing", "SELECT DISTINCT method FROM payments WHERE realm_id = $1 AND method <> 'CreditBalance' ORDER BY 1"));
        Assert.Equal(1, await demo.CountAsync("billing", "FROM credit_notes WHERE realm_id = $1 AND reason = 'Charged for a week of outage.'"));
    }

    [Fact]
    public async Task Load_Tickets_AreInEveryState() =>
        Assert.Equal(["Closed", "InProgress", "Open", "Resolved"], await demo.WordsAsync("tickets", "SELECT DISTINCT status FROM ticket WHERE realm_id = $1 ORDER BY 1"));

    [Fact]
    [Trait("Checklist", "X22")]
    public async Task Load_Orders_EndedForReasonsOfPeopleAlone()
    {
        Assert.Equal(
            ["Canceled", "Executed", "InProgress", "PendingApproval"],
            await demo.WordsAsync("storefront", "SELECT DISTINCT status FROM shop_order WHERE realm_id = $1 ORDER BY 1"));
        // Turned down, withdrawn, forgotten. That Billing did not answer would be nobody's reason but the platform's.
        Assert.Equal(
            ["order_expired", "rejected", "withdrawn"],
            await demo.WordsAsync("storefront", "SELECT DISTINCT cancel_code FROM shop_order WHERE realm_id = $1 AND status = 'Canceled' ORDER BY 1"));
    }

    [Theory]
    [InlineData("orgs")]
    [InlineData("billing")]
    [InlineData("tickets")]
    [InlineData("storefront")]
    public async Task Load_Service_HasLeftNothingBehind(string service)
    {
        Assert.Empty(await demo.DeadLettersAsync(service));
        Assert.Empty(await demo.WordsAsync(service, "SELECT kind || ' ' || key || ': ' || error FROM platform.due_work WHERE realm_id = $1 AND error IS NOT NULL"));
        Assert.Equal(0, await demo.CountAsync(service, "FROM platform.due_work w JOIN platform.realm_clock c USING (realm_id) WHERE w.realm_id = $1 AND w.due_at <= c.target"));
        await Eventually.Async(
            async () => await demo.CountAsync(service, "FROM platform.outbox WHERE realm_id = $1 AND published_at IS NULL") == 0,
            because: $"every event of {service} should be sent");
        await Eventually.Async(
            async () => await demo.CountAsync(service, "FROM platform.mail WHERE realm_id = $1 AND sent_at IS NULL") == 0,
            because: $"every mail of {service} should be sent");
    }

    [Fact]
    public async Task Load_People_CanSignIn()
    {
        Assert.NotEmpty(demo.People);
        foreach (var person in demo.People)
            await demo.SignInAsync(person);
    }
}
