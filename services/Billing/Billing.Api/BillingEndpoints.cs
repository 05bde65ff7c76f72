using Billing.Api.BillRuns;
using Billing.Api.Connections;
using Billing.Api.CreditNotes;
using Billing.Api.Documents;
using Billing.Api.Invoices;
using Billing.Api.Ledger;
using Billing.Api.Orders;
using Billing.Api.Payments;
using Billing.Api.Prices;
using Billing.Api.Products;
using Billing.Api.Quotes;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Api.Tax;
using Billing.Api.Usage;
using Billing.Domain;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api;

/// <summary>Every route, who may call it, and what it is called.</summary>
internal static class BillingEndpoints
{
    public static void MapBilling(this WebApplication app)
    {
        var api = app.MapApi("/api/billing/v1");

        api.MapPost("/products", CreateProduct.Handle).Named("create-product").AllowOperator(Role.Admin, Role.Billing).Idempotent();
        api.MapGet("/products", ReadProducts.List).Named("list-products").AllowEveryRole();
        api.MapGet("/products/{id:guid}", ReadProducts.Get).Named("get-product").AllowEveryRole();
        api.MapPut("/products/{id:guid}", UpdateProduct.Handle).Named("update-product").Allow(Role.Admin, Role.Billing);
        api.MapPost("/products/{id:guid}/prices", PublishPrice.Handle).Named("publish-price").Allow(Role.Admin, Role.Billing).Idempotent();
        api.MapPost("/products/{id:guid}/prices/import", ImportPrices.Handle).Named("import-prices").Allow(Role.Admin, Role.Billing).Idempotent();
        api.MapPost("/product-grants", GrantProducts.Grant).Named("grant-products").AllowOperator(Role.Admin).Idempotent();
        api.MapGet("/product-grants", GrantProducts.List).Named("list-product-grants").Allow(Role.Admin, Role.Billing, Role.Viewer);
        api.MapPost("/product-grants/{id:guid}/revoke", GrantProducts.Revoke).Named("revoke-product-grant").AllowOperator(Role.Admin).Idempotent();

        api.MapPost("/price-books/entries", SetPrice.Handle).Named("set-price").Allow(Role.Admin, Role.Sales, Role.Billing).Idempotent();
        api.MapPost("/price-books/entries/import", ImportPriceBook.Handle).Named("import-price-book").Allow(Role.Admin, Role.Sales, Role.Billing).Idempotent();
        api.MapGet("/price-books/entries", ReadPriceBooks.List).Named("list-prices").Allow(Role.Admin, Role.Sales, Role.Billing, Role.Viewer);
        api.MapPost("/price-books/entries/{id:guid}/retire", RetirePrice.Handle).Named("retire-price").Allow(Role.Admin, Role.Sales, Role.Billing).Idempotent();
        api.MapGet("/price-books/preview", PreviewPrice.Handle).Named("preview-price").Allow(Role.Admin, Role.Sales, Role.Billing, Role.Viewer);

        api.MapPost("/requests", ProposeRequest.Handle).Named("propose-request").Allow(Role.Admin, Role.Sales, Role.Billing).Idempotent();
        api.MapPost("/requests/import", ImportRequests.Handle).Named("import-requests").Allow(Role.Admin, Role.Sales, Role.Billing).Idempotent();
        api.MapGet("/requests", ReadRequests.List).Named("list-requests").AllowEveryRole();
        api.MapGet("/requests/{id:guid}", ReadRequests.Get).Named("get-request").AllowEveryRole();
        api.MapPost("/requests/{id:guid}/approve", ApproveRequest.Handle).Named("approve-request").Allow(Role.Admin, Role.Billing).Idempotent();
        api.MapPost("/requests/{id:guid}/reject", RejectRequest.Handle).Named("reject-request").Allow(Role.Admin, Role.Billing).Idempotent();
        api.MapPost("/requests/{id:guid}/counter", CounterRequest.Handle).Named("counter-request").Allow(Role.Admin, Role.Billing).Idempotent();
        api.MapPost("/requests/{id:guid}/submit", SubmitRequest.Submit).Named("submit-request").Allow(Role.Admin, Role.Sales, Role.Billing).Idempotent();
        api.MapPost("/requests/{id:guid}/discard", SubmitRequest.Discard).Named("discard-request").Allow(Role.Admin, Role.Sales, Role.Billing).Idempotent();
        api.MapGet("/requests/{id:guid}/quote", QuoteRequest.Handle).Named("quote-request").Allow(Role.Admin, Role.Sales, Role.Billing);
        api.MapPost("/quotes", QuoteSale.Handle).Named("quote-sale").Allow(Role.Admin, Role.Sales, Role.Billing);
        api.MapPost("/order-quotes", QuoteOrder.Handle).Named("quote-order").Allow(Role.Admin, Role.Sales, Role.Billing);
        api.MapPost("/requests/{id:guid}/withdraw", WithdrawRequest.Handle).Named("withdraw-request").Allow(Role.Admin, Role.Sales, Role.Billing).Idempotent();

        api.MapGet("/subscriptions", ReadSubscriptions.List).Named("list-subscriptions").AllowEveryRole();
        api.MapGet("/subscriptions/{id:guid}", ReadSubscriptions.Get).Named("get-subscription").AllowEveryRole();
        api.MapGet("/subscriptions/{id:guid}/history", ReadSubscriptionHistory.Handle).Named("get-subscription-history").AllowEveryRole();
        api.MapPost("/subscriptions/{id:guid}/change-requests", ProposeChange.Handle).Named("propose-change").Allow(Role.Admin, Role.Sales, Role.Billing).Idempotent();
        api.MapPost("/subscriptions/{id:guid}/cancellation-requests", ProposeCancellation.Cancel)
            .Named("propose-cancellation").Allow(Role.Admin, Role.Sales, Role.Billing).Idempotent();
        api.MapPost("/subscriptions/{id:guid}/undo-requests", ProposeCancellation.Undo).Named("propose-undo").Allow(Role.Admin, Role.Sales, Role.Billing).Idempotent();
        api.MapPost("/subscriptions/{id:guid}/usage", RecordUsage.Handle).Named("record-usage").Allow(Role.Admin, Role.Billing, Role.Support).Idempotent();
        api.MapPost("/usage/import", ImportUsage.Handle).Named("import-usage").Allow(Role.Admin, Role.Billing, Role.Support).Idempotent();
        api.MapPost("/subscriptions/{id:guid}/suspend", SuspendSubscription.Suspend).Named("suspend-subscription").Allow(Role.Admin, Role.Billing).Idempotent();
        api.MapPost("/subscriptions/{id:guid}/resume", SuspendSubscription.Resume).Named("resume-subscription").Allow(Role.Admin, Role.Billing).Idempotent();

        api.MapListAudit().Named("list-billing-audit").Allow(Role.Admin);

        api.MapGet("/invoices", ReadInvoices.List).Named("list-invoices").AllowEveryRole();
        api.MapGet("/invoices/{id:guid}", ReadInvoices.Get).Named("get-invoice").AllowEveryRole();
        api.MapPost("/invoices/{id:guid}/payments", RecordPayment.Handle).Named("record-payment").Allow(Role.Admin, Role.Billing).AllowSuspended().Idempotent();
        api.MapPost("/payments/import", ImportPayments.Handle).Named("import-payments").Allow(Role.Admin, Role.Billing).AllowSuspended().Idempotent();
        api.MapPost("/invoices/{id:guid}/payments/{paymentId:guid}/reverse", ReversePayment.Handle).Named("reverse-payment").Allow(Role.Admin, Role.Billing).AllowSuspended().Idempotent();
        api.MapPost("/invoices/{id:guid}/pay", PayInvoice.Pay).Named("pay-invoice").Allow(Role.Admin, Role.Billing).AllowSuspended().Idempotent();
        api.MapPost("/invoices/{id:guid}/attempts/{attemptId:guid}/confirm", PayInvoice.Confirm).Named("confirm-payment").Allow(Role.Admin, Role.Billing).AllowSuspended().Idempotent();
        api.MapGet("/invoices/{id:guid}/html", ReadInvoiceDocument.Html).Named("get-invoice-html").AllowEveryRole();
        api.MapGet("/invoices/{id:guid}/pdf", ReadInvoiceDocument.Pdf).Named("get-invoice-pdf").AllowEveryRole();
        api.MapGet("/invoices/export", ExportInvoices.Handle).Named("export-invoices").AllowEveryRole();
        api.MapPost("/invoices/{id:guid}/credit-notes", CreditInvoice.Handle).Named("credit-invoice").Allow(Role.Admin, Role.Billing).Idempotent();
        api.MapGet("/credit-notes", ReadCreditNotes.List).Named("list-credit-notes").AllowEveryRole();
        api.MapGet("/credit-notes/{id:guid}", ReadCreditNotes.Get).Named("get-credit-note").AllowEveryRole();
        api.MapPut("/connections/{id:guid}/payment-method", SetCard.Set).Named("set-payment-method").Allow(Role.Admin, Role.Billing).AllowSuspended();
        api.MapDelete("/connections/{id:guid}/payment-method", SetCard.Remove).Named("remove-payment-method").Allow(Role.Admin, Role.Billing).AllowSuspended();

        api.MapGet("/tax-rates", ReadTaxRates.Handle).Named("get-tax-rates").AllowEveryRole();
        api.MapPut("/tax-rates", SetTaxRates.Handle).Named("set-tax-rates").Allow(Role.Admin, Role.Billing);

        api.MapGet("/margins", ReadMargins.List).Named("list-margins").Allow(Role.Admin, Role.Billing, Role.Sales);
        api.MapGet("/margins/totals", ReadMargins.Totals).Named("get-margin-totals").Allow(Role.Admin, Role.Billing, Role.Sales);
        api.MapGet("/ledger", ReadLedger.List).Named("list-ledger-entries").Allow(Role.Admin, Role.Billing);

        api.MapGet("/bill-runs", ReadBillRuns.List).Named("list-bill-runs").Allow(Role.Admin, Role.Billing);
        api.MapGet("/bill-runs/{id:guid}", ReadBillRuns.Get).Named("get-bill-run").Allow(Role.Admin, Role.Billing);
        api.MapPost("/bill-runs/preview", PreviewBillRun.Handle).Named("preview-bill-run").Allow(Role.Admin, Role.Billing);
        api.MapPost("/connections/{id:guid}/bill", BillConnectionNow.Handle).Named("bill-connection").Allow(Role.Admin, Role.Billing).Idempotent();

        api.MapGet("/connections/{id:guid}/plan", ReadPlan.Handle).Named("get-plan").AllowEveryRole();
    }

    /// <summary>What operations share.</summary>
    public static void AddBilling(this IServiceCollection services)
    {
        services.RefuseDuplicates(GrantProducts.OneGrantIndex, GrantProducts.AlreadyGranted);
        services.AddScoped<SupplyReader>();
        services.AddScoped<PriceResolver>();
        services.AddScoped<PriceBookWriter>();
        services.AddScoped<UsageTallies>();
        services.AddScoped<RequestSubmission>();
        services.AddScoped<RequestPreparation>();
        services.AddScoped<ProposalKeeping>();
        services.AddScoped<RequestActivation>();
        services.AddScoped<RequestMails>();
        services.AddScoped<DecideRequest>();
        services.AddScoped<SubscriptionCreation>();
        services.AddScoped<ChangeTerms>();
        services.AddScoped<CancelSubscription>();
        services.AddScoped<EndSubscription>();
        services.AddScoped<ScheduleCancellation>();
        services.AddScoped<UndoCancellation>();
        services.AddScoped<EdgeChanges>();
        services.AddScoped<AgreedChanges>();
        services.AddScoped<AgreedPrice>();
        services.AddScoped<EdgeCurrencies>();
        services.AddScoped<PartialUpgrade>();
        services.AddScoped<SubscriptionHistory>();
        services.AddScoped<Quoting>();
        services.AddScoped<QuoteTokens>();
        services.AddAudit();
        services.RefuseDuplicates(BillingDb.UndecidedChangeIndex, ChangeRules.AlreadyUndecided);
        services.RefuseDuplicates(BillingDb.ScheduledChangeIndex, ChangeRules.AlreadyScheduled);
        services.RefuseDuplicates(OrderMapping.LivePlanIndex, PlanRules.AlreadySubscribed);
        services.AddScoped<OrderIntake>();
        services.AddScoped<OrderLineProposals>();
        services.AddScoped<OrderPlanning>();
        services.AddScoped<ReserveOrder>();
        services.AddScoped<AcceptOrder>();
        services.AddScoped<ActivateOrder>();
        services.AddScoped<WithdrawOrder>();
        services.AddScoped<OrderAnswers>();
        services.AddScoped<FirstUse>();
        services.AddScoped<UsageReports>();
        services.AddScoped<IssueInvoice>();
        services.AddScoped<DueEdges>();
        services.AddScoped<BillDueEdges>();
        services.AddScoped<BillRunRecord>();
        services.AddScoped<IssueCreditNote>();
        services.AddScoped<CreditLimits>();
        services.AddScoped<CreditBalances>();
        services.AddSingleton<PdfPrinter>();
        services.AddScoped<Settlement>();
        services.AddScoped<CardCharge>();
        services.AddSingleton<IPaymentProvider, TestPaymentProvider>();
        services.AddScoped<DocumentNumbers>();
        services.AddScoped<TaxReader>();
        services.AddScoped<MarginReader>();
    }
}
