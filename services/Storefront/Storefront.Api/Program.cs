using ServiceDefaults.Web;
using Storefront.Api;
using Storefront.Api.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults<StorefrontDb>("storefront", StorefrontMessaging.Configure);
builder.Services.AddCatalogueRules();

var app = builder.Build();
if (await app.MigrateAndEndAsync(args))
{
    return;
}

app.UseServiceDefaults();
app.MapStorefront();
app.Run();
