namespace Story;

/// <summary>Where the services' routes begin.</summary>
internal static class Api
{
    public const string Orgs = "/api/orgs/v1";
    public const string Billing = "/api/billing/v1";
    public const string Tickets = "/api/tickets/v1";
    public const string Storefront = "/api/storefront/v1";
}
