using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace Orgs.Api.Storage;

public sealed class OrgsDb(DbContextOptions<OrgsDb> options, Scope scope) : ServiceDbContext(options, scope)
{
    /// <summary>Hides the organisations that are neither the caller's own nor its children. Lifted by name where the other party of a connection is shown.</summary>
    public const string FamilyFilter = "family";

    /// <summary>Hides invitations that the caller's organisation neither sent nor leads into.</summary>
    private const string SidesFilter = "sides";

    private readonly Scope acting = scope;

    public DbSet<Realm> Realms => Set<Realm>();
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<ShopAlias> ShopAliases => Set<ShopAlias>();
    public DbSet<PlanOrder> PlanOrders => Set<PlanOrder>();
    public DbSet<Connection> Connections => Set<Connection>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<SignInFailure> SignInFailures => Set<SignInFailure>();
    public DbSet<PasswordReset> PasswordResets => Set<PasswordReset>();
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();
    public DbSet<ClockJob> ClockJobs => Set<ClockJob>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<ConnectionSubscription> ConnectionSubscriptions => Set<ConnectionSubscription>();
    public DbSet<ConnectionInvoice> ConnectionInvoices => Set<ConnectionInvoice>();
    public DbSet<OpenShop> OpenShops => Set<OpenShop>();

    private Guid? ActingOrganization => acting.Caller?.OrganizationId;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasPostgresExtension("pg_trgm");
        Map(modelBuilder);
        var audit = modelBuilder.MapAudit();
        audit.HasIndex(row => new { row.OrganizationId, row.PersonId, row.Id });
        audit.HasIndex(row => new { row.OrganizationId, row.At });
        modelBuilder.Entity<Organization>().HasQueryFilter(
            FamilyFilter,
            organization => ActingOrganization == null || organization.Id == ActingOrganization || organization.ParentId == ActingOrganization);
        modelBuilder.Entity<Invitation>().HasQueryFilter(
            SidesFilter,
            invitation => ActingOrganization == null || invitation.OrganizationId == ActingOrganization || invitation.SentById == ActingOrganization);
    }

    // Written out: looked for in the assembly, every type of it would be loaded, for good.
    private static void Map(ModelBuilder model)
    {
        var organizations = new OrganizationMapping();
        model.ApplyConfiguration<Realm>(organizations);
        model.ApplyConfiguration<Organization>(organizations);
        model.ApplyConfiguration<ShopAlias>(organizations);
        model.ApplyConfiguration<PlanOrder>(organizations);
        model.ApplyConfiguration<Connection>(organizations);

        var people = new PeopleMapping();
        model.ApplyConfiguration<Person>(people);
        model.ApplyConfiguration<Membership>(people);
        model.ApplyConfiguration<Invitation>(people);

        var identity = new IdentityMapping();
        model.ApplyConfiguration<Session>(identity);
        model.ApplyConfiguration<SignInFailure>(identity);
        model.ApplyConfiguration<PasswordReset>(identity);
        model.ApplyConfiguration<SigningKey>(identity);

        var control = new ControlMapping();
        model.ApplyConfiguration<ClockJob>(control);
        model.ApplyConfiguration<ClockJobAnswer>(control);

        var readModels = new ReadModelMapping();
        model.ApplyConfiguration<ConnectionSubscription>(readModels);
        model.ApplyConfiguration<ConnectionInvoice>(readModels);
        model.ApplyConfiguration<OpenShop>(readModels);
    }
}

/// <summary>For the migrations tool.</summary>
public sealed class OrgsDbFactory : ServiceDbContextFactory<OrgsDb>;
