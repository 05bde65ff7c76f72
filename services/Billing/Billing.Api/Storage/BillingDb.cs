using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Api.BillRuns;
using Billing.Api.Connections;
using Billing.Api.CreditNotes;
using Billing.Api.Invoices;
using Billing.Api.Ledger;
using Billing.Api.Orders;
using Billing.Api.Payments;
using Billing.Api.Prices;
using Billing.Api.Products;
using Billing.Api.Quotes;
using Billing.Api.Requests;
using Billing.Api.Subscriptions;
using Billing.Api.Tax;
using Billing.Api.Usage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Web;

namespace Billing.Api.Storage;

internal sealed class BillingDb(DbContextOptions<BillingDb> options, Scope scope) : ServiceDbContext(options, scope)
{
    /// <summary>Filter that keeps wholesale prices from everybody but who pays them.</summary>
    public const string PartnersOnlyFilter = "partners-only";

    public const string ChargeKeyIndex = "ux_charges_connection_key";

    public const string UndecidedChangeIndex = "ux_requests_undecided_change";
    public const string ScheduledChangeIndex = "ux_scheduled_changes_pending";

    /// <summary>Filter that keeps a draft to the side that writes it.</summary>
    private const string OwnDraftsFilter = "own-drafts";

    private const int CurrencyCodeLength = 3;

    private readonly Scope scope = scope;

    public DbSet<Organization> Organizations => Set<Organization>();

    public DbSet<Connection> Connections => Set<Connection>();

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<BillingAccount> BillingAccounts => Set<BillingAccount>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<ProductGrant> ProductGrants => Set<ProductGrant>();

    public DbSet<RecommendedPrice> RecommendedPrices => Set<RecommendedPrice>();

    public DbSet<WholesalePrice> WholesalePrices => Set<WholesalePrice>();

    public DbSet<PriceBook> PriceBooks => Set<PriceBook>();

    public DbSet<PriceBookEntry> PriceBookEntries => Set<PriceBookEntry>();

    public DbSet<Request> Requests => Set<Request>();

    public DbSet<RequestMargin> RequestMargins => Set<RequestMargin>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<ScheduledChange> ScheduledChanges => Set<ScheduledChange>();

    public DbSet<SubscriptionHistoryEntry> SubscriptionHistory => Set<SubscriptionHistoryEntry>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<QuoteKey> QuoteKeys => Set<QuoteKey>();

    public DbSet<UsageEvent> UsageEvents => Set<UsageEvent>();

    public DbSet<UsageRate> UsageRates => Set<UsageRate>();

    public DbSet<UsageTally> UsageTallies => Set<UsageTally>();

    public DbSet<BillingSchedule> BillingSchedules => Set<BillingSchedule>();

    public DbSet<Invoice> Invoices => Set<Invoice>();

    public DbSet<Charge> Charges => Set<Charge>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<InvoiceCounter> InvoiceCounters => Set<InvoiceCounter>();

    public DbSet<CreditNote> CreditNotes => Set<CreditNote>();

    public DbSet<CreditNoteLine> CreditNoteLines => Set<CreditNoteLine>();

    public DbSet<CreditNoteCounter> CreditNoteCounters => Set<CreditNoteCounter>();

    public DbSet<CreditBalance> CreditBalances => Set<CreditBalance>();

    public DbSet<CardOnFile> CardsOnFile => Set<CardOnFile>();

    public DbSet<PaymentAttempt> PaymentAttempts => Set<PaymentAttempt>();

    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    public DbSet<BillRun> BillRuns => Set<BillRun>();

    public DbSet<BillRunShare> BillRunShares => Set<BillRunShare>();

    public DbSet<SellerTaxRate> TaxRates => Set<SellerTaxRate>();

    private Guid CallerOrganization => scope.Caller?.OrganizationId ?? Guid.Empty;

    /// <summary>Null for the system.</summary>
    private OrganizationKind? CallerKind => scope.Caller?.Kind;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.ComplexProperties<Money>();
        configurationBuilder.Properties<Currency>().HaveConversion<CurrencyConverter>().HaveMaxLength(CurrencyCodeLength);
        configurationBuilder.Properties<RequestedState>().HaveConversion<RequestedStateConverter>().HaveColumnType("jsonb");
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        MapConnections(modelBuilder);
        modelBuilder.MapProducts();
        HideWholesalePrices(modelBuilder);
        modelBuilder.MapSubscriptions();
        modelBuilder.Entity<Request>().HasQueryFilter(OwnDraftsFilter, row => row.SubmittedAt != null || row.ProposedById == CallerOrganization);
        modelBuilder.MapOrders();
        modelBuilder.MapPriceBooks();
        modelBuilder.MapUsage();
        modelBuilder.MapInvoices();
        modelBuilder.MapBillRuns();
        foreach (var reference in modelBuilder.Model.GetEntityTypes().SelectMany(row => row.GetForeignKeys()))
        {
            // Nothing of this is ever deleted; a mistake must not take an invoice's lines with it.
            reference.DeleteBehavior = DeleteBehavior.Restrict;
        }

        foreach (var id in modelBuilder.Model.GetEntityTypes().SelectMany(row => row.GetKeys()).SelectMany(key => key.Properties))
        {
            // Ids are made by the operations. Left to guess, EF takes a new child that has one for a row that exists.
            id.ValueGenerated = ValueGenerated.Never;
        }
    }

    private static void MapConnections(ModelBuilder model)
    {
        model.Entity<Organization>();
        model.Entity<Connection>(connection =>
        {
            connection.HasIndex(row => row.SellerId);
            connection.HasIndex(row => row.BuyerId);
        });
        model.Entity<Membership>().HasIndex(row => row.PersonId);
        model.Entity<BillingAccount>().HasKey(row => row.ConnectionId);
    }

    /// <summary>What <see cref="CatalogueVisibility"/> says of the reseller subscription: the operator, who buys from it, and who manages the product itself.</summary>
    private void HideWholesalePrices(ModelBuilder model) =>
        model.Entity<WholesalePrice>().HasQueryFilter(PartnersOnlyFilter, price =>
            CallerKind == null
            || CallerKind == OrganizationKind.Operator
            || (CallerKind == OrganizationKind.Partner
                && (Products.Any(product => product.Id == price.ProductId && product.ManagedById == CallerOrganization)
                    || (Products.Any(product => product.Id == price.ProductId && product.SharedWithResellers)
                        && Connections.Any(connection => connection.BuyerId == CallerOrganization
                            && connection.Status != ConnectionStatus.Ended
                            && Organizations.Any(seller => seller.Id == connection.SellerId && seller.Kind == OrganizationKind.Operator))))));

    private sealed class CurrencyConverter() : ValueConverter<Currency, string>(currency => currency.Code, code => Currency.Parse(code));

    private sealed class RequestedStateConverter() : ValueConverter<RequestedState, string>(
        state => JsonSerializer.Serialize(state, Json),
        json => JsonSerializer.Deserialize<RequestedState>(json, Json)!)
    {
        // Not as strict as the API: a version of the service that knows more members may have written it.
        private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
        {
            Converters = { new MoneyJsonConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };
    }
}
