using Orgs.Contracts.V1;
using ServiceDefaults.Security;

namespace Tickets.Api.Tests;

/// <summary>Every route, tried by everybody for whom these tickets do not exist, who may not do it, or may not do it now.</summary>
[Trait("Checklist", "X18")]
public sealed class IsolationTests(TicketsService tickets)
{
    [Fact]
    public void Routes_EveryOne_IsTriedHere() => Assert.Equal(
        TicketRoutes.All.Select(route => route.Operation).Order(StringComparer.Ordinal), TicketRoutes.ServedBy(tickets.Service.Services).Order(StringComparer.Ordinal));

    [Fact]
    public async Task EveryRoute_ForWhoeverIsOutside_ShowsAndChangesNothing()
    {
        var house = await House.OfAsync(tickets);
        var outsiders = await house.OutsidersAsync();
        var before = await house.FingerprintAsync();

        foreach (var (who, outsider) in outsiders)
        {
            foreach (var route in TicketRoutes.All)
            {
                var (status, body) = await route.TryAsync(tickets.Service.As(outsider), house.Rows);
                Assert.True(status == (route.NamesARow ? 404 : 200), $"{route.Operation} answered {status} to the {who}: {body}");
                Assert.All(house.Rows.Values, id => Assert.False(body.Contains(id.ToString(), StringComparison.Ordinal), $"{route.Operation} showed the {who} {id}: {body}"));
            }
        }

        Assert.Equal(before, await house.FingerprintAsync());
    }

    [Fact]
    public async Task EveryWrite_ForAViewerOfEitherSide_IsRefused()
    {
        var house = await House.OfAsync(tickets);
        var before = await house.FingerprintAsync();

        foreach (var side in (Party[])[house.Seller, house.Buyer])
        {
            foreach (var route in TicketRoutes.All.Where(route => route.IsWrite || route.AgentsOnly))
            {
                Assert.Equal((route.Operation, 403, "role_not_permitted"), await route.RefusalAsync(tickets.Service.As(side.Caller(Role.Viewer)), house.Rows));
            }
        }

        Assert.Equal(before, await house.FingerprintAsync());
    }

    [Theory]
    [InlineData(Role.Billing)]
    [InlineData(Role.Sales)]
    public async Task EveryAgentsRoute_ForTheSellersOtherRoles_IsRefused(Role role)
    {
        var house = await House.OfAsync(tickets);
        var before = await house.FingerprintAsync();

        foreach (var route in TicketRoutes.All.Where(route => route.AgentsOnly))
        {
            Assert.Equal((route.Operation, 403, "role_not_permitted"), await route.RefusalAsync(tickets.Service.As(house.Seller.Caller(role)), house.Rows));
        }

        Assert.Equal(before, await house.FingerprintAsync());
    }

    [Fact]
    public async Task EveryAgentsRoute_ForTheBuyersAdmin_IsTheSellersOnly()
    {
        var house = await House.OfAsync(tickets);
        var before = await house.FingerprintAsync();

        foreach (var route in TicketRoutes.All.Where(route => route.AgentsOnly))
        {
            Assert.Equal((route.Operation, 403, "seller_only"), await route.RefusalAsync(tickets.Service.As(house.Buyer.Caller(Role.SuperAdmin)), house.Rows));
        }

        Assert.Equal(before, await house.FingerprintAsync());
    }

    [Fact]
    public async Task EveryWrite_ForASuspendedOrganisation_IsRefusedUnlessItAsksForHelp()
    {
        var house = await House.OfAsync(tickets);
        var before = await house.FingerprintAsync();

        foreach (var side in (Party[])[house.Seller, house.Buyer])
        {
            foreach (var route in TicketRoutes.All.Where(route => route.IsWrite && !route.WhileSuspended))
            {
                Assert.Equal((route.Operation, 403, "organization_suspended"), await route.RefusalAsync(tickets.Service.As(side.Caller(isSuspended: true)), house.Rows));
            }
        }

        Assert.Equal(before, await house.FingerprintAsync());
    }

    [Fact]
    public async Task EveryRoute_OnAnEndedConnection_IsReadAndNotChanged()
    {
        var house = await House.OfAsync(tickets);
        await house.EndAsync();
        var before = await house.FingerprintAsync();

        foreach (var route in TicketRoutes.All)
        {
            foreach (var side in (Party[])[house.Seller, house.Buyer])
            {
                if (side == house.Buyer && route.Path.StartsWith("connections/", StringComparison.Ordinal))
                {
                    continue;
                }

                var client = tickets.Service.As(side.Caller());
                if (route.IsWrite)
                {
                    Assert.Equal((route.Operation, 409, "connection_ended"), await route.RefusalAsync(client, house.Rows));
                }
                else
                {
                    Assert.Equal((route.Operation, 200), (route.Operation, (await route.TryAsync(client, house.Rows)).Status));
                }
            }
        }

        Assert.Equal(before, await house.FingerprintAsync());
    }

    [Fact]
    public async Task EveryRoute_WithoutAToken_IsRefused()
    {
        var house = await House.OfAsync(tickets);
        using var client = tickets.Service.Anonymous();

        foreach (var route in TicketRoutes.All)
        {
            Assert.Equal((route.Operation, 401, "unauthenticated"), await route.RefusalAsync(client, house.Rows));
        }
    }

    /// <summary>A customer deep in the chain, its ticket with everything that hangs on it, and who lives around it.</summary>
    private sealed class House(TicketsService tickets, Channel channel, Party root, Party distributor, Party seller, Party buyer, Guid connection, Guid owner)
    {
        private readonly Dictionary<string, Guid> _rows = new(StringComparer.Ordinal) { ["{connection}"] = connection };

        public Party Seller => seller;

        public Party Buyer => buyer;

        public IReadOnlyDictionary<string, Guid> Rows => _rows;

        public static async Task<House> OfAsync(TicketsService tickets)
        {
            var channel = new Channel(tickets.Service);
            var root = await channel.FoundAsync();
            var distributor = await channel.OrganizationAsync("Distributor", OrganizationKind.Partner, "Dora");
            var seller = await channel.OrganizationAsync("Reseller", OrganizationKind.Partner, "Rita");
            var buyer = await channel.OrganizationAsync("Customer", OrganizationKind.Customer, "Cora");
            await channel.ConnectAsync(root, distributor);
            await channel.ConnectAsync(distributor, seller);
            Guid first = await channel.AgentAsync(seller, "Fay"), second = await channel.AgentAsync(seller, "Sam");
            var connection = await channel.ConnectAsync(seller, buyer, first);
            var client = tickets.Service.As(buyer.Caller());
            var ticket = (await client.Created()).Id;
            var comment = await client.Comment(ticket, "Look at this");
            var file = await client.Attached(ticket, comment);
            await tickets.Service.TellAsync(new SupportOwnerAssigned(Channel.Connection(connection, seller, buyer, second), first), channel.Envelope(connection, 2));
            var house = new House(tickets, channel, root, distributor, seller, buyer, connection, second);
            (house._rows["{ticket}"], house._rows["{comment}"], house._rows["{attachment}"]) = (ticket, comment, file.Id);
            return house;
        }

        public async Task<IReadOnlyList<(string Who, Caller Outsider)>> OutsidersAsync()
        {
            var sibling = await channel.OrganizationAsync("Sibling", OrganizationKind.Customer, "Sid");
            await channel.ConnectAsync(seller, sibling);
            var partner = await channel.OrganizationAsync("Neighbour", OrganizationKind.Partner, "Nora");
            await channel.ConnectAsync(distributor, partner);
            var child = await channel.OrganizationAsync("Child", OrganizationKind.Customer, "Cid");
            await channel.ConnectAsync(buyer, child);
            var former = await channel.OrganizationAsync("Former seller", OrganizationKind.Partner, "Finn");
            await channel.EndAsync(await channel.ConnectAsync(former, buyer), former, buyer);
            return
            [
                ("sibling customer", sibling.Caller(Role.SuperAdmin)),
                ("sibling partner", partner.Caller(Role.SuperAdmin)),
                ("seller's seller", distributor.Caller(Role.SuperAdmin)),
                ("operator", root.Caller(Role.SuperAdmin)),
                ("buyer's customer", child.Caller(Role.SuperAdmin)),
                ("former seller", former.Caller(Role.SuperAdmin)),
                ("same organisation in another realm", seller.Caller(Role.SuperAdmin) with { RealmId = Guid.CreateVersion7() }),
            ];
        }

        public Task EndAsync() => tickets.Service.TellAsync(new ConnectionEnded(Channel.Connection(connection, seller, buyer, owner, "ended")), channel.Envelope(connection, 3));

        /// <summary>Equal exactly if no row of the realm changed in between.</summary>
        public async Task<string> FingerprintAsync()
        {
            var parts = new List<string>();
            foreach (var table in await ReadAsync("SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'realm_id' ORDER BY 1"))
            {
                parts.AddRange(await ReadAsync(
                    $"SELECT '{table} ' || count(*) || ' ' || coalesce(sum(hashtextextended(row::text, 0)), 0) FROM \"{table}\" AS row WHERE realm_id = '{channel.RealmId}'"));
            }

            return string.Join('\n', parts);
        }

        private async Task<List<string>> ReadAsync(string sql)
        {
            await using var command = tickets.Service.Database.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync();
            var values = new List<string>();
            while (await reader.ReadAsync())
            {
                values.Add(reader.GetString(0));
            }

            return values;
        }
    }
}
