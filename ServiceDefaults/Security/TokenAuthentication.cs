using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ServiceDefaults.Security;

/// <summary>Accepts the platform's own access tokens, and no others.</summary>
public static class TokenAuthentication
{
    /// <summary>
    /// Configuration: <c>Auth:Issuer</c> (exactly the tokens' <c>iss</c>) and <c>Auth:Metadata</c> (address of the discovery document; where there
    /// is an <see cref="ISigningKeySource"/> of the service's own, it is not needed).
    /// </summary>
    public static IServiceCollection AddTokenAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISigningKeySource, PublishedSigningKeys>();
        services.AddHttpClient(PublishedSigningKeys.ClientName);
        services.AddSingleton(provider => new TokenValidation(
            provider.GetRequiredService<ISigningKeySource>(),
            configuration["Auth:Issuer"] ?? "",
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>From here on <see cref="Caller.Of"/> knows who calls. It refuses nobody: that is up to what follows.</summary>
    public static IApplicationBuilder UseTokenAuthentication(this IApplicationBuilder app) => app.UseMiddleware<CallerAuthentication>();
}
