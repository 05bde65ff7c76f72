using System.ComponentModel;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

/// <summary>The side of a ticket that the caller's organisation is on.</summary>
internal enum Side
{
    Seller,
    Buyer,
}

/// <summary>Which tickets are wanted; what is left out does not limit. Bind it with <c>[AsParameters]</c>.</summary>
internal sealed record TicketFilter(
    [property: Description("Only tickets your organisation answers (seller) or has asked (buyer).")] OneOf<Side>? Side,
    [property: Description("Only tickets of this connection.")] Guid? ConnectionId,
    [property: Description("Only tickets about this organisation's problem.")] Guid? AffectedOrganizationId,
    [property: Description("Repeat it for several.")] OneOf<TicketStatus>[]? Status,
    [property: Description("Repeat it for several.")] OneOf<TicketPriority>[]? Priority,
    [property: Description("A person's id, \"me\", or \"none\" for the queue.")] string? Assignee,
    [property: Description("Part of the subject or text, or the number.")] string? Search)
{
    private const int LongestSearch = 100;

    /// <summary>
    /// The tickets of any status that the rest of the filter wants, those that the caller's organisation answers apart from those it has asked: each is a
    /// range of an index, which "seller or buyer" would not be. Only for a filter that passed <see cref="Check"/>.
    /// </summary>
    public IReadOnlyList<IQueryable<TicketRow>> OfAnyStatus(IQueryable<TicketRow> tickets, Caller caller)
    {
        var organization = caller.OrganizationId;
        var answered = Narrow(tickets.Where(row => row.SellerId == organization), caller);
        var asked = Narrow(tickets.Where(row => row.BuyerId == organization), caller);
        return Side?.Value switch
        {
            Tickets.Side.Seller => [answered],
            Tickets.Side.Buyer => [asked],
            _ => [answered, asked],
        };
    }

    /// <summary>As <see cref="OfAnyStatus"/>, of the wanted status too.</summary>
    public IReadOnlyList<IQueryable<TicketRow>> Apply(IQueryable<TicketRow> tickets, Caller caller)
    {
        var ranges = OfAnyStatus(tickets, caller);
        if (Status is not { Length: > 0 })
        {
            return ranges;
        }

        var statuses = Status.Select(named => named.Value).ToList();
        return [.. ranges.Select(range => range.Where(row => statuses.Contains(row.Status)))];
    }

    public FieldChecks Check()
    {
        var checks = new FieldChecks().OptionalText("search", Search, LongestSearch);
        if (Assignee is { Length: > 0 } and not "me" and not "none" && !Guid.TryParse(Assignee, CultureInfo.InvariantCulture, out _))
        {
            checks.Add("assignee", "invalid_value", "It is a person's id, \"me\" or \"none\".");
        }

        return checks;
    }

    private IQueryable<TicketRow> Narrow(IQueryable<TicketRow> tickets, Caller caller)
    {
        if (ConnectionId is { } connection)
        {
            tickets = tickets.Where(row => row.ConnectionId == connection);
        }

        if (AffectedOrganizationId is { } affected)
        {
            tickets = tickets.Where(row => row.AffectedOrganizationId == affected);
        }

        if (Priority is { Length: > 0 })
        {
            var priorities = Priority.Select(named => named.Value).ToList();
            tickets = tickets.Where(row => priorities.Contains(row.Priority));
        }

        if (Assignee is { Length: > 0 })
        {
            var person = AssigneeOf(caller);
            tickets = tickets.Where(row => row.AssigneeId == person);
        }

        return Search is { Length: > 0 } search ? Containing(tickets, search.Trim()) : tickets;
    }

    private Guid? AssigneeOf(Caller caller) => Assignee switch
    {
        "me" => caller.PersonId,
        "none" => null,
        _ => Guid.Parse(Assignee!, CultureInfo.InvariantCulture),
    };

    private static IQueryable<TicketRow> Containing(IQueryable<TicketRow> tickets, string search)
    {
        const string escape = @"\";
        var pattern = $"%{search.Replace(escape, @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
        return long.TryParse(search.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? tickets.Where(row => row.Number == number || EF.Functions.ILike(row.Subject, pattern, escape) || EF.Functions.ILike(row.Body, pattern, escape))
            : tickets.Where(row => EF.Functions.ILike(row.Subject, pattern, escape) || EF.Functions.ILike(row.Body, pattern, escape));
    }
}
