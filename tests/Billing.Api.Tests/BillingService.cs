using Billing.Api.Tests;
using Testing;

[assembly: AssemblyFixture(typeof(BillingService))]

namespace Billing.Api.Tests;

/// <summary>The service, once for all tests; each test works in a realm of its own.</summary>
public sealed class BillingService : IAsyncLifetime
{
    private ServiceUnderTest<Program>? _service;

    public ServiceUnderTest<Program> Service => _service ?? throw new InvalidOperationException("The service has not started.");

    public async ValueTask InitializeAsync() => _service = await ServiceUnderTest<Program>.StartAsync("billing");

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }
    }
}
