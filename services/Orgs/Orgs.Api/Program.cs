using Orgs.Api;
using Orgs.Api.Realms;
using Orgs.Api.Storage;
using ServiceDefaults.Web;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults<OrgsDb>("orgs", OrgsMessaging.Configure);
builder.Services.AddOrgs();
var app = builder.Build();
if (await app.MigrateAndEndAsync(args, LiveRealm.FoundAsync))
{
    return;
}

app.UseServiceDefaults();
app.MapOrgs();
app.Run();
