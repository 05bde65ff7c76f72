using System.Net;
using Story;

namespace Platform.Tests;

/// <summary>Contoso's rows, one of each kind: what outsiders try to reach.</summary>
internal sealed class VictimRows
{
    private readonly Dictionary<string, Guid> _rows;
    private readonly Guid _contoso;

    private VictimRows(StoryWorld world, Guid membership)
    {
        _contoso = world.ContosoId;
        _rows = new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["organizations"] = world.ContosoId,
            ["members"] = membership,
            ["connections"] = world.ContosoConnection,
            ["connectionId"] = world.ContosoConnection,
            ["requests"] = world.RequestId,
            ["subscriptions"] = world.SubscriptionId,
            ["invoices"] = world.InvoiceId,
            ["tickets"] = world.TicketId,
        };
    }

    public static async Task<VictimRows> OfAsync(StoryWorld world)
    {
        var members = (await world.Contoso.GetAsync("/api/orgs/v1/members")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        return new VictimRows(world, (Guid)members[0]!["id"]!);
    }

    /// <summary>Reads, and everything that names a row or a connection. What only makes something of the caller's own is nobody else's business.</summary>
    public static bool Covers(Operation operation) => operation.IsRead || operation.NamesARow || operation.Id is "create-ticket" or "propose-request";

    /// <summary>A grandparent may look at the organisations of its own tree, though at nothing that they do.</summary>
    public static bool IsOfTheTree(Operation operation) => operation is { IsRead: true, Path: "/api/orgs/v1/organizations/{id}" };

    /// <summary>The id of Contoso's row of that kind, or one that is nobody's.</summary>
    public Guid IdFor(string kind) => _rows.TryGetValue(kind, out var id) ? id : Guid.NewGuid();

    /// <summary>Whether an answer names one of the rows.</summary>
    /// <param name="isGrandparent">Its own invoices and tree name the end account, so that id is none of the secrets.</param>
    public bool AppearIn(string body, bool isGrandparent) =>
        _rows.Values.Any(id => !(isGrandparent && id == _contoso) && body.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase));
}
