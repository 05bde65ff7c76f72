using System.Text.Json;

namespace Orgs.Api.Tests;

/// <summary>Every route, tried by everybody who has no business with the rows it names, may not do it, or may not do it now.</summary>
public sealed class OutsiderTests(OrgsService service)
{
    [Fact]
    public async Task Routes_EveryOne_IsTriedHere()
    {
        await using var replica = service.Replica();

        Assert.Equal(ApiRoutes.All.Select(route => route.Operation).Order(StringComparer.Ordinal), ApiRoutes.ServedBy(replica.Services).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Checklist", "X18")]
    [Trait("Checklist", "O1")]
    public async Task EveryRoute_ForWhoeverIsOutside_ShowsAndChangesNothing()
    {
        var neighbourhood = await Neighbourhood.OfAsync(service);
        var before = await neighbourhood.FingerprintAsync();

        foreach (var (who, outsider) in neighbourhood.Outsiders)
        {
            foreach (var route in ApiRoutes.All.Where(route => route.NamesARow || !route.IsWrite))
            {
                var (status, body) = await neighbourhood.TryAsync(outsider, route);
                Assert.True(!route.NamesARow || status is 403 or 404, $"{route.Operation} answered {status} to the {who}: {body}");
                // Who stands above sees the victim's place in its tree, and who has sold to it reads whom: the id of the organisation, and no row of it.
                var mayNameIt = route.Operation == "list-organization-tree" || who == "former seller";
                var secrets = neighbourhood.Secrets.Where(id => !(mayNameIt && id == neighbourhood.Victim.Id));
                Assert.All(secrets, id => Assert.False(body.Contains(id, StringComparison.OrdinalIgnoreCase), $"{route.Operation} showed the {who} {id}: {body}"));
            }
        }

        Assert.Equal(before, await neighbourhood.FingerprintAsync());
    }

    [Fact]
    [Trait("Checklist", "X18")]
    public async Task EveryWrite_ForAViewerOfTheOrganization_IsRefused()
    {
        var neighbourhood = await Neighbourhood.OfAsync(service);
        var viewer = await neighbourhood.World.MemberAsync(neighbourhood.Victim.Admin, "viewer");
        var before = await neighbourhood.FingerprintAsync();

        // What everybody may do with its own sessions and password is nobody's secret and needs no role.
        foreach (var route in ApiRoutes.All.Where(route => route.IsWrite && !route.WhileSuspended))
        {
            Assert.Equal((route.Operation, 403, "role_not_permitted"), await neighbourhood.RefusalAsync(viewer, route));
        }

        Assert.Equal(before, await neighbourhood.FingerprintAsync());
    }

    [Fact]
    [Trait("Checklist", "X20")]
    public async Task EveryWrite_ForASuspendedOrganization_IsRefusedAndEveryReadIsNot()
    {
        var neighbourhood = await Neighbourhood.OfAsync(service);
        var victim = neighbourhood.Victim;
        await neighbourhood.Seller.Admin.PostAsync($"organizations/{victim.Id}/suspend", new { reason = "Unpaid" });
        await victim.Admin.RefreshAsync();
        var before = await neighbourhood.FingerprintAsync();

        var operators = new[] { "create-realm", "advance-realm-clock", "rotate-signing-key" };
        foreach (var route in ApiRoutes.All.Where(route => route.IsWrite && !route.WhileSuspended && !operators.Contains(route.Operation)))
        {
            Assert.Equal((route.Operation, 403, "organization_suspended"), await neighbourhood.RefusalAsync(victim.Admin, route));
        }

        Assert.Equal(before, await neighbourhood.FingerprintAsync());
        Assert.Equal("Unpaid", (await victim.Admin.GetAsync($"organizations/{victim.Id}")).Text("statusReason"));
        foreach (var path in new[] { "me", "members", "connections", "sessions", "audit", "invitations" })
        {
            await victim.Admin.GetAsync(path);
        }
    }

    [Fact]
    [Trait("Checklist", "X18")]
    public async Task EveryRoute_WithoutAToken_IsRefused()
    {
        var neighbourhood = await Neighbourhood.OfAsync(service);

        foreach (var route in ApiRoutes.All)
        {
            Assert.Equal((route.Operation, 401, "unauthenticated"), await neighbourhood.RefusalAsync(service.Anonymous(), route));
        }
    }

    /// <summary>A customer deep in the tree, its rows, and who lives around it.</summary>
    private sealed class Neighbourhood(OrgsService service, World world, Child seller, Child victim, IReadOnlyDictionary<string, string> rows)
    {
        // What a refused call may touch, or the mechanics write meanwhile.
        private const string Tables =
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'realm_id' AND table_name NOT IN ('sessions', 'sign_in_failures') ORDER BY 1";

        public World World => world;

        public Child Seller => seller;

        public Child Victim => victim;

        public List<(string Who, Client Client)> Outsiders { get; } = [];

        public IEnumerable<string> Secrets => rows.Values;

        public static async Task<Neighbourhood> OfAsync(OrgsService service)
        {
            var world = await service.NewSandboxAsync();
            var distributor = await world.PartnerAsync();
            await ResellerPlanTests.ChangeAsync(world.Operator, distributor, "tenant", ResellerPlanTests.NewAlias());
            var seller = await world.CreateAsync(distributor.Admin, "partner");
            var victim = await world.CreateAsync(seller.Admin, "customer");
            var invitation = await victim.Admin.PostAsync("members", new { email = Names.Email("late"), name = "Late", role = "viewer" }, 201);
            var neighbourhood = new Neighbourhood(service, world, seller, victim, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["{organization}"] = victim.Id,
                ["{connection}"] = victim.ConnectionId,
                ["{member}"] = (await victim.Admin.GetAsync("members")).Items()[0].Text("id"),
                ["{invitation}"] = invitation.GetProperty("invitation").Text("id"),
                ["{session}"] = victim.Admin.Tokens.Text("sessionId"),
                ["{realm}"] = (await service.SandboxAsync()).RealmId,
            });
            neighbourhood.Outsiders.AddRange(
            [
                ("sibling customer", (await world.CreateAsync(seller.Admin, "customer")).Admin),
                ("sibling of its seller", (await world.CreateAsync(distributor.Admin, "partner")).Admin),
                ("grandparent", distributor.Admin),
                ("operator", world.Operator),
                ("former seller", await FormerSellerAsync(world, victim)),
                ("other realm", (await service.NewSandboxAsync()).Operator),
            ]);
            return neighbourhood;
        }

        public async Task<(int Status, string Body)> TryAsync(Client client, ApiRoute route)
        {
            var path = rows.Aggregate(route.Path, (text, row) => text.Replace(row.Key, row.Value));
            using var response = await client.RawAsync(route.Method, path, route.Body);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        public async Task<(string Operation, int Status, string Code)> RefusalAsync(Client client, ApiRoute route)
        {
            var (status, body) = await TryAsync(client, route);
            return (route.Operation, status, status < 400 ? body : JsonElement.Parse(body).Text("code"));
        }

        /// <summary>Equal exactly if no row of the realm changed in between.</summary>
        public async Task<string> FingerprintAsync()
        {
            var parts = new List<string>();
            foreach (var table in await ReadAsync(Tables))
            {
                parts.AddRange(await ReadAsync(
                    $"SELECT '{table} ' || count(*) || ' ' || coalesce(sum(hashtextextended(row::text, 0)), 0) FROM \"{table}\" AS row WHERE realm_id = '{world.RealmId}'"));
            }

            return string.Join('\n', parts);
        }

        /// <summary>It sold to the victim once: what it still may read is that connection, not the one of today.</summary>
        private static async Task<Client> FormerSellerAsync(World world, Child victim)
        {
            var former = (await world.PartnerAsync()).Admin;
            var offer = new { @namespace = victim.Namespace, accountsPayableEmail = "payable@example.test", trialDays = 7 };
            var connection = (await former.PostAsync("connections", offer, 201)).Text("id");
            await victim.Admin.PostAsync($"connections/{connection}/accept");
            await former.PostAsync($"connections/{connection}/end", new { reason = "Over" });
            return former;
        }

        private async Task<List<string>> ReadAsync(string sql)
        {
            await using var command = service.Database.CreateCommand(sql);
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
