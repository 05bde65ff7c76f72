using Npgsql;
using Platform.Benchmarks.Measuring;
using ServiceDefaults.Security;

namespace Platform.Benchmarks.Orders;

/// <summary>A customer of the channel.</summary>
/// <param name="Subscriptions">Some that it could do something with.</param>
/// <param name="ProductId">Something that it has.</param>
public sealed record Account(Caller Caller, IReadOnlyList<Guid> Subscriptions, Guid ProductId);

/// <summary>
/// A channel in Storefront's own tables: forty sellers, sixty products, a million subscriptions (add-ons and assets among them), an order for every fourth. One customer has 10,000 of them, each of the
/// others 100, bought over two years in turns, so that nobody's stand together. Of twenty that follow each other at one customer, 16 are main products, three add-ons of these and one is an asset.
/// </summary>
public sealed class Accounts : IAsyncDisposable
{
    public const int Subscriptions = 1_000_000;
    public const int OfLarge = 10_000;
    public const int OfSmall = 100;

    /// <summary>Of a customer's, how many a list shows for themselves, in percent.</summary>
    public const int ListedPercent = 80;

    private const int AccountCount = 1 + (Subscriptions - OfLarge) / OfSmall;
    private const int Sampled = 50;

    private readonly NpgsqlDataSource _source;

    private Accounts(string connectionString)
    {
        ConnectionString = connectionString;
        _source = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public static async Task<Accounts> CreateAsync()
    {
        var accounts = new Accounts(await RunningService.DatabaseAsync(OrdersBench.Service));
        foreach (var statement in (string[])[Functions, Sellers, Products, Connections, Bought, Ordered, "VACUUM ANALYZE"])
            await accounts.ExecuteAsync(statement);
        return accounts;
    }

    public Task<Account> LargeAsync() => ReadAsync(0);

    /// <summary>Many, so that their rows are not the only ones in memory.</summary>
    public async Task<IReadOnlyList<Account>> SmallAsync()
    {
        var accounts = new List<Account>();
        for (var number = 0; number < Sampled; number++)
            accounts.Add(await ReadAsync(1 + number * (AccountCount - 1) / Sampled));
        return accounts;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<Account> ReadAsync(int number)
    {
        await using var command = _source.CreateCommand(
            $"""
            SELECT buyer_id, realm_id, id, product_id FROM subscription
            WHERE buyer_id = bench_id('account', {number}) AND main_subscription_id IS NULL AND kind = 'Main' AND status = 'Active' ORDER BY md5(id::text) LIMIT {Sampled}
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        Account? account = null;
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(2));
            account ??= new Account(
                new Caller(Guid.CreateVersion7(), reader.GetGuid(0), OrganizationKind.Customer, Role.Admin, reader.GetGuid(1), IsLiveRealm: true, Guid.CreateVersion7(), IsSuspended: false),
                ids,
                reader.GetGuid(3));
        }

        return account ?? throw new InvalidOperationException($"Account {number} has nothing.");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        command.CommandTimeout = 900;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ids that rise with time, as UUIDv7 does: the number first, then what looks like chance.</summary>
    /// <remarks>bench_number turns round how the subscriptions are dealt out below.</remarks>
    private const string Functions =
        """
        CREATE FUNCTION bench_id(kind text, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
        $$ SELECT (lpad(to_hex(number), 12, '0') || '70008' || substr(md5(kind || number), 1, 15))::uuid $$;
        CREATE FUNCTION bench_number(account bigint, k bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
        $$ SELECT CASE WHEN account = 0 THEN k * 100 ELSE (k * 9900 + account - 1) / 99 * 100 + 1 + (k * 9900 + account - 1) % 99 END $$;
        CREATE FUNCTION bench_prices(minor_units int) RETURNS jsonb LANGUAGE sql IMMUTABLE AS
        $$ SELECT jsonb_build_array(jsonb_build_object('currency', 'USD', 'interval', 'month', 'planLength', 'month', 'minorUnits', minor_units, 'from', '2020-01-01T00:00:00+00:00')) $$
        """;

    private const string Sellers =
        """
        INSERT INTO realm (realm_id, is_live, operator_id) VALUES (bench_id('realm', 0), true, bench_id('operator', 0));
        INSERT INTO seller (id, realm_id, name, is_operator, plan, standard_since, version)
        SELECT bench_id('seller', number), bench_id('realm', 0), 'Seller ' || number, false, 'Standard', now() - interval '5 years', 1 FROM generate_series(0, 39) AS number
        """;

    /// <summary>Main products that can be upgraded to the next, from 40 on add-ons, from 52 on what is bought once.</summary>
    private const string Products =
        """
        INSERT INTO product (id, realm_id, name, managed_by_id, shared_with_resellers, prices, version, kind, charging, upgrade_targets)
        SELECT bench_id('product', number), bench_id('realm', 0), (ARRAY['Mail', 'Backup', 'Phone', 'Archive', 'Desktop'])[1 + number % 5] || ' ' || number, bench_id('operator', 0), true, bench_prices(2500), 1,
            CASE WHEN number BETWEEN 40 AND 51 THEN 'AddOn' ELSE 'Main' END, CASE WHEN number >= 52 THEN 'OneTime' ELSE 'Recurring' END,
            CASE WHEN number < 39 THEN ARRAY[bench_id('product', number + 1)] ELSE '{}' END
        FROM generate_series(0, 59) AS number;
        INSERT INTO published_product (seller_id, product_id, realm_id, position)
        SELECT bench_id('seller', seller), bench_id('product', product), bench_id('realm', 0), product FROM generate_series(0, 39) AS seller, generate_series(0, 59) AS product;
        INSERT INTO seller_price (seller_id, product_id, realm_id, prices, version)
        SELECT bench_id('seller', seller), bench_id('product', product), bench_id('realm', 0), bench_prices(2400), 1 FROM generate_series(0, 39) AS seller, generate_series(0, 59) AS product
        """;

    /// <summary>Everybody buys from two sellers.</summary>
    private static readonly string Connections =
        $"""
        INSERT INTO connection (id, realm_id, seller_id, buyer_id, status, seller_name, buyer_name, seller_kind, buyer_kind, version)
        SELECT bench_id('connection', account * 2 + side), bench_id('realm', 0), bench_id('seller', (account + side * 7) % 40), bench_id('account', account), 'Active',
            'Seller ' || (account + side * 7) % 40, 'Account ' || account, 'Partner', 'Customer', 1
        FROM generate_series(0, {AccountCount - 1}) AS account, generate_series(0, 1) AS side
        """;

    /// <summary>Number n of all is number k of its account, and part of its twenty; every hundredth is the large account's (0).</summary>
    private static readonly string Bought =
        $"""
        INSERT INTO subscription (id, realm_id, connection_id, seller_id, buyer_id, product_id, product_name, kind, main_subscription_id, quantity, status, bought_by, bought_at,
            unit_price, list_price, currency, interval, plan_length, scheduled_on, scheduled_quantity, version)
        SELECT bench_id('subscription', n), bench_id('realm', 0), bench_id('connection', account * 2 + side), bench_id('seller', (account + side * 7) % 40), bench_id('account', account),
            bench_id('product', product), (ARRAY['Mail', 'Backup', 'Phone', 'Archive', 'Desktop'])[1 + product % 5] || ' ' || product,
            CASE WHEN part < 16 THEN 'Main' WHEN part < 19 THEN 'AddOn' ELSE 'OneTime' END, CASE WHEN part BETWEEN 16 AND 18 THEN bench_id('subscription', bench_number(account, k - part + (part - 16) * 5)) END,
            1 + (k * 31 % 50)::int, status, 'Buyer', now() - interval '2 years' + n * interval '1 minute', 2300, 2500, 'USD', 'month', 'month',
            CASE WHEN status = 'PendingCancellation' THEN current_date + (k % 365)::int END, CASE WHEN status = 'PendingCancellation' THEN 0 END, 1
        FROM (
            SELECT *, k % 20 AS part, k / 10 % 2 AS side,
                CASE WHEN k % 20 < 16 THEN (k * 7 + account) % 40 WHEN k % 20 < 19 THEN 40 + k % 12 ELSE 52 + k % 8 END AS product,
                CASE WHEN k % 20 = 19 THEN 'Active' ELSE (ARRAY['Active', 'Trial', 'Active', 'Active', 'Suspended', 'Active', 'Active', 'PendingCancellation', 'Cancelled', 'Cancelled'])[1 + (k / 20 * 7 + k * 3) % 10] END AS status
            FROM (
                SELECT n, CASE WHEN n % {Subscriptions / OfLarge} = 0 THEN 0 ELSE 1 + others % {AccountCount - 1} END AS account, CASE WHEN n % {Subscriptions / OfLarge} = 0 THEN n / {Subscriptions / OfLarge} ELSE others / {AccountCount - 1} END AS k
                FROM (SELECT n, n / {Subscriptions / OfLarge} * {Subscriptions / OfLarge - 1} + n % {Subscriptions / OfLarge} - 1 AS others FROM generate_series(0::bigint, {Subscriptions - 1}) AS n) AS numbered) AS assigned) AS described
        """;

    private const string Ordered =
        """
        INSERT INTO shop_order (id, realm_id, connection_id, seller_id, buyer_id, number, placed_by, placed_by_id, status, submitted_at, approved_at, ended_at, is_accepted, is_plan_ordered,
            alias_suggestions, currency, total, billing_version, version)
        SELECT bench_id('order', row_number() OVER (ORDER BY id)), realm_id, connection_id, seller_id, buyer_id, row_number() OVER (PARTITION BY seller_id ORDER BY id), 'Buyer', buyer_id,
            CASE WHEN quantity % 16 = 0 THEN 'Canceled' ELSE 'Executed' END, bought_at, bought_at, bought_at, true, false, '{}', 'USD', unit_price * quantity, 1, 5
        FROM subscription WHERE quantity % 4 = 0
        """;
}
