using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Billing.Api.Tests;

internal sealed record MoneyAnswer(string Amount, string Currency)
{
    public static MoneyAnswer Dollars(string amount) => new(amount, "USD");
}

internal sealed record ProductAnswer(Guid Id, string Name, IReadOnlyList<PriceAnswer> RecommendedPrices, ResellerSubscriptionAnswer? ResellerSubscription, long Version);

internal sealed record ResellerSubscriptionAnswer(string Per, IReadOnlyList<PriceAnswer> WholesalePrices);

internal sealed record PriceAnswer(int Number, MoneyAnswer Price, string Interval, string PlanLength, DateTimeOffset From);

internal sealed record RequestAnswer(
    Guid Id,
    Guid ConnectionId,
    string Type,
    string Status,
    StateAnswer? Before,
    StateAnswer After,
    string? Reason,
    DateTimeOffset SubmittedAt,
    DateTimeOffset ExpiresAt,
    OutcomeAnswer? Outcome,
    Guid? SubscriptionId,
    MarginAnswer? Margin,
    long Version);

internal sealed record StateAnswer(Guid ProductId, string ProductName, int Quantity, MoneyAnswer UnitPrice, string Interval, string PlanLength);

internal sealed record OutcomeAnswer(string Action, Guid? ByPersonId, Guid? ByOrganizationId, DateTimeOffset At, string? Reason);

internal sealed record MarginAnswer(MoneyAnswer WholesaleUnitPrice, bool BelowWholesale);

internal sealed record SubscriptionAnswer(
    Guid Id,
    Guid ConnectionId,
    Guid BuyerId,
    string Status,
    string BoughtBy,
    int Quantity,
    DateTimeOffset BoughtAt,
    DateTimeOffset? FirstUsedAt,
    DateTimeOffset? TrialEndsAt,
    DateTimeOffset? BilledFrom,
    MoneyAnswer UnitPrice,
    long Version);

internal sealed record UsageAnswer(string EventId, DateTimeOffset At, SubscriptionAnswer Subscription);

internal sealed record InvoiceAnswer(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    string Number,
    string Type,
    string Status,
    DateOnly IssuedOn,
    DateOnly DueOn,
    string? ReferenceNumber,
    MoneyAnswer AmountDue,
    MoneyAnswer AmountPaid,
    MoneyAnswer AmountCredited,
    MoneyAnswer AmountOpen,
    MoneyAnswer? Net,
    MoneyAnswer? Tax,
    string? TaxNote,
    IReadOnlyList<LineAnswer>? Lines,
    IReadOnlyList<PaymentAnswer>? Payments,
    IReadOnlyList<AttemptAnswer>? Attempts,
    long Version);

internal sealed record PaymentAnswer(Guid Id, string Method, MoneyAnswer Amount, string? Reference);

internal sealed record LineAnswer(
    Guid Id,
    string Kind,
    string ProductName,
    string? EndAccountName,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    int Days,
    int PeriodDays,
    int Quantity,
    MoneyAnswer UnitPrice,
    string PriceSource,
    int PriceVersion,
    string Formula,
    MoneyAnswer Amount,
    decimal TaxPercent,
    MoneyAnswer Tax,
    MoneyAnswer Gross);

internal sealed record PlanAnswer(
    PlanSubscriptionAnswer? Plan,
    IReadOnlyList<PlanSubscriptionAnswer> AddOns,
    FeesAnswer? Fees,
    CardAnswer? PaymentMethod,
    string? ApprovalStatus,
    string ActivationStatus,
    bool GoodStanding,
    IReadOnlyList<MoneyAnswer> CreditBalances,
    IReadOnlyList<PlanSubscriptionAnswer> OtherPlans);

internal sealed record CardAnswer(string Brand, string LastFour);

internal sealed record PlanSubscriptionAnswer(string Name, string Description, DateTimeOffset StartsOn, string Interval, string Length, int Quantity, MoneyAnswer UnitPrice);

internal sealed record FeesAnswer(MoneyAnswer? Monthly, MoneyAnswer? Booking, MoneyAnswer? Transfer);

internal sealed record PageAnswer<T>(IReadOnlyList<T> Items, string? NextCursor);

internal static class Answers
{
    public const string Root = "/api/billing/v1";

    public static async Task<T> Read<T>(this HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!;
    }

    public static async Task<T> Get<T>(this HttpClient client, string path) => await (await client.GetAsync($"{Root}/{path}")).Read<T>();

    public static async Task<IReadOnlyList<T>> List<T>(this HttpClient client, string path) => (await client.Get<PageAnswer<T>>(path)).Items;

    public static async Task<HttpResponseMessage> Post(this HttpClient client, string path, object? body = null, string? key = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Root}/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request);
    }

    public static async Task<HttpResponseMessage> Put(this HttpClient client, string path, object body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Root}/{path}") { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request);
    }

    /// <summary>The answer is a problem with this status and code.</summary>
    public static async Task AssertProblem(this Task<HttpResponseMessage> sending, HttpStatusCode status, string code, string? field = null)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        var problem = JsonDocument.Parse(text is "" ? "{}" : text).RootElement;
        Assert.Equal((status, code), (response.StatusCode, problem.TryGetProperty("code", out var found) ? found.GetString() : null));
        if (field is not null)
        {
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), $"{field} is not among the errors: {problem}");
        }
    }
}
