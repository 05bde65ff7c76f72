using Npgsql;
using ServiceDefaults.Security;

namespace Platform.Benchmarks.Tickets;

/// <summary>Sellers, each with a few customers and a Support Owner, as Tickets knows them from Orgs: the same in every database.</summary>
public sealed class TicketsWorld
{
    private const int Sellers = 8;
    private const int CustomersPerSeller = 4;

    private readonly Guid _realm = Guid.CreateVersion7();
    private readonly List<(Guid Seller, Guid Owner, Guid Buyer, Guid Person, Guid Connection)> _connections = [];

    public TicketsWorld()
    {
        for (var seller = 0; seller < Sellers; seller++)
        {
            var (id, owner) = (Guid.CreateVersion7(), Guid.CreateVersion7());
            for (var customer = 0; customer < CustomersPerSeller; customer++)
                _connections.Add((id, owner, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()));
        }
    }

    /// <summary>A person of each customer.</summary>
    public IReadOnlyList<Caller> Customers =>
        [.. _connections.Select(row => new Caller(row.Person, row.Buyer, OrganizationKind.Customer, Role.Admin, _realm, IsLiveRealm: true, Guid.CreateVersion7(), IsSuspended: false))];

    public async Task WriteAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        foreach (var row in _connections)
        {
            await using var command = source.CreateCommand(
                $"""
                INSERT INTO connection (id, realm_id, seller_id, buyer_id, status, version) VALUES ('{row.Connection}', '{_realm}', '{row.Seller}', '{row.Buyer}', 'Active', 3);
                INSERT INTO support_owner (connection_id, version, realm_id, at, owner_id) VALUES
                    ('{row.Connection}', 1, '{_realm}', now() - interval '3 days', NULL), ('{row.Connection}', 2, '{_realm}', now() - interval '2 days', '{row.Owner}');
                INSERT INTO organization (id, realm_id, name, version) VALUES ('{row.Seller}', '{_realm}', 'Seller', 1), ('{row.Buyer}', '{_realm}', 'Customer', 1) ON CONFLICT DO NOTHING;
                INSERT INTO member (id, realm_id, person_id, organization_id, name, role, is_active, version) VALUES
                    ('{row.Owner}', '{_realm}', '{row.Owner}', '{row.Seller}', 'Support Owner', 'support', true, 1),
                    ('{row.Person}', '{_realm}', '{row.Person}', '{row.Buyer}', 'Customer''s admin', 'admin', true, 1) ON CONFLICT DO NOTHING
                """);
            await command.ExecuteNonQueryAsync();
        }
    }
}
