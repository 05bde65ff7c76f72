using ServiceDefaults.Web;
using Tickets.Api;
using Tickets.Api.Reassignments;
using Tickets.Api.Storage;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults<TicketsDb>("tickets", TicketsMessaging.Configure);
builder.Services.RefuseDuplicates("pk_reassignment_decision", ReassignmentOffers.AnsweredMeanwhile);

var app = builder.Build();
if (await app.MigrateAndEndAsync(args))
{
    return;
}

app.UseServiceDefaults();
app.MapTickets();
app.Run();
