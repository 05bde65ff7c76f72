using System.Net;
using Story;
using Testing;

namespace Platform.Tests;

/// <summary>
/// The story's realm with more in it: rows of every kind for Contoso, another customer of Northwind's, a second seller of Contoso's (Fabrikam), and a third one
/// whose connection to Contoso has ended (Litware).
/// </summary>
internal sealed class Neighbourhood
{
    private const string Orgs = "/api/orgs/v1";
    private const string Billing = "/api/billing/v1";
    private const string Tickets = "/api/tickets/v1";
    private const string Storefront = "/api/storefront/v1";

    private static readonly Lock OneAtATime = new();
    private static Task<Neighbourhood>? settled;

    private readonly StoryWorld _world;
    private string _contosoNamespace = "";

    private Neighbourhood(StoryWorld world) => _world = world;

    public StoryClient Tailspin { get; private set; } = null!;

    public StoryClient Litware { get; private set; } = null!;

    /// <summary>Managed by the operator and shared with nobody.</summary>
    public Guid UnsharedProductId { get; private set; }

    public VictimRows RowsOfContoso { get; private set; } = null!;

    /// <summary>What Northwind has beside Contoso: above it, next to it and for itself.</summary>
    public VictimRows RowsOfNorthwind { get; private set; } = null!;

    /// <summary>What Contoso has beside Northwind: its people, and what it buys from Fabrikam.</summary>
    public VictimRows RowsOfContosoElsewhere { get; private set; } = null!;

    public VictimRows RowsOfTheEndedConnection { get; private set; } = null!;

    /// <summary>One for all tests: they look on, and the outsiders among them change nothing.</summary>
    public static Task<Neighbourhood> OfAsync(StoryWorld world)
    {
        lock (OneAtATime)
            return settled ??= SettleAsync(world);
    }

    private static async Task<Neighbourhood> SettleAsync(StoryWorld world)
    {
        var neighbourhood = new Neighbourhood(world);
        await neighbourhood.SettleAsync();
        return neighbourhood;
    }

    private async Task SettleAsync()
    {
        _contosoNamespace = (await _world.Contoso.GetAsync($"{Orgs}/organizations/{_world.ContosoId}")).Expect(HttpStatusCode.OK).Text("namespace");
        UnsharedProductId = await CreatedAsync(_world.Operator, $"{Billing}/products", Product("Inhouse", isShared: false));
        await CreatedAsync(_world.Operator, $"{Billing}/product-grants", new { organizationId = _world.NorthwindId });
        var standard = new { plan = "standard", alias = $"northwind-{_world.Cast.Run}" };
        (await _world.Northwind.PostAsync($"{Orgs}/organizations/{_world.NorthwindId}/change-reseller-plan", standard)).Expect(HttpStatusCode.OK);
        var northwindsProduct = await CreatedAsync(_world.Operator, $"{Billing}/products", Product("House blend", isShared: false, managedBy: _world.NorthwindId));

        RowsOfContoso = await OfContosoAsync(northwindsProduct);
        RowsOfNorthwind = await OfNorthwindAsync();
        RowsOfContosoElsewhere = await OfContosoElsewhereAsync();
        RowsOfTheEndedConnection = await OfTheEndedConnectionAsync();
    }

    private async Task<VictimRows> OfContosoAsync(Guid product)
    {
        var (comment, attachment) = await AttachAsync(_world.Contoso, _world.TicketId);
        (await _world.Contoso.PutAsync($"{Billing}/connections/{_world.ContosoConnection}/payment-method", new { token = "test_declined" })).Expect(HttpStatusCode.OK);
        await _world.Contoso.PostAsync($"{Billing}/invoices/{_world.InvoiceId}/pay");
        var (payment, creditNote) = await CorrectAsync(_world.Northwind, _world.InvoiceId);
        var invoice = (await _world.Contoso.GetAsync($"{Billing}/invoices/{_world.InvoiceId}")).Expect(HttpStatusCode.OK);
        var (order, orderLine) = await OrderAsync(_world.Northwind, _world.Contoso, _world.ContosoConnection);
        return new VictimRows(new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["organizations"] = _world.ContosoId,
            ["members"] = await FirstAsync(_world.Contoso, $"{Orgs}/members"),
            ["sessions"] = await FirstAsync(_world.Contoso, $"{Orgs}/sessions"),
            ["invitations"] = await InviteAsync(_world.Contoso, "contosos-guest"),
            ["connections"] = _world.ContosoConnection,
            ["products"] = product,
            ["entries"] = await PriceAsync(_world.Northwind, _world.ContosoConnection),
            ["requests"] = _world.RequestId,
            ["subscriptions"] = _world.SubscriptionId,
            ["assets"] = await SellOnceAsync(),
            ["invoices"] = _world.InvoiceId,
            ["attemptId"] = (Guid)invoice.Json["attempts"]![0]!["id"]!,
            ["paymentId"] = payment,
            ["bill-runs"] = await FirstAsync(_world.Northwind, $"{Billing}/bill-runs"),
            ["credit-notes"] = creditNote,
            ["tickets"] = _world.TicketId,
            ["commentId"] = comment,
            ["attachmentId"] = attachment,
            ["listings"] = await ListAsync(_world.Northwind),
            ["orders"] = order,
            ["lineId"] = orderLine,
            ["order-drafts"] = await DraftAsync(_world.Northwind, _world.ContosoConnection),
            ["mail-recipients"] = await CreatedAsync(_world.Northwind, $"{Storefront}/mail-recipients", new { kind = "orderExecuted", email = _world.Cast.EmailOf("copies") }),
            ["groups"] = await CreatedAsync(_world.Northwind, $"{Storefront}/catalogue/groups", new { name = "Northwind's own" }),
        });
    }

    private async Task<VictimRows> OfNorthwindAsync()
    {
        var email = _world.Cast.EmailOf("tailspin");
        var created = (await _world.Northwind.PostAsync($"{Orgs}/organizations", new
        {
            name = "Tailspin",
            kind = "customer",
            superAdmin = new { name = "Tailspin's super admin", email },
            accountsPayableEmail = email,
            trialDays = 7,
        })).Expect(HttpStatusCode.Created);
        var connection = (Guid)created.Json["connection"]!["id"]!;
        Tailspin = await _world.Cast.AcceptInvitationAsync("Tailspin's super admin", email);
        var (request, subscription) = await SellAsync(_world.Northwind, Tailspin, connection);
        var ticket = await OpenTicketAsync(Tailspin, connection);
        var (comment, attachment) = await AttachAsync(Tailspin, ticket);
        var wholesale = await FirstAsync(_world.Northwind, $"{Billing}/invoices?connectionId={_world.NorthwindConnection}");
        var (payment, creditNote) = await CorrectAsync(_world.Operator, wholesale);
        return new VictimRows(new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["organizations"] = (Guid)created.Json["organization"]!["id"]!,
            ["members"] = await FirstAsync(_world.Northwind, $"{Orgs}/members"),
            ["sessions"] = await FirstAsync(_world.Northwind, $"{Orgs}/sessions"),
            ["invitations"] = await InviteAsync(_world.Northwind, "northwinds-guest"),
            ["connections"] = _world.NorthwindConnection,
            ["products"] = UnsharedProductId,
            ["entries"] = await PriceAsync(_world.Northwind, connection),
            ["requests"] = request,
            ["subscriptions"] = subscription,
            ["invoices"] = wholesale,
            ["paymentId"] = payment,
            ["bill-runs"] = await FirstAsync(_world.Northwind, $"{Billing}/bill-runs"),
            ["credit-notes"] = creditNote,
            ["tickets"] = ticket,
            ["commentId"] = comment,
            ["attachmentId"] = attachment,
        });
    }

    private async Task<VictimRows> OfContosoElsewhereAsync()
    {
        var connection = await ConnectAsync(_world.Fabrikam);
        var (request, subscription) = await SellAsync(_world.Fabrikam, _world.Contoso, connection);
        var ticket = await OpenTicketAsync(_world.Contoso, connection);
        var (comment, attachment) = await AttachAsync(_world.Contoso, ticket);
        return new VictimRows(new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["members"] = await FirstAsync(_world.Contoso, $"{Orgs}/members"),
            ["sessions"] = await FirstAsync(_world.Contoso, $"{Orgs}/sessions"),
            ["invitations"] = await FirstAsync(_world.Contoso, $"{Orgs}/invitations"),
            ["connections"] = connection,
            ["entries"] = await PriceAsync(_world.Fabrikam, connection),
            ["requests"] = request,
            ["subscriptions"] = subscription,
            ["tickets"] = ticket,
            ["commentId"] = comment,
            ["attachmentId"] = attachment,
        });
    }

    private async Task<VictimRows> OfTheEndedConnectionAsync()
    {
        var email = _world.Cast.EmailOf("litware");
        (await _world.Operator.PostAsync($"{Orgs}/organizations", new
        {
            name = "Litware",
            kind = "partner",
            superAdmin = new { name = "Litware's super admin", email },
            accountsPayableEmail = email,
            trialDays = 7,
        })).Expect(HttpStatusCode.Created);
        Litware = await _world.Cast.AcceptInvitationAsync("Litware's super admin", email);
        var connection = await ConnectAsync(Litware);
        var (_, subscription) = await SellAsync(Litware, _world.Contoso, connection);
        var ticket = await OpenTicketAsync(_world.Contoso, connection);
        var (comment, attachment) = await AttachAsync(_world.Contoso, ticket);
        var cancellation = await CreatedAsync(Litware, $"{Billing}/subscriptions/{subscription}/cancellation-requests", new { effective = "now" });
        (await _world.Contoso.PostAsync($"{Billing}/requests/{cancellation}/approve")).Expect(HttpStatusCode.OK);
        var undecided = await ProposeAsync(Litware, connection);
        // Orgs hears of the cancellation by event.
        await Eventually.Async(
            async () => (await Litware.PostAsync($"{Orgs}/connections/{connection}/end", new { reason = "Over." })).Status == HttpStatusCode.OK, because: "Litware should end its connection");
        await Eventually.Async(
            async () => (await Litware.PostAsync($"{Tickets}/tickets/{ticket}/priority", new { priority = "low" })).Code == "connection_ended", because: "Tickets should hear of the end");
        await Eventually.Async(
            async () => (await Litware.PostAsync($"{Billing}/requests", Proposal(connection))).Status == HttpStatusCode.Conflict, because: "Billing should hear of the end");
        return new VictimRows(new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["connections"] = connection,
            ["requests"] = undecided,
            ["subscriptions"] = subscription,
            ["tickets"] = ticket,
            ["commentId"] = comment,
            ["attachmentId"] = attachment,
        });
    }

    /// <summary>Something that Contoso pays once. Storefront hears of it by event.</summary>
    private async Task<Guid> SellOnceAsync()
    {
        var product = await CreatedAsync(_world.Operator, $"{Billing}/products", Product("Migration", isShared: true, charging: "oneTime"));
        var request = await CreatedAsync(_world.Northwind, $"{Billing}/requests", Proposal(_world.ContosoConnection, product));
        var asset = (Guid)(await _world.Contoso.PostAsync($"{Billing}/requests/{request}/approve")).Expect(HttpStatusCode.OK).Json["subscriptionId"]!;
        await Eventually.Async(
            async () => (await _world.Contoso.GetAsync($"{Storefront}/assets/{asset}")).Status == HttpStatusCode.OK, because: "Storefront should hear of what was bought once");
        return asset;
    }

    private async Task<Guid> ConnectAsync(StoryClient seller)
    {
        var offer = new { @namespace = _contosoNamespace, accountsPayableEmail = _world.Cast.EmailOf("ap-contoso"), trialDays = 7 };
        var connection = await CreatedAsync(seller, $"{Orgs}/connections", offer);
        (await _world.Contoso.PostAsync($"{Orgs}/connections/{connection}/accept")).Expect(HttpStatusCode.OK);
        return connection;
    }

    private async Task<(Guid Request, Guid Subscription)> SellAsync(StoryClient seller, StoryClient buyer, Guid connection)
    {
        var request = await ProposeAsync(seller, connection);
        var approved = (await buyer.PostAsync($"{Billing}/requests/{request}/approve")).Expect(HttpStatusCode.OK);
        return (request, (Guid)approved.Json["subscriptionId"]!);
    }

    /// <summary>Waits for Billing to hear of the connection.</summary>
    private async Task<Guid> ProposeAsync(StoryClient seller, Guid connection)
    {
        var answer = await Eventually.ValueAsync(
            async () => await seller.PostAsync($"{Billing}/requests", Proposal(connection)) is { Status: HttpStatusCode.Created } created ? created : null,
            because: $"{seller.Who} should propose a subscription");
        return (Guid)answer.Json["id"]!;
    }

    private object Proposal(Guid connection, Guid? product = null) => new
    {
        connectionId = connection,
        productId = product ?? _world.ProductId,
        quantity = 1,
        retailPrice = new { amount = "21.00", currency = "USD" },
        interval = "month",
        planLength = "month",
    };

    /// <summary>A draft in the catalogue. Storefront hears of the plan that allows it by event.</summary>
    private async Task<Guid> ListAsync(StoryClient partner)
    {
        var listing = await Eventually.ValueAsync(
            async () => await partner.PostAsync($"{Storefront}/catalogue/listings", new { productId = _world.ProductId }) is { Status: HttpStatusCode.Created } created ? created : null,
            because: $"{partner.Who} should list a product");
        return (Guid)listing.Json["id"]!;
    }

    private Task<Guid> DraftAsync(StoryClient seller, Guid connection) => CreatedAsync(seller, $"{Storefront}/order-drafts", new
    {
        connectionId = connection,
        lines = new[] { new { action = "buy", productId = _world.ProductId, quantity = 1, currency = "USD", interval = "month", planLength = "month" } },
    });

    /// <summary>An order that the seller places for a buyer that lets it. Storefront hears of the price by event.</summary>
    private async Task<(Guid Order, Guid Line)> OrderAsync(StoryClient seller, StoryClient buyer, Guid connection)
    {
        (await buyer.PutAsync($"{Storefront}/connections/{connection}/standing-consent", new { given = true })).Expect(HttpStatusCode.OK);
        var draft = await DraftAsync(seller, connection);
        var placed = await Eventually.ValueAsync(
            async () => await seller.PostAsync($"{Storefront}/order-drafts/{draft}/submit") is { Status: HttpStatusCode.Created } created ? created : null,
            because: $"{seller.Who} should order for {buyer.Who}");
        return ((Guid)placed.Json["order"]!["id"]!, (Guid)placed.Json["lines"]![0]!["id"]!);
    }

    private static async Task<Guid> OpenTicketAsync(StoryClient buyer, Guid connection)
    {
        var answer = await Eventually.ValueAsync(
            async () => await buyer.PostAsync($"{Tickets}/tickets", new { connectionId = connection, subject = "Help", body = "Please." }) is { Status: HttpStatusCode.Created } created ? created : null,
            because: $"{buyer.Who} should open a ticket");
        return (Guid)answer.Json["id"]!;
    }

    private static async Task<(Guid Comment, Guid Attachment)> AttachAsync(StoryClient person, Guid ticket)
    {
        var comment = await CreatedAsync(person, $"{Tickets}/tickets/{ticket}/comments", new { body = "See the file." });
        var attachment = (await person.UploadAsync($"{Tickets}/tickets/{ticket}/comments/{comment}/attachments?fileName=log.txt", "A secret line."u8.ToArray(), "text/plain")).Expect(HttpStatusCode.Created);
        return (comment, (Guid)attachment.Json["id"]!);
    }

    /// <summary>A part paid, and a part credited.</summary>
    private static async Task<(Guid Payment, Guid CreditNote)> CorrectAsync(StoryClient seller, Guid invoice)
    {
        var paid = (await seller.PostAsync($"{Billing}/invoices/{invoice}/payments", new { amount = Dollars("1.00") })).Expect(HttpStatusCode.OK);
        var line = (Guid)paid.Json["lines"]![0]!["id"]!;
        var goodwill = new { reason = "Goodwill.", lines = new[] { new { lineId = line, net = Dollars("1.00") } } };
        var credited = (await seller.PostAsync($"{Billing}/invoices/{invoice}/credit-notes", goodwill)).Expect(HttpStatusCode.Created);
        return ((Guid)paid.Json["payments"]![0]!["id"]!, (Guid)credited.Json["creditNote"]!["id"]!);
    }

    private Task<Guid> PriceAsync(StoryClient seller, Guid connection) =>
        CreatedAsync(seller, $"{Billing}/price-books/entries", new { productId = _world.ProductId, kind = "fixed", connectionId = connection, amount = Dollars("19.00") });

    private async Task<Guid> InviteAsync(StoryClient admin, string person)
    {
        var answer = (await admin.PostAsync($"{Orgs}/members", new { email = _world.Cast.EmailOf(person), name = "A guest", role = "viewer", portalAccess = true })).Expect(HttpStatusCode.Created);
        return (Guid)answer.Json["invitation"]!["id"]!;
    }

    private static async Task<Guid> CreatedAsync(StoryClient who, string path, object body) => (Guid)(await who.PostAsync(path, body)).Expect(HttpStatusCode.Created).Json["id"]!;

    private static async Task<Guid> FirstAsync(StoryClient who, string path) => (Guid)(await who.GetAsync(path)).Expect(HttpStatusCode.OK).Json["items"]![0]!["id"]!;

    private static object Dollars(string amount) => new { amount, currency = "USD" };

    private static object Product(string name, bool isShared, Guid? managedBy = null, string charging = "recurring")
    {
        var manager = managedBy is null ? "operator" : "reseller";
        return new
        {
            name,
            kind = "main",
            charging,
            managedBy = manager,
            managedById = managedBy,
            sharedWithResellers = isShared,
            accountSubscription = new { name, managedBy = manager, sharedWithResellers = managedBy is null, recommendedPrice = MonthlyPrice("20.00") },
            resellerSubscription = new { name, managedBy = manager, per = "account", canBeAppliedMoreThanOnce = true, wholesalePrice = MonthlyPrice("10.00") },
        };
    }

    private static object MonthlyPrice(string amount) => new { price = Dollars(amount), interval = "month", planLength = "month" };
}
