using ServiceDefaults.Storage;

namespace Billing.Api.Storage;

/// <summary>For the migrations tool.</summary>
internal sealed class BillingDbFactory : ServiceDbContextFactory<BillingDb>;
