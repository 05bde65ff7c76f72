using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Tests.Web;

/// <summary>The data of a service made for these tests: books that an organisation owns.</summary>
public sealed class ShelfDb(DbContextOptions<ShelfDb> options, Scope scope) : ServiceDbContext(options, scope)
{
    public DbSet<Book> Books => Set<Book>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Book>().HasIndex(book => new { book.RealmId, book.Title }).IsUnique().HasDatabaseName("ux_books_title");
        modelBuilder.Entity<Book>().HasIndex(book => new { book.RealmId, book.Shelfmark }).IsUnique().HasDatabaseName("ux_books_shelfmark");
    }
}

public sealed class Book : IOwnedRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid OrganizationId { get; init; }
    public required string Title { get; set; }
    public string? Shelfmark { get; set; }
    public long Version { get; set; } = 1;
}
