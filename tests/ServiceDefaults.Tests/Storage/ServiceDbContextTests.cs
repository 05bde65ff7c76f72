using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Tests.Storage;

public sealed class ServiceDbContextTests
{
    private static readonly Guid Realm = Guid.CreateVersion7();

    [Fact]
    public void Model_RowsAndColumns_AreNamedInSnakeCase()
    {
        using var db = SampleDb.WithoutServer(new Scope());
        var entity = db.Model.FindEntityType(typeof(SampleConnection))!;

        Assert.Equal("sample_connections", entity.GetTableName());
        Assert.Equal("seller_id", entity.FindProperty(nameof(SampleConnection.SellerId))!.GetColumnName());
        Assert.Equal("pk_sample_connections", entity.FindPrimaryKey()!.GetName());
        Assert.Equal("first_price_amount", entity.FindComplexProperty(nameof(SampleConnection.FirstPrice))!.ComplexType.FindProperty("Amount")!.GetColumnName());
    }

    [Fact]
    public void Model_VersionedRow_HasAConcurrencyToken()
    {
        using var db = SampleDb.WithoutServer(new Scope());

        Assert.True(db.Model.FindEntityType(typeof(SampleConnection))!.FindProperty(nameof(IVersionedRow.Version))!.IsConcurrencyToken);
    }

    [Fact]
    public void Query_NoScopeEntered_Throws()
    {
        using var db = SampleDb.WithoutServer(new Scope());

        Assert.Throws<ScopeMissingException>(() => db.SampleConnections.ToQueryString());
    }

    [Fact]
    public void Query_CallersScope_AsksForItsRealmAndEitherSide()
    {
        var scope = new Scope();
        var organization = Guid.CreateVersion7();
        scope.EnterCaller(new Caller(Guid.CreateVersion7(), organization, OrganizationKind.Partner, Role.Admin, Realm, IsLiveRealm: false, Guid.CreateVersion7(), IsSuspended: false));
        using var db = SampleDb.WithoutServer(scope);

        var sql = db.SampleConnections.ToQueryString();

        Assert.Contains(Realm.ToString(), sql, StringComparison.Ordinal);
        Assert.Contains(organization.ToString(), sql, StringComparison.Ordinal);
        Assert.Contains("seller_id", sql, StringComparison.Ordinal);
        Assert.Contains("buyer_id", sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OrganizationId", "organization_id")]
    [InlineData("PK_Orders", "pk_orders")]
    [InlineData("HTTPStatus", "http_status")]
    [InlineData("IX_Rows_A_B", "ix_rows_a_b")]
    public void SnakeCase_ClrName_IsLowerWithUnderscores(string name, string expected) => Assert.Equal(expected, SnakeCaseConvention.SnakeCase(name));
}
