using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Orgs.Contracts.V1;
using Primitives;
using ServiceDefaults.Security;
using Storefront.Api.Orders;
using Storefront.Api.Storage;
using Storefront.Contracts.V1;
using Storefront.Domain;
using Testing;
using Facts = Storefront.Contracts.V1;

namespace Storefront.Api.Tests;

internal sealed record NotificationAnswer(Guid Id, string Kind, Guid SubjectId, string SubjectName, string CounterpartName, bool IsRead);

internal sealed record NotificationsAnswer(IReadOnlyList<NotificationAnswer> Items, int Unread);

internal sealed record SentMailAnswer(Guid Id, string Kind, string Recipient, string Subject, string Language, bool IsTest, string Progress, Guid? SubjectId);

internal sealed record TemplateAnswer(string Kind, string Language, string Subject, string Body, bool IsOwn, IReadOnlyList<string> Placeholders, long Version);

internal sealed record MailPreviewAnswer(string Subject, string Html, string Text);

public sealed class MailTests(StorefrontService storefront)
{
    private const string Root = "/api/storefront/v1";

    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    [Trait("Checklist", "S6")]
    public async Task OrderSubmitted_ByTheBuyer_ConfirmsToItAndAsksTheSeller()
    {
        var office = await OfficeAsync();
        var order = office.Order("pendingApproval", "buyer");

        await Service.TellAsync(new OrderSubmitted(order), office.Market.Envelope(order.Id, 1, Market.Start));

        var inbox = await Servers.MailAsync();
        var confirmation = await inbox.WaitAsync(office.BuyersEmail, "1042");
        Assert.Contains("60.00 USD", confirmation.Text!, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", confirmation.Html!, StringComparison.Ordinal);
        var wanted = await inbox.WaitAsync(office.SellersEmail, "1042");
        Assert.Contains("15 January 2026", wanted.Text!, StringComparison.Ordinal);
        Assert.DoesNotContain("order-status", wanted.Text!, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Checklist", "S4")]
    public async Task OrderSubmitted_ByTheSeller_ConfirmsWithoutATotal()
    {
        var office = await OfficeAsync();
        var order = office.Order("inProgress", "seller");

        await Service.TellAsync(new OrderSubmitted(order), office.Market.Envelope(order.Id, 1, Market.Start));

        var confirmation = await (await Servers.MailAsync()).WaitAsync(office.BuyersEmail, "1042");
        // With its space: the random token of the link has none, but may well have the three letters.
        Assert.DoesNotContain(" USD", confirmation.Text!, StringComparison.Ordinal);
        Assert.Empty(await (await Servers.MailAsync()).ToAsync(office.SellersEmail));
    }

    [Fact]
    public async Task OrderSubmitted_ToldTwice_IsConfirmedOnce()
    {
        var office = await OfficeAsync();
        var order = office.Order("inProgress", "buyer");
        var envelope = office.Market.Envelope(order.Id, 1, Market.Start);

        await Service.TellAsync(new OrderSubmitted(order), envelope);
        await Service.TellAsync(new OrderSubmitted(order), envelope);

        var log = await Service.As(office.Market.Seller()).GetFromJsonAsync<PageAnswer<SentMailAnswer>>($"{Root}/sent-mails?subjectId={order.Id}");
        Assert.Equal("orderConfirmation", Assert.Single(log!.Items).Kind);
    }

    [Fact]
    public async Task Template_OfTheSellersOwn_IsUsedInTheReadersLanguageUntilItIsReset()
    {
        var office = await OfficeAsync(language: "de-AT");
        var seller = Service.As(office.Market.Seller());
        var own = new { subject = "Servus {{buyer.name}}", body = "Bestellung {{order.number}} von {{shop.name}}" };
        using var set = await seller.PutAsJsonAsync($"{Root}/mail-templates/orderConfirmation/de-AT", own);
        Assert.True((await set.Read<TemplateAnswer>()).IsOwn);

        var order = office.Order("inProgress", "buyer");
        await Service.TellAsync(new OrderSubmitted(order), office.Market.Envelope(order.Id, 1, Market.Start));
        var mail = await (await Servers.MailAsync()).WaitAsync(office.BuyersEmail, "1042");
        Assert.Equal("Servus <b>Contoso</b>", mail.Subject);

        using var reset = await seller.DeleteAsync($"{Root}/mail-templates/orderConfirmation/de-at");
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        var after = office.Order("inProgress", "buyer");
        await Service.TellAsync(new OrderSubmitted(after), office.Market.Envelope(after.Id, 1, Market.Start));
        var log = await seller.GetFromJsonAsync<PageAnswer<SentMailAnswer>>($"{Root}/sent-mails?subjectId={after.Id}");
        Assert.Equal(("de", "Ihre Bestellung 1042 bei Northwind"), (Assert.Single(log!.Items).Language, log.Items[0].Subject));
    }

    [Theory]
    [InlineData("{{order.nmber}}")]
    [InlineData("{{#each order.lines}}")]
    [InlineData("{{> secrets}}")]
    [InlineData("{{#if}}x{{/if}}")]
    [InlineData("{{#each}}x{{/each}}")]
    [InlineData("{{#each @root.order.lines}}{{#each @root.order.lines}}{{#each @root.order.lines}}{{#each @root.order.lines}}{{/each}}{{/each}}{{/each}}{{/each}}")]
    public async Task Template_ThatCannotBeFilledIn_IsRefused(string body)
    {
        var office = await OfficeAsync();

        using var answer = await Service.As(office.Market.Seller()).PutAsJsonAsync($"{Root}/mail-templates/orderConfirmation/en", new { subject = "Order", body });

        await answer.AssertProblem(HttpStatusCode.BadRequest, "template_invalid");
    }

    [Fact]
    public async Task Template_OfACustomer_IsRefused()
    {
        var office = await OfficeAsync();

        using var answer = await Service.As(office.Market.Buyer(Role.Admin)).PutAsJsonAsync($"{Root}/mail-templates/orderConfirmation/en", new { subject = "a", body = "b" });

        await answer.AssertProblem(HttpStatusCode.Forbidden, "sellers_only");
    }

    [Fact]
    public async Task Preview_OfMarkup_ShowsItAsText()
    {
        var office = await OfficeAsync();

        using var answer = await Service.As(office.Market.Seller()).PostAsJsonAsync(
            $"{Root}/mail-templates/storefrontWelcome/en/preview", new { subject = "Welcome", body = "<img src=x onerror=alert(1)> {{shop.url}}" });

        Assert.DoesNotContain("<img", (await answer.Read<MailPreviewAnswer>()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_OfATemplate_GoesToWhoAskedAlone()
    {
        var office = await OfficeAsync();
        var person = Guid.CreateVersion7();
        var email = $"{person:N}@northwind.example";
        await office.MemberAsync(office.Market.SellerId, "admin", email, person);

        using var answer = await Service.As(office.Market.Seller() with { PersonId = person }).PostAsync($"{Root}/mail-templates/orderExecuted/en/test", null);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("done", (await (await Servers.MailAsync()).WaitAsync(email)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Checklist", "S22")]
    public async Task StorefrontOpened_OfAReseller_WelcomesItsPrimaryContactAndTheAddedRecipients()
    {
        var office = await OfficeAsync();
        var added = $"{Guid.CreateVersion7():N}@platform.example";
        var parent = Service.As(office.Market.Operator());
        using var recipient = await parent.PostAsJsonAsync($"{Root}/mail-recipients", new { kind = "storefrontWelcome", email = added });
        Assert.Equal(HttpStatusCode.Created, recipient.StatusCode);
        using var template = await parent.PutAsJsonAsync($"{Root}/mail-templates/storefrontWelcome/en", new { subject = "Hello {{reseller.name}}", body = "{{shop.url}}" });
        Assert.Equal(HttpStatusCode.OK, template.StatusCode);

        var shop = new Shop(office.Market.SellerId, "northwind", "Northwind", IsOpen: true, "https://cloud.example/northwind", null);
        await Service.TellAsync(new StorefrontOpened(shop), office.Market.Envelope(shop.SellerId, 1, Market.Start));

        var inbox = await Servers.MailAsync();
        Assert.Equal("Hello Northwind", (await inbox.WaitAsync(office.SellersEmail)).Subject);
        Assert.Equal("https://cloud.example/northwind", (await inbox.WaitAsync(added)).Link().ToString());
    }

    [Fact]
    public async Task Notifications_OfAnOrder_AreEachPersonsOwnToRead()
    {
        var office = await OfficeAsync();
        var order = office.Order("pendingApproval", "buyer");
        await Service.TellAsync(new OrderSubmitted(order), office.Market.Envelope(order.Id, 1, Market.Start));
        var (one, other) = (Service.As(office.Market.Seller()), Service.As(office.Market.Seller(Role.Viewer)));

        var news = await one.GetFromJsonAsync<NotificationsAnswer>($"{Root}/notifications");
        Assert.Equal(("approvalWanted", "1042", 1), (Assert.Single(news!.Items).Kind, news.Items[0].SubjectName, news.Unread));
        using var read = await one.PostAsJsonAsync($"{Root}/notifications/read", new { ids = new[] { news.Items[0].Id } });
        Assert.Equal(HttpStatusCode.NoContent, read.StatusCode);

        Assert.Empty((await one.GetFromJsonAsync<NotificationsAnswer>($"{Root}/notifications?unread=true"))!.Items);
        Assert.Equal(1, (await other.GetFromJsonAsync<NotificationsAnswer>($"{Root}/notifications"))!.Unread);
        Assert.Equal("orderConfirmation", Assert.Single((await Service.As(office.Market.Buyer()).GetFromJsonAsync<NotificationsAnswer>($"{Root}/notifications"))!.Items).Kind);
        using var foreign = await Service.As(office.Market.Buyer()).PostAsJsonAsync($"{Root}/notifications/read", new { ids = new[] { news.Items[0].Id } });
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    [Fact]
    [Trait("Checklist", "S6")]
    public async Task OrderStatus_OfTheMailedLink_ShowsThatOrderWithoutSignIn()
    {
        var office = await OfficeAsync();
        await office.Market.ConnectionAsync();
        var placed = await office.PlaceAsync();
        var link = (await (await Servers.MailAsync()).WaitAsync(office.BuyersEmail, "order-status")).Link();
        var anonymous = Service.Anonymous();

        using var page = await anonymous.GetAsync(link.PathAndQuery);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Pending reseller approval", html, StringComparison.Ordinal);
        Assert.Contains("60.00 USD", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        using var json = await anonymous.GetAsync(link.AbsolutePath[..^"/page".Length]);
        Assert.Contains($"\"number\":\"{placed.Number}\"", await json.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Checklist", "S6")]
    public async Task OrderStatus_OfAForgedLink_ShowsNothing()
    {
        var office = await OfficeAsync();
        await office.Market.ConnectionAsync();
        await office.PlaceAsync();
        var path = (await (await Servers.MailAsync()).WaitAsync(office.BuyersEmail, "order-status")).Link().AbsolutePath[..^"/page".Length];
        var anonymous = Service.Anonymous();

        // Every part of the token counts: realm, order and signature.
        foreach (var place in new[] { 3, 30, 80 })
        {
            var at = path.LastIndexOf('/') + place;
            using var answer = await anonymous.GetAsync($"{path[..at]}{(path[at] == 'A' ? 'B' : 'A')}{path[(at + 1)..]}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var garbage = await anonymous.GetAsync($"{Root}/order-status/garbage");
        Assert.Equal(HttpStatusCode.NotFound, garbage.StatusCode);
    }

    private async Task<Office> OfficeAsync(string language = "en")
    {
        var office = new Office(Service, new Market(Service));
        await office.OpenAsync(language);
        return office;
    }

    /// <summary>A seller below the operator and its customer, whose name is no good, each with one person.</summary>
    private sealed class Office(ServiceUnderTest<Program> service, Market market)
    {
        public Market Market => market;

        public string BuyersEmail { get; } = $"{Guid.CreateVersion7():N}@contoso.example";

        public string SellersEmail { get; } = $"{Guid.CreateVersion7():N}@northwind.example";

        public Guid BuyersPerson { get; } = Guid.CreateVersion7();

        public async Task OpenAsync(string language)
        {
            await OrganizationAsync(market.OperatorId, "Platform", "operator", null, "en");
            await OrganizationAsync(market.SellerId, "Northwind", "partner", market.OperatorId, "en");
            await OrganizationAsync(market.BuyerId, "<b>Contoso</b>", "customer", market.SellerId, language);
            await MemberAsync(market.SellerId, "superAdmin", SellersEmail, Guid.CreateVersion7());
            await MemberAsync(market.BuyerId, "superAdmin", BuyersEmail, BuyersPerson);
        }

        public Task MemberAsync(Guid organizationId, string role, string email, Guid personId)
        {
            var membership = Guid.CreateVersion7();
            return service.TellAsync(
                new MemberJoined(new Member(personId, organizationId, "Somebody", role, PortalAccess: true, "active", email)), market.Envelope(membership, 1, Market.Start));
        }

        public Order Order(string status, string placedBy)
        {
            var line = new OrderLine(
                Guid.CreateVersion7(), "buy", market.ProductId, "Mail <b>", null, null, null, 3, new Facts.Money("20.00", "USD"), new Facts.Money("0.00", "USD"),
                "month", "month", "now", null, "waiting", null);
            return new Order(
                Guid.CreateVersion7(), "1042", market.ConnectionId, market.SellerId, market.BuyerId, placedBy, BuyersPerson, status, Market.Start, null, null, null, [line], null, null);
        }

        public async Task<ShopOrder> PlaceAsync()
        {
            await using var scope = service.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Scope>().EnterRealm(market.RealmId);
            var db = scope.ServiceProvider.GetRequiredService<StorefrontDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var price = Primitives.Money.Parse("20.00", "USD");
            var line = new NewOrderLine(
                LineAction.Buy, market.ProductId, "Mail <b>", null, null, null, 3, price, Primitives.Money.Zero(price.Currency), Term.Month, Term.Month);
            var placed = await scope.ServiceProvider.GetRequiredService<OrderPlacement>()
                .Place(new NewOrder(market.ConnectionId, BoughtBy.Buyer, [line]), new OrderPlacer(BuyersPerson, market.BuyerId), CancellationToken.None);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return placed.Value;
        }

        private Task OrganizationAsync(Guid id, string name, string kind, Guid? parentId, string language) =>
            service.TellAsync(
                new OrganizationCreated(new Organization(id, name, kind, parentId, $"org:{id:N}", null, "US", null, "UTC", "USD", language, kind == "partner" ? "free" : null, null, "active")),
                market.Envelope(id, 1, Market.Start));
    }
}
