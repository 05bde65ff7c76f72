using Npgsql;
using ServiceDefaults.Security;

namespace Platform.Benchmarks.Orders;

/// <summary>Sellers with a catalogue, each with a few customers that have a basket each, as Storefront knows them from Orgs and Billing: the same in every database.</summary>
public sealed class Shoppers
{
    private const int Sellers = 8;
    private const int CustomersPerSeller = 4;
    private const string Prices = """[{"currency":"USD","interval":"month","planLength":"month","minorUnits":2500,"from":"2020-01-01T00:00:00+00:00"}]""";

    private readonly Guid _realm = Guid.CreateVersion7();
    private readonly List<Guid> _sellers = [.. Enumerable.Range(0, Sellers).Select(_ => Guid.CreateVersion7())];

    public Shoppers() => Customers =
    [
        .. Enumerable.Range(0, Sellers * CustomersPerSeller).Select(number => new Shopper(
            Guid.CreateVersion7(),
            _sellers[number % Sellers],
            new Caller(Guid.CreateVersion7(), Guid.CreateVersion7(), OrganizationKind.Customer, Role.Admin, _realm, IsLiveRealm: true, Guid.CreateVersion7(), IsSuspended: false))),
    ];

    /// <summary>What everybody buys.</summary>
    public Guid ProductId { get; } = Guid.CreateVersion7();

    /// <summary>A person of each customer. Neighbours have different sellers.</summary>
    public IReadOnlyList<Shopper> Customers { get; }

    public async Task WriteAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await ExecuteAsync(
            $"""
            INSERT INTO realm (realm_id, is_live, operator_id) VALUES ('{_realm}', true, '{_realm}');
            INSERT INTO product (id, realm_id, name, managed_by_id, shared_with_resellers, prices, version) VALUES ('{ProductId}', '{_realm}', 'Mail', '{_realm}', true, '{Prices}', 1)
            """);
        foreach (var seller in _sellers)
        {
            await ExecuteAsync(
                $"""
                INSERT INTO seller (id, realm_id, name, is_operator, plan, standard_since, version, alias) VALUES ('{seller}', '{_realm}', 'Seller', false, 'Standard', now(), 1, '{seller}');
                INSERT INTO correspondent (id, realm_id, name, language, version) VALUES ('{seller}', '{_realm}', 'Seller', 'en', 1);
                INSERT INTO published_product (seller_id, product_id, realm_id) VALUES ('{seller}', '{ProductId}', '{_realm}');
                INSERT INTO seller_price (seller_id, product_id, realm_id, prices, version) VALUES ('{seller}', '{ProductId}', '{_realm}', '{Prices}', 1)
                """);
        }

        foreach (var (connection, seller, caller) in Customers)
        {
            await ExecuteAsync(
                $"""
                INSERT INTO connection (id, realm_id, seller_id, buyer_id, status, seller_name, buyer_name, seller_kind, buyer_kind, version)
                VALUES ('{connection}', '{_realm}', '{seller}', '{caller.OrganizationId}', 'Active', 'Seller', 'Customer', 'Partner', 'Customer', 1);
                INSERT INTO special_price (connection_id, product_id, seller_id, realm_id, prices)
                VALUES ('{connection}', '{ProductId}', '{seller}', '{_realm}', '{Prices.Replace("2500", "1900", StringComparison.Ordinal)}');
                INSERT INTO basket (id, realm_id, organization_id, connection_id, updated_at, version) VALUES ('{connection}', '{_realm}', '{caller.OrganizationId}', '{connection}', now(), 0);
                INSERT INTO correspondent (id, realm_id, name, language, parent_id, version) VALUES ('{caller.OrganizationId}', '{_realm}', 'Customer', 'en', '{seller}', 1)
                """);
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}

/// <summary>Somebody who orders, and where.</summary>
public sealed record Shopper(Guid ConnectionId, Guid SellerId, Caller Caller);
