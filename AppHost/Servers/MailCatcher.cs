using AppHost.Installation;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace AppHost.Servers;

/// <summary>Takes every mail the services send and shows it in a web inbox; nothing leaves the machine. The connection string is its smtp:// address.</summary>
internal sealed class MailCatcher(string name)
    : ExecutableResource(name, Repository.PathOf("scripts/servers/mail"), Repository.Root), IResourceWithConnectionString
{
    public EndpointReference Smtp => field ??= new EndpointReference(this, "smtp");

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"smtp://127.0.0.1:{Smtp.Property(EndpointProperty.Port)}");
}

internal static class MailCatcherExtensions
{
    public static IResourceBuilder<MailCatcher> AddMailCatcher(this IDistributedApplicationBuilder builder, string name, LocalInstallation installation)
    {
        var (smtp, web) = (installation.PortOf($"{name}-smtp"), installation.PortOf(name));
        return builder.AddResource(new MailCatcher(name))
            .WithHttpEndpoint(port: web, targetPort: web, name: "http", env: "MAIL_WEB_PORT", isProxied: false)
            .WithEndpoint(port: smtp, targetPort: smtp, scheme: "smtp", name: "smtp", env: "MAIL_SMTP_PORT", isProxied: false)
            .WithEnvironment("MAIL_DATA", installation.DataOf(name))
            .WithUrlForEndpoint("http", url => url.DisplayText = "Inbox")
            .WithHttpHealthCheck("/healthz", endpointName: "http")
            .WithIconName("Mail");
    }
}
