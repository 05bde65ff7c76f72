using Billing.Api;
using Billing.Api.Storage;
using ServiceDefaults.Web;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults<BillingDb>("billing", BillingMessaging.Configure);
builder.Services.AddBilling();
var app = builder.Build();
if (await app.MigrateAndEndAsync(args))
{
    return;
}

app.UseServiceDefaults();
app.MapBilling();
app.Run();
