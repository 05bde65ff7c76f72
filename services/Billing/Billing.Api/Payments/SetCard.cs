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

        if ((await Connection(db, id, caller, cancellationToken)).IsRefused(out var refusal, out var connection))
        {
            return Problems.Of(refusal);
        }

        if (await provider.Describe(body.Token, cancellationToken) is not { } face)
        {
            return Problems.Of(Refusal.Invalid("token", "unknown_card", "The payment provider does not know this card."));
        }

        await using var change = await Change.Begin(db, cancellationToken);
        var before = await OnFile(db, connection, cancellationToken);
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
        audit.Record("set-payment-method", "connection", id, before, after);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(after);
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid id, Caller caller, BillingDb db, AuditTrail audit, CancellationToken cancellationToken)
    {
        if ((await Connection(db, id, caller, cancellationToken)).IsRefused(out var refusal, out var connection))
        {
            return Problems.Of(refusal);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        var before = await OnFile(db, connection, cancellationToken);
        await db.CardsOnFile.Where(card => card.ConnectionId == connection.Id).ExecuteDeleteAsync(cancellationToken);
        audit.Record("remove-payment-method", "connection", id, before, after: null);
        await change.Save(db, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<PaymentMethodView?> OnFile(BillingDb db, Connection connection, CancellationToken cancellationToken) =>
        db.CardsOnFile
            .Where(card => card.ConnectionId == connection.Id)
            .Select(card => new PaymentMethodView(card.Brand, card.LastFour))
            .SingleOrDefaultAsync(cancellationToken);

    private static async Task<Result<Connection>> Connection(BillingDb db, Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return connection switch
        {
            null => new Refusal("not_found", "There is no such connection.", RefusalKind.NotFound),
            { BuyerId: var buyer } when buyer != caller.OrganizationId =>
                new Refusal("only_buyer_sets_payment_method", "The card on file belongs to who pays.", RefusalKind.NotPermitted),
            _ => connection,
        };
    }
}
