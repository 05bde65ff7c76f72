using Microsoft.AspNetCore.Authentication.JwtBearer;
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
        // Not AddAuthentication: that reads and writes data protection keys at start, which only cookies need.
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = JwtBearerDefaults.AuthenticationScheme;
            options.AddScheme<JwtBearerHandler>(JwtBearerDefaults.AuthenticationScheme, displayName: null);
        });
        services.AddWebEncoders();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<TokenValidation>((options, validation) =>
        {
            options.MapInboundClaims = false;
            options.SaveToken = false;
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(validation);
        });
        return services;
    }
}
