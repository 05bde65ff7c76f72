using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <param name="ConnectionId">With the buyer it is for.</param>
/// <param name="Lines">May be completed later.</param>
/// <param name="Alias">For the storefront of a reseller plan; may be completed later.</param>
/// <param name="Note">For the buyer to read.</param>
internal sealed record NewOrderDraft(Guid ConnectionId, IReadOnlyList<DraftLine> Lines, string? Alias = null, string? Note = null);

/// <summary>Replaces what the draft says.</summary>
internal sealed record OrderDraftContent(IReadOnlyList<DraftLine> Lines, string? Alias = null, string? Note = null);

/// <summary>A seller's back office prepares an order for one of its buyers, who sees nothing of it.</summary>
internal static class EditOrderDrafts
{
    private const int LongestText = 1000;

    public static async Task<Results<Created<OrderDraftView>, ProblemHttpResult>> Create(
        NewOrderDraft body, Caller caller, StorefrontDb db, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        if (Check(body.Lines, body.Alias, body.Note).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        var status = await db.Connections.Where(row => row.Id == body.ConnectionId && row.SellerId == caller.OrganizationId)
            .Select(row => (ConnectionStatus?)row.Status).SingleOrDefaultAsync(cancellationToken);
        if (status is null)
        {
            return Problems.NotFound("connection");
        }

        if (status != ConnectionStatus.Active)
        {
            return Problems.Of(OrderRules.ConnectionNotActive);
        }

        var now = clock.Now;
        var draft = new OrderDraft
        {
            Id = Guid.CreateVersion7(),
            RealmId = caller.RealmId,
            OrganizationId = caller.OrganizationId,
            ConnectionId = body.ConnectionId,
            CreatedById = caller.PersonId,
            Lines = body.Lines,
            Alias = body.Alias,
            Note = body.Note,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(draft);
        audit.Record("create-order-draft", "order-draft", draft.Id, null, Content(draft));
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/storefront/v1/order-drafts/{draft.Id}", (await OrderDraftView.Of(db, [draft], cancellationToken))[0]);
    }

    public static async Task<Results<Ok<OrderDraftView>, ProblemHttpResult>> Update(
        Guid id, OrderDraftContent body, IfMatch ifMatch, StorefrontDb db, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        if (Check(body.Lines, body.Alias, body.Note).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        if ((await Find(db, id, ifMatch, cancellationToken)).IsRefused(out refusal, out var draft))
        {
            return Problems.Of(refusal);
        }

        var before = Content(draft);
        draft.Lines = body.Lines;
        draft.Alias = body.Alias;
        draft.Note = body.Note;
        draft.UpdatedAt = clock.Now;
        draft.Version++;
        audit.Record("update-order-draft", "order-draft", id, before, Content(draft));
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok((await OrderDraftView.Of(db, [draft], cancellationToken))[0]);
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Discard(
        Guid id, IfMatch ifMatch, StorefrontDb db, AuditTrail audit, CancellationToken cancellationToken)
    {
        if ((await Find(db, id, ifMatch, cancellationToken)).IsRefused(out var refusal, out var draft))
        {
            return Problems.Of(refusal);
        }

        db.Remove(draft);
        audit.Record("discard-order-draft", "order-draft", id, Content(draft), null);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task<Ok<Page<OrderDraftView>>> List(
        Guid? connectionId, [AsParameters] PageQuery page, StorefrontDb db, CancellationToken cancellationToken)
    {
        var drafts = db.OrderDrafts.AsNoTracking().Where(row => connectionId == null || row.ConnectionId == connectionId);
        var found = await drafts.ToPageAsync(page, row => row.Id, row => row, cancellationToken);
        return TypedResults.Ok(new Page<OrderDraftView>(await OrderDraftView.Of(db, found.Items, cancellationToken), found.NextCursor));
    }

    public static async Task<Results<Ok<OrderDraftView>, ProblemHttpResult>> Get(Guid id, StorefrontDb db, CancellationToken cancellationToken)
    {
        var draft = await db.OrderDrafts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return draft is null ? Problems.NotFound("order draft") : TypedResults.Ok((await OrderDraftView.Of(db, [draft], cancellationToken))[0]);
    }

    /// <summary>A draft of the caller's, as it was when the caller read it.</summary>
    public static async Task<Result<OrderDraft>> Find(StorefrontDb db, Guid id, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        var draft = await db.OrderDrafts.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (draft is null)
        {
            return new Refusal("not_found", "There is no such order draft.", RefusalKind.NotFound);
        }

        return ifMatch.Check(draft.Version) is { } stale ? stale : draft;
    }

    /// <summary>Only what keeps a draft readable, and its alias possible: it may be incomplete until it is submitted.</summary>
    private static FieldChecks Check(IReadOnlyList<DraftLine> lines, string? alias, string? note)
    {
        var checks = new FieldChecks()
            .Range<int>("lines", lines.Count, 0, OrderRules.MostLines)
            .OptionalText("note", note, LongestText, multiline: true);
        if (alias is not null && AliasName.Check(alias) is { } wrong)
        {
            checks.Add(wrong.Field, wrong.Code, wrong.Detail);
        }

        foreach (var (index, line) in lines.Index())
        {
            checks.Range<int>($"lines[{index}].quantity", line.Quantity, 0, OrderRules.MostUnits)
                .OptionalText($"lines[{index}].instructions", line.Instructions, LongestText, multiline: true)
                .OptionalText($"lines[{index}].currency", line.Currency, max: 3);
        }

        return checks;
    }

    private static object Content(OrderDraft draft) => new { draft.ConnectionId, draft.Lines, draft.Alias, draft.Note };
}
