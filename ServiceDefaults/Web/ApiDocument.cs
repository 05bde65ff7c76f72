using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;
using Primitives;

namespace ServiceDefaults.Web;

/// <summary>
/// The service's OpenAPI 3.1 document, told by the routes themselves: written to obj/ when the service is built, for the gateway to merge. A running service
/// serves it, at <c>/openapi/v1.json</c>, only where <c>ApiDocument:Served</c> is true: what it is made with takes memory for good.
/// </summary>
internal static class ApiDocument
{
    public const string SecurityScheme = "accessToken";

    private const string DocumentName = "v1";

    /// <summary>Whether the program runs only to be asked for its document.</summary>
    public static bool IsDocumentBuild => Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    public static void AddApiDocument(this WebApplicationBuilder builder, string service)
    {
        if (IsDocumentBuild || IsServed(builder.Configuration))
        {
            Add(builder.Services, service);
        }
    }

    public static void MapApiDocument(this WebApplication app)
    {
        if (IsServed(app.Configuration))
        {
            Map(app);
        }
    }

    private static bool IsServed(IConfiguration configuration) => configuration.GetValue("ApiDocument:Served", defaultValue: false);

    // Methods of their own, because a method's assemblies are loaded when it is compiled.
    private static void Add(IServiceCollection services, string service) =>
        services.AddOpenApi(DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = type => type.Type == typeof(Money) ? nameof(Money) : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
            options.AddDocumentTransformer((document, _, _) =>
            {
                Introduce(document, service);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                OperationDocument.Describe(operation, context, service);
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer((schema, context, _) =>
            {
                ApiSchemas.Describe(schema, context.JsonTypeInfo);
                return Task.CompletedTask;
            });
        });

    private static void Map(WebApplication app) =>
        app.MapOpenApi("/openapi/{documentName}.json")
            .WithMetadata(RouteAccess.Anonymous("Describes the routes; holds no data."))
            .WithName("openapi");

    /// <summary>The build runs the program to ask it for its document. It must not begin to work then: there is no database and no bus.</summary>
    public static void LeaveWorkersOutOfDocumentBuild(this WebApplicationBuilder builder)
    {
        if (IsDocumentBuild)
        {
            // Runs when the container is built, after everybody has registered theirs. The web host itself is what maps the routes.
            builder.Host.ConfigureContainer<IServiceCollection>(services =>
            {
                foreach (var worker in services.Where(service => service.ServiceType == typeof(IHostedService) && !IsWebHost(service)).ToList())
                {
                    services.Remove(worker);
                }
            });
        }

        static bool IsWebHost(ServiceDescriptor service) => service.ImplementationType?.Assembly == typeof(WebApplication).Assembly
            || service.ImplementationType?.Namespace?.StartsWith("Microsoft.AspNetCore.Hosting", StringComparison.Ordinal) == true;
    }

    private static void Introduce(OpenApiDocument document, string service)
    {
        document.Info = new OpenApiInfo { Title = service, Version = DocumentName };
        document.Servers = [];
        document.Tags = new HashSet<OpenApiTag> { new() { Name = service } };
        document.AddComponent(SecurityScheme, (IOpenApiSecurityScheme)new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "An access token of the platform; it names the person, the organisation it acts for, and its role there.",
        });
    }
}
