using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Testing;
using Tickets.Api.Storage;
using Tickets.Api.Tickets;
using Tickets.Domain;

namespace Tickets.Api.Tests;

/// <summary>T2 at size: a list reads about as many rows as it shows, whatever lies beside them. Measured by PostgreSQL itself, on a seller with fifteen thousand tickets in a table of fifty thousand.</summary>
[Trait("Checklist", "T2")]
public sealed class ListPlanTests(TicketsService tickets, ListPlanTests.BusySeller busy) : IClassFixture<ListPlanTests.BusySeller>
{
    private const int PageSize = 50;
    private const int TicketsOfTheSeller = 15_000;
    private const int TicketsOfOthers = 35_000;

    public static TheoryData<string, int> HotLists => new()
    {
        // What is wanted, and how many rows may be read of which only a page is shown.
        { "everything", 4 * PageSize },
        { "seller", 4 * PageSize },
        { "open", 8 * PageSize },
        { "mine", 8 * PageSize },
        { "connection", 4 * PageSize },
        { "affected organisation", 4 * PageSize },
        { "connection and open", 8 * PageSize },
        { "number", 4 * PageSize },
        { "search", 4 * PageSize },
    };

    [Theory]
    [MemberData(nameof(HotLists))]
    public async Task Page_OfABusySeller_ReadsLittleMoreThanItShows(string list, int mostRows)
    {
        await busy.FillAsync(tickets);
        var explain = new Explain();
        await using var db = busy.Db(tickets, explain);

        await busy.Filter(list).Apply(db.Tickets.AsNoTracking(), busy.Caller)
            .ToPageAsync(new PageQuery(PageSize), row => row.Id, TicketView.From(db), TestContext.Current.CancellationToken);

        Assert.True(explain.RowsRead <= mostRows, $"{list} read {explain.RowsRead} rows of the table:\n{explain.Plan}");
        Assert.DoesNotContain("\"Seq Scan\"", explain.Plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("everything", true)]
    [InlineData("seller", true)]
    [InlineData("mine", false)]
    [InlineData("connection", false)]
    public async Task Counts_OfABusySeller_AreReadOffAnIndex(string list, bool withoutTheTable)
    {
        await busy.FillAsync(tickets);
        var explain = new Explain();
        await using var db = busy.Db(tickets, explain);

        var counts = await ListTickets.Count(busy.Filter(list).OfAnyStatus(db.Tickets.AsNoTracking(), busy.Caller)).ToListAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(counts);
        Assert.DoesNotContain("\"Seq Scan\"", explain.Plan, StringComparison.Ordinal);
        if (withoutTheTable)
        {
            Assert.Contains("\"Index Only Scan\"", explain.Plan, StringComparison.Ordinal);
        }
    }

    /// <summary>Has PostgreSQL run and explain the statement that is about to be run.</summary>
    private sealed class Explain : DbCommandInterceptor
    {
        public string Plan { get; private set; } = "";

        /// <summary>Rows that scans of the table gave or threw away.</summary>
        public int RowsRead => Read(JsonDocument.Parse(Plan).RootElement[0].GetProperty("Plan"));

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            await using var explain = ((NpgsqlCommand)command).Clone();
            explain.CommandText = "EXPLAIN (ANALYZE, FORMAT JSON) " + command.CommandText;
            Plan = (string)(await explain.ExecuteScalarAsync(cancellationToken))!;
            return result;
        }

        private static int Read(JsonElement node)
        {
            var own = node.TryGetProperty("Relation Name", out var relation) && relation.GetString() == "ticket"
                ? Times(node, "Actual Rows") + Times(node, "Rows Removed by Filter") + Times(node, "Rows Removed by Index Recheck")
                : 0;
            return own + (node.TryGetProperty("Plans", out var children) ? children.EnumerateArray().Sum(Read) : 0);
        }

        private static int Times(JsonElement node, string property) =>
            node.TryGetProperty(property, out var rows) ? (int)(rows.GetDouble() * node.GetProperty("Actual Loops").GetDouble()) : 0;
    }

    /// <summary>A seller with three hundred connections, most of whose tickets are done, in a table with more of others.</summary>
    public sealed class BusySeller
    {
        private readonly Guid _realm = Guid.CreateVersion7();
        private readonly Guid _seller = Guid.CreateVersion7();
        private readonly Guid _agent = Guid.CreateVersion7();
        private readonly SemaphoreSlim _filling = new(1);
        private bool _filled;
        private Guid _connection;
        private Guid _buyer;

        internal Caller Caller => new(_agent, _seller, OrganizationKind.Partner, Role.Support, _realm, IsLiveRealm: false, Guid.CreateVersion7(), IsSuspended: false);

        internal TicketFilter Filter(string list)
        {
            var anything = new TicketFilter(Side: null, ConnectionId: null, AffectedOrganizationId: null, Status: null, Priority: null, Assignee: null, Search: null);
            OneOf<TicketStatus>[] open = [new(TicketStatus.Open), new(TicketStatus.InProgress)];
            return list switch
            {
                "seller" => anything with { Side = new OneOf<Side>(Side.Seller) },
                "open" => anything with { Status = open },
                "mine" => anything with { Assignee = "me", Status = open },
                "connection" => anything with { ConnectionId = _connection },
                "affected organisation" => anything with { AffectedOrganizationId = _buyer },
                "connection and open" => anything with { ConnectionId = _connection, Status = open },
                "number" => anything with { Search = "#1234" },
                "search" => anything with { Search = "rare-error-17" },
                _ => anything,
            };
        }

        internal TicketsDb Db(TicketsService tickets, IInterceptor interceptor)
        {
            var scope = new Scope();
            scope.EnterCaller(Caller);
            return new TicketsDb(new DbContextOptionsBuilder<TicketsDb>().UseNpgsql(tickets.Service.Database).AddInterceptors(interceptor).Options, scope);
        }

        internal async Task FillAsync(TicketsService tickets)
        {
            await _filling.WaitAsync();
            try
            {
                if (!_filled)
                {
                    await InsertAsync(tickets, _seller, TicketsOfTheSeller);
                    await InsertAsync(tickets, Guid.CreateVersion7(), TicketsOfOthers);
                    // What others' transactions may still look at is marked as visible to all only once they have ended, and the planner counts on those marks.
                    await Eventually.Async(async () =>
                    {
                        await ExecuteAsync(tickets, "VACUUM ANALYZE ticket");
                        return await tickets.Service.CountAsync("SELECT count(*) FROM pg_class WHERE relname = 'ticket' AND relallvisible >= relpages * 0.9") == 1;
                    });
                    await using var one = tickets.Service.Database.CreateCommand($"SELECT connection_id, buyer_id FROM ticket WHERE seller_id = '{_seller}' LIMIT 1");
                    await using var reader = await one.ExecuteReaderAsync();
                    await reader.ReadAsync();
                    (_connection, _buyer) = (reader.GetGuid(0), reader.GetGuid(1));
                    _filled = true;
                }
            }
            finally
            {
                _filling.Release();
            }
        }

        /// <summary>One ticket in a hundred is still open, one in a thousand is the agent's, one in ten thousand has the rare error.</summary>
        private Task InsertAsync(TicketsService tickets, Guid seller, int count) => ExecuteAsync(tickets,
            $"""
            WITH connection AS (SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS buyer_id FROM generate_series(0, 299) n)
            INSERT INTO ticket (id, realm_id, connection_id, seller_id, buyer_id, affected_organization_id, number, subject, body, status, priority, requester_id,
                requester_organization_id, assignee_id, taken_up, comment_count, created_at, updated_at, version)
            SELECT gen_random_uuid(), '{_realm}', connection.id, '{seller}', buyer_id, buyer_id, number,
                'The line ' || number || ' is dead', 'Since ' || md5(number::text) || CASE WHEN number % 10000 = 17 THEN ' with rare-error-17' ELSE '' END,
                CASE WHEN number % 100 = 0 THEN 'Open' ELSE 'Closed' END, 'Medium', buyer_id, buyer_id,
                CASE WHEN number % 1000 = 0 THEN '{_agent}'::uuid WHEN number % 3 = 0 THEN buyer_id END, true, 0, now(), now(), 1
            FROM generate_series(1, {count}) number JOIN connection ON connection.n = number % 300
            """);

        private static async Task ExecuteAsync(TicketsService tickets, string sql)
        {
            await using var command = tickets.Service.Database.CreateCommand(sql);
            command.CommandTimeout = 120;
            await command.ExecuteNonQueryAsync();
        }
    }
}
