using Gateway.Docs;
using Gateway.Edge;
using Gateway.OpenApi;
using Gateway.RateLimits;
using Gateway.Routes;
using ServiceDefaults.Security;

if (MergeCommand.Run(args) is { } exitCode)
    return exitCode;

// The settings beside the program count, from whichever folder it is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddGatewayDefaults();
builder.AddBrowserOrigins();
builder.AddRateLimits();
builder.AddDocs();
builder.AddServiceRoutes();

var app = builder.Build();
app.UseGatewayDefaults();
app.UseBrowserOrigins();
app.UseTokenAuthentication();
app.UseRateLimits();
app.Use(Access.Require);
app.MapDocs();
app.MapServiceRoutes();
app.Run();
return 0;
