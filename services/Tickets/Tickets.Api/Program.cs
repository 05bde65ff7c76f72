using ServiceDefaults.Web;
using Tickets.Api;
using Tickets.Api.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults<TicketsDb>("tickets", TicketsMessaging.Configure);

var app = builder.Build();
if (await app.MigrateAndEndAsync(args))
{
    return;
}

app.UseServiceDefaults();
app.MapTickets();
app.Run();
