using Microsoft.AspNetCore.OpenApi;
using ServiceDefaults.Audit;
using ServiceDefaults.Web;
using Storefront.Api;
using Storefront.Api.Mails;
using Storefront.Api.Orders;
using Storefront.Api.Plans;
using Storefront.Api.Shops;
using Storefront.Api.Storage;
using Storefront.Api.Subscriptions;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults<StorefrontDb>("storefront", StorefrontMessaging.Configure);
builder.Services.AddAudit();
builder.Services.AddCatalogueRules();
builder.Services.AddMails();
builder.Services.AddOrders();
builder.Services.AddSelfService();
builder.Services.AddScoped<GivenPlans>();
builder.Services.AddShops();
builder.Services.ConfigureAll<OpenApiOptions>(document => document.AddSchemaTransformer(ShownPriceSchema.Describe));

var app = builder.Build();
if (await app.MigrateAndEndAsync(args))
{
    return;
}

app.UseServiceDefaults();
app.MapStorefront();
app.Run();
