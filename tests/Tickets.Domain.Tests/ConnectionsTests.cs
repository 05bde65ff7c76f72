using Primitives;
using Tickets.Domain;

namespace Tickets.Domain.Tests;

public sealed class ConnectionsTests
{
    private static readonly Guid First = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Second = Guid.Parse("00000000-0000-0000-0000-000000000002");

    [Theory]
    [InlineData(ConnectionStatus.Pending, "connection_pending")]
    [InlineData(ConnectionStatus.Active, null)]
    [InlineData(ConnectionStatus.Suspended, null)]
    [InlineData(ConnectionStatus.Ended, "connection_ended")]
    public void RefuseWrite_EachStatus_IsAsTheRulesSay(ConnectionStatus status, string? code) => Assert.Equal(code, Connections.RefuseWrite(status)?.Code);

    [Theory]
    [InlineData(ConnectionStatus.Active, ConnectionKind.Commercial, null)]
    [InlineData(ConnectionStatus.Ended, ConnectionKind.Commercial, "connection_ended")]
    [InlineData(ConnectionStatus.Active, ConnectionKind.Support, "support_connection")]
    public void RefuseNewTicket_EachKind_IsAsTheRulesSay(ConnectionStatus status, ConnectionKind kind, string? code) =>
        Assert.Equal(code, Connections.RefuseNewTicket(status, kind)?.Code);

    [Fact]
    public void OnlyOne_OneConnection_IsThatOne() => Assert.Equal(First, Connections.OnlyOne([(First, ConnectionStatus.Active)]).Value);

    [Fact]
    public void OnlyOne_OneLeftAfterOthersEnded_IsThatOne() =>
        Assert.Equal(Second, Connections.OnlyOne([(First, ConnectionStatus.Ended), (Second, ConnectionStatus.Suspended)]).Value);

    [Fact]
    public void OnlyOne_Several_MustBeSaid()
    {
        var refusal = Connections.OnlyOne([(First, ConnectionStatus.Active), (Second, ConnectionStatus.Active)]).Refusal!;

        Assert.Equal((RefusalKind.Invalid, "connection_required", "connectionId"), (refusal.Kind, refusal.Code, refusal.Errors![0].Field));
    }

    [Fact]
    public void OnlyOne_None_IsRefused() => Assert.Equal("no_connection", Connections.OnlyOne([(First, ConnectionStatus.Ended)]).Refusal!.Code);
}
