using Billing.Api.Connections;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Payments;

/// <param name="Token">What the provider gave the buyer's browser for the card. Never the card's number.</param>
internal sealed record SetCardBody(string Token);

/// <summary>The buyer puts a card on file, and takes it off.</summary>
internal static class SetCard
{
    private const int LongestToken = 200;

    public static async Task<Results<Ok<PaymentMethodView>, ProblemHttpResult>> Set(
        Guid id, SetCardBody body, Caller caller, BillingDb db, IPaymentProvider provider, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        if (new FieldChecks().Text("token", body.Token, LongestToken).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        if (CardNumbers.LooksLikeOne(body.Token))
        {
            return Problems.Of(Refusal.Invalid("token", "card_number_refused", "Give the provider's token. Card numbers are not taken here."));
        }

        if ((await Find(db, id, caller, cancellationToken)).IsRefused(out var refusal, out var found))
        {
            return Problems.Of(refusal);
        }

        if (await provider.Describe(body.Token, cancellationToken) is not { } face)
        {
            return Problems.Of(Refusal.Invalid("token", "unknown_card", "The payment provider does not know this card."));
        }

        var connection = found.Connection;
        await using var change = await Change.Begin(db, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO cards_on_file (connection_id, realm_id, seller_id, buyer_id, token, brand, last_four, set_at, set_by_person_id)
            VALUES ({connection.Id}, {connection.RealmId}, {connection.SellerId}, {connection.BuyerId}, {body.Token}, {face.Brand}, {face.LastFour},
                    {clock.Now.ToUniversalTime()}, {caller.PersonId})
            ON CONFLICT (connection_id) DO UPDATE SET
                token = excluded.token, brand = excluded.brand, last_four = excluded.last_four, set_at = excluded.set_at,
                set_by_person_id = excluded.set_by_person_id
            """,
            cancellationToken);
        var after = new PaymentMethodView(face.Brand, face.LastFour);
        audit.Record("set-payment-method", "connection", id, found.OnFile, after);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(after);
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid id, Caller caller, BillingDb db, AuditTrail audit, CancellationToken cancellationToken)
    {
        if ((await Find(db, id, caller, cancellationToken)).IsRefused(out var refusal, out var found))
        {
            return Problems.Of(refusal);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        await db.CardsOnFile.Where(card => card.ConnectionId == id).ExecuteDeleteAsync(cancellationToken);
        audit.Record("remove-payment-method", "connection", id, found.OnFile, after: null);
        await change.Save(db, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Result<Found>> Find(BillingDb db, Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var found = await db.Connections
            .AsNoTracking()
            .Where(row => row.Id == id)
            .Select(row => new Found(
                row,
                db.CardsOnFile.Where(card => card.ConnectionId == row.Id).Select(card => new PaymentMethodView(card.Brand, card.LastFour)).SingleOrDefault()))
            .SingleOrDefaultAsync(cancellationToken);
        return found switch
        {
            null => new Refusal("not_found", "There is no such connection.", RefusalKind.NotFound),
            { Connection.BuyerId: var buyer } when buyer != caller.OrganizationId =>
                new Refusal("only_buyer_sets_payment_method", "The card on file belongs to who pays.", RefusalKind.NotPermitted),
            _ => found,
        };
    }

    /// <param name="OnFile">The card so far; null where there is none.</param>
    private sealed record Found(Connection Connection, PaymentMethodView? OnFile);
}
