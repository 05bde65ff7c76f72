using System.Text.Json.Serialization;
using Library.Contracts.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace ServiceDefaults.Tests.Web;

public sealed record BookView(Guid Id, string Title, long Version) : IVersionedView;

public enum Binding
{
    Paper,
    HardCover,
}

public sealed record AddBook(string Title, string? Shelfmark = null);

public sealed record Line(int Quantity, Money Price, Binding Binding, string? Note);

public sealed record Shipment(string[] Tags, IReadOnlyList<string?>? Remarks = null);

public sealed record OrderBooks(
    string Reference, IReadOnlyList<Line> Lines, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Shipment>? Shipments = null);

/// <summary>Routes that use each promise of the web layer the way services do.</summary>
public static class ShelfRoutes
{
    public static void MapShelf(this WebApplication app)
    {
        var api = app.MapApi("/api/shelf/v1");
        api.MapGet("/books", List).Named("list-books").AllowEveryRole();
        api.MapGet("/books/{id:guid}", Get).Named("get-book").AllowEveryRole();
        api.MapGet("/books/titled", async (string title, ShelfDb db) => TypedResults.Ok(await db.Books.CountAsync(book => book.Title == title))).Named("count-titled").AllowEveryRole();
        api.MapGet("/pages/{number}", (int number, int? from) => TypedResults.Ok(number + (from ?? 0))).Named("get-page").AllowEveryRole();
        api.MapPost("/books", Add).Named("add-book").Allow(Role.Admin, Role.Sales).Idempotent();
        api.MapPost("/books/{id:guid}/retitle", Retitle).Named("retitle-book").Allow(Role.Admin);
        api.MapPost("/orders", (OrderBooks body) => TypedResults.Ok(body)).Named("order-books").AllowEveryRole().AllowSuspended();
        api.MapPost("/big", (AddBook body) => TypedResults.Ok(body.Title.Length)).Named("add-big").AllowEveryRole().BodyLimit(3 * 1024 * 1024);
        api.MapGet("/ping", () => TypedResults.Ok("pong")).Named("ping").AllowAnonymousCaller("A test.");
        api.MapGet("/whoami", (Caller caller) => TypedResults.Ok(caller)).Named("whoami").AllowEveryRole();
        api.MapPost("/shelves", () => TypedResults.NoContent()).Named("build-shelf").AllowOperator(Role.Admin);
        api.MapPost("/libraries", () => TypedResults.NoContent()).Named("build-library").AllowLiveOperator(Role.Admin);
        api.MapGet("/broken", string () => throw new InvalidOperationException("secret internals")).Named("break").AllowEveryRole();
    }

    private static Task<Page<BookView>> List([AsParameters] PageQuery page, ShelfDb db, CancellationToken cancellationToken) =>
        db.Books.ToPageAsync(page, book => book.Id, book => new BookView(book.Id, book.Title, book.Version), cancellationToken);

    private static async Task<Results<Ok<BookView>, ProblemHttpResult>> Get(Guid id, ShelfDb db, CancellationToken cancellationToken) =>
        await db.Books.SingleOrDefaultAsync(book => book.Id == id, cancellationToken) is { } book
            ? TypedResults.Ok(View(book))
            : Problems.NotFound("book");

    private static async Task<Results<Created<BookView>, ProblemHttpResult>> Add(AddBook body, Caller caller, ShelfDb db, Gate gate, CancellationToken cancellationToken)
    {
        var book = new Book
        {
            Id = Guid.CreateVersion7(),
            RealmId = caller.RealmId,
            OrganizationId = caller.OrganizationId,
            Title = body.Title,
            Shelfmark = body.Shelfmark,
        };
        db.Books.Add(book);
        db.Emit(new BookAdded(book.Id, book.Title), book.Id, book.Version, DateTimeOffset.UtcNow);
        await db.SaveChangesAsync(cancellationToken);
        await gate.Pass(body.Title);
        if (body.Title == "refused")
            return Problems.Of(new Refusal("not_this_one", "It is refused after it was saved."));
        return TypedResults.Created($"/api/shelf/v1/books/{book.Id}", View(book));
    }

    private static async Task<Results<Ok<BookView>, ProblemHttpResult>> Retitle(
        Guid id, AddBook body, IfMatch ifMatch, ShelfDb db, Gate gate, CancellationToken cancellationToken)
    {
        if (await db.Books.SingleOrDefaultAsync(book => book.Id == id, cancellationToken) is not { } book)
            return Problems.NotFound("book");
        if (ifMatch.Check(book.Version) is { } stale)
            return Problems.Of(stale);
        await gate.Pass(body.Title);
        book.Title = body.Title;
        book.Version++;
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(View(book));
    }

    private static BookView View(Book book) => new(book.Id, book.Title, book.Version);
}
