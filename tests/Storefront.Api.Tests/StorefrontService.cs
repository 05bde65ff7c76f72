using Storefront.Api.Tests;
using Testing;

[assembly: AssemblyFixture(typeof(StorefrontService))]

namespace Storefront.Api.Tests;

/// <summary>The service, once for all tests; each test works in a realm of its own.</summary>
public sealed class StorefrontService : IAsyncLifetime
{
    private ServiceUnderTest<Program>? _service;

    public ServiceUnderTest<Program> Service => _service ?? throw new InvalidOperationException("The service has not started.");

    public async ValueTask InitializeAsync() => _service = await ServiceUnderTest<Program>.StartAsync("storefront");

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }
    }
}
