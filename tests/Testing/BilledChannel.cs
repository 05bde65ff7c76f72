using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace Testing;

/// <summary>
/// A channel of any size, loaded straight into Billing's tables: an operator, its resellers, their customers in turn, and for each customer one subscription,
/// which is charged on two edges, retail to the customer and wholesale to its reseller. Everything is due at one instant, the first of the present month.
/// Of every ten subscriptions one began inside the period and one ends inside it, so those are charged by the day; resellers tax what they sell.
/// </summary>
public sealed class BilledChannel(int customers, int resellers)
{
    private const int LoadSeconds = 600;

    // In the order of their making, as the service's own ids are: 80 random bits, two digits for the kind of row, ten for its number.
    private readonly string _prefix = "0190" + RandomNumberGenerator.GetHexString(16, lowercase: true);

    public int Customers => customers;

    public int Resellers => resellers;

    public Guid RealmId => Id("00", 0);

    public Guid OperatorId => Id("01", 0);

    /// <summary>In UTC, which is everybody's time zone here.</summary>
    public DateTimeOffset DueAt { get; } = new(DateTime.UtcNow.Year, DateTime.UtcNow.Month, 1, 0, 0, 0, TimeSpan.Zero);

    public Guid ResellerId(int number) => Id("02", number);

    public Guid CustomerId(int number) => Id("03", number);

    public Guid ConnectionOfReseller(int number) => Id("04", number);

    public Guid ConnectionOfCustomer(int number) => Id("05", number);

    /// <summary>Everything but the due work: nothing happens yet.</summary>
    public async Task LoadAsync(NpgsqlDataSource billing)
    {
        string[] statements = [Organizations, Connections, TaxRates, Subscriptions, Schedules("05", "retail"), Schedules("04", "wholesale")];
        foreach (var statement in statements)
        {
            await using var command = billing.CreateCommand(statement);
            command.CommandTimeout = LoadSeconds;
            await command.ExecuteNonQueryAsync();
        }

        await using var analyze = billing.CreateCommand("VACUUM (ANALYZE) organizations, connections, subscriptions, billing_schedules");
        analyze.CommandTimeout = LoadSeconds;
        await analyze.ExecuteNonQueryAsync();
    }

    /// <summary>Makes all of it due: when this has committed, every replica of the service begins at once.</summary>
    public async Task FallDueAsync(NpgsqlConnection billing, NpgsqlTransaction? transaction = null)
    {
        var instant = DueAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        await using var command = new NpgsqlCommand(
            $$"""
            INSERT INTO platform.due_work (realm_id, kind, key, due_at, payload)
            SELECT realm_id, 'bill-connection', id || '/{{instant}}', '{{instant}}', '{"connectionId":"' || id || '"}' FROM connections WHERE realm_id = '{{RealmId}}';
            SELECT pg_notify('platform', '')
            """,
            billing,
            transaction) { CommandTimeout = LoadSeconds };
        await command.ExecuteNonQueryAsync();
    }

    private static string Reseller(string customer) => $"1 + ({customer} - 1) % resellers";

    private string Realm => $"'{RealmId}'::uuid";

    private string Day => $"'{DueAt:yyyy-MM-dd}'::date";

    private string Organizations => $"""
        WITH size AS (SELECT {resellers} AS resellers)
        INSERT INTO organizations (id, realm_id, name, kind, parent_id, time_zone, country, version)
        SELECT {IdSql("01", "0")}, {Realm}, 'The operator', 'Operator', NULL, 'UTC', 'US', 1
        UNION ALL SELECT {IdSql("02", "n")}, {Realm}, 'Reseller ' || n, 'Partner', {IdSql("01", "0")}, 'UTC', 'US', 1 FROM generate_series(1, {resellers}) n
        UNION ALL SELECT {IdSql("03", "n")}, {Realm}, 'Customer ' || n, 'Customer', {IdSql("02", Reseller("n"))}, 'UTC', 'US', 1 FROM size, generate_series(1, {customers}) n
        """;

    private string Connections => $"""
        WITH size AS (SELECT {resellers} AS resellers)
        INSERT INTO connections (id, realm_id, seller_id, buyer_id, status, seller_name, buyer_name, reference_number, trial_days, payment_terms_days, version)
        SELECT {IdSql("04", "n")}, {Realm}, {IdSql("01", "0")}, {IdSql("02", "n")}, 'Active', 'The operator', 'Reseller ' || n, NULL, 14, 14, 1 FROM generate_series(1, {resellers}) n
        UNION ALL SELECT {IdSql("05", "n")}, {Realm}, {IdSql("02", Reseller("n"))}, {IdSql("03", "n")}, 'Active', 'Reseller ' || ({Reseller("n")}), 'Customer ' || n,
                         'PO-' || n, 14, 30, 1 FROM size, generate_series(1, {customers}) n
        """;

    private string TaxRates => $"""
        INSERT INTO tax_rates (organization_id, realm_id, country, tax_code, percent)
        SELECT {IdSql("02", "n")}, {Realm}, 'US', 'standard', 8.875 FROM generate_series(1, {resellers}) n
        """;

    private string Subscriptions => $"""
        WITH size AS (SELECT {resellers} AS resellers)
        INSERT INTO subscriptions (id, realm_id, seller_id, buyer_id, connection_id, request_id, product_id, product_name, product_kind, quantity, unit_price_minor_units,
                                   unit_price_currency, interval, plan_length, bought_by, bought_at, billed_from, status, version)
        SELECT {IdSql("06", "n")}, {Realm}, {IdSql("02", Reseller("n"))}, {IdSql("03", "n")}, {IdSql("05", "n")}, {IdSql("07", "n")}, {IdSql("08", "0")}, 'Call recording',
               'Main', 1 + n % 5, 2000 + n % 100, 'USD', 'Month', 'Month', 'Buyer', {Day}, {Day}, 'Active', 1
        FROM size, generate_series(1, {customers}) n
        """;

    /// <summary>On the customers' own edges (05), or on their resellers' (04).</summary>
    private string Schedules(string edge, string tier)
    {
        var isRetail = tier == "retail";
        var (seller, buyer, number) = isRetail
            ? (IdSql("02", Reseller("n")), IdSql("03", "n"), "n")
            : (IdSql("01", "0"), IdSql("02", Reseller("n")), Reseller("n"));
        return $"""
            WITH size AS (SELECT {resellers} AS resellers)
            INSERT INTO billing_schedules (id, realm_id, seller_id, buyer_id, connection_id, subscription_id, product_id, product_name, invoice_type, end_account_name, quantity,
                                           unit_price_minor_units, unit_price_currency, price_source, price_version, interval, time_zone, anchor_date, starts_on, ends_on,
                                           next_period, next_charge_at)
            SELECT {IdSql(isRetail ? "0a" : "0b", "n")}, {Realm}, {seller}, {buyer}, {IdSql(edge, number)}, {IdSql("06", "n")}, {IdSql("08", "0")}, 'Call recording', 'Subscription',
                   {(isRetail ? "NULL" : "'Customer ' || n")}, 1 + n % 5, {(isRetail ? "2000 + n % 100" : "1000")}, 'USD', '{(isRetail ? "Agreed" : "Wholesale")}', 1, 'Month', 'UTC',
                   ({Day} - make_interval(months => (n % 12)::int))::date,
                   CASE WHEN n % 10 = 3 THEN {Day} + 7 END, CASE WHEN n % 10 = 7 THEN {Day} + 17 END, n % 12, {Day}::timestamp AT TIME ZONE 'UTC'
            FROM size, generate_series(1, {customers}) n
            """;
    }

    private Guid Id(string kind, int number) => Guid.ParseExact($"{_prefix}{kind}{number:x10}", "N");

    private string IdSql(string kind, string number) => $"('{_prefix}{kind}' || lpad(to_hex({number}), 10, '0'))::uuid";
}
