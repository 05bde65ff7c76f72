using AppHost.Installation;
using Aspire.Hosting;

namespace AppHost;

// Where the projects are. Written by hand, because the classes that the Aspire SDK generates exist only where its packages can be restored.
// None is built when it starts: the reference in AppHost.csproj has built it together with the AppHost.

internal sealed class OrgsProject : IProjectMetadata
{
    public string ProjectPath => Repository.PathOf("services/Orgs/Orgs.Api/Orgs.Api.csproj");
    public bool SuppressBuild => true;
}

internal sealed class BillingProject : IProjectMetadata
{
    public string ProjectPath => Repository.PathOf("services/Billing/Billing.Api/Billing.Api.csproj");
    public bool SuppressBuild => true;
}

internal sealed class TicketsProject : IProjectMetadata
{
    public string ProjectPath => Repository.PathOf("services/Tickets/Tickets.Api/Tickets.Api.csproj");
    public bool SuppressBuild => true;
}

internal sealed class StorefrontProject : IProjectMetadata
{
    public string ProjectPath => Repository.PathOf("services/Storefront/Storefront.Api/Storefront.Api.csproj");
    public bool SuppressBuild => true;
}

internal sealed class GatewayProject : IProjectMetadata
{
    public string ProjectPath => Repository.PathOf("gateway/Gateway.csproj");
    public bool SuppressBuild => true;
}
