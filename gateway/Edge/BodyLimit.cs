namespace Gateway.Edge;

/// <summary>
/// The largest request body of any route, <c>Limits:BodyBytes</c> (each service holds its routes to less). One that says it is larger is refused before any of it is read; one that doesn't say (chunked) is
/// cut off by the server at the same limit, and <see cref="Routes.ForwardingFailures"/> tells the client.
/// </summary>
public static class BodyLimit
{
    private const long Default = 10 * 1024 * 1024;

    public static void AddBodyLimit(this WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = Bytes(builder.Configuration));

    public static void UseBodyLimit(this WebApplication app)
    {
        var bytes = Bytes(app.Configuration);
        app.Use((context, next) => context.Request.ContentLength > bytes
            ? GatewayProblems.WriteAsync(context, GatewayProblems.TooLarge)
            : next(context));
    }

    private static long Bytes(IConfiguration configuration) => configuration.GetValue("Limits:BodyBytes", Default);
}
