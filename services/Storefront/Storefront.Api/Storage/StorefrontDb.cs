using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using Storefront.Api.Actions;
using Storefront.Api.Orders;
using Storefront.Api.Quotes;

namespace Storefront.Api.Storage;

internal sealed class StorefrontDb(DbContextOptions<StorefrontDb> options, Scope scope) : ServiceDbContext(options, scope)
{
    public DbSet<SubscriptionRow> Subscriptions => Set<SubscriptionRow>();

    public DbSet<SubscriptionCountRow> CountedSubscriptions => Set<SubscriptionCountRow>();

    public DbSet<OrderCountRow> CountedOrders => Set<OrderCountRow>();

    public DbSet<PurchaseRow> Purchases => Set<PurchaseRow>();

    public DbSet<ShopQuoteKey> QuoteKeys => Set<ShopQuoteKey>();

    public DbSet<UpgradeSettings> UpgradeSettings => Set<UpgradeSettings>();

    public DbSet<UndecidedRequestRow> ChangeRequests => Set<UndecidedRequestRow>();

    /// <summary>Billing's requests that stand in the way of another change of their subscription.</summary>
    public IQueryable<UndecidedRequestRow> UndecidedRequests => ChangeRequests.Where(row => row.IsUndecided);

    public DbSet<ProductRow> Products => Set<ProductRow>();

    public DbSet<SellerRow> Sellers => Set<SellerRow>();

    public DbSet<PlanRow> Plans => Set<PlanRow>();

    public DbSet<ConnectionRow> Connections => Set<ConnectionRow>();

    public DbSet<RealmRow> Realms => Set<RealmRow>();

    public DbSet<SellerPriceRow> SellerPrices => Set<SellerPriceRow>();

    public DbSet<SpecialPriceRow> SpecialPrices => Set<SpecialPriceRow>();

    public DbSet<ShopOrder> Orders => Set<ShopOrder>();

    public DbSet<ShopOrderLine> OrderLines => Set<ShopOrderLine>();

    public DbSet<ShopOrderStep> OrderSteps => Set<ShopOrderStep>();

    public DbSet<OrderSettings> OrderSettings => Set<OrderSettings>();

    public DbSet<OrderDraft> OrderDrafts => Set<OrderDraft>();

    public DbSet<MembershipRow> Memberships => Set<MembershipRow>();

    public DbSet<ShopRow> Shops => Set<ShopRow>();

    public DbSet<ShopLogoChunkRow> ShopLogoChunks => Set<ShopLogoChunkRow>();

    public DbSet<ListingRow> Listings => Set<ListingRow>();

    public DbSet<PublishedProductRow> PublishedProducts => Set<PublishedProductRow>();

    public DbSet<GivenPlanRow> GivenPlans => Set<GivenPlanRow>();
    public DbSet<MailTemplateRow> MailTemplates => Set<MailTemplateRow>();

    public DbSet<MailRecipientRow> MailRecipients => Set<MailRecipientRow>();

    public DbSet<SentMailRow> SentMails => Set<SentMailRow>();

    public DbSet<QueuedMailRow> QueuedMails => Set<QueuedMailRow>();

    public DbSet<CorrespondentRow> Correspondents => Set<CorrespondentRow>();

    public DbSet<NotificationRow> Notifications => Set<NotificationRow>();

    public DbSet<NotificationReadRow> NotificationReads => Set<NotificationReadRow>();

    public DbSet<LinkKeyRow> LinkKeys => Set<LinkKeyRow>();

    public DbSet<CatalogueGroupRow> CatalogueGroups => Set<CatalogueGroupRow>();

    public DbSet<BasketRow> Baskets => Set<BasketRow>();

    public DbSet<BasketLineRow> BasketLines => Set<BasketLineRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.MapAudit();
        SubscriptionMapping.Map(modelBuilder);
        CountMapping.Map(modelBuilder);
        SelfServiceMapping.Map(modelBuilder);
        ReadModelMapping.Map(modelBuilder);
        GivenPlanMapping.Map(modelBuilder);
        OrderMapping.Map(modelBuilder);
        ShopMapping.Map(modelBuilder);
        MailMapping.Map(modelBuilder);
        CatalogueMapping.Map(modelBuilder);
    }
}

/// <summary>For the migrations tool.</summary>
internal sealed class StorefrontDbFactory : ServiceDbContextFactory<StorefrontDb>;
