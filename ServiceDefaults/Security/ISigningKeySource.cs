using Microsoft.IdentityModel.Tokens;

namespace ServiceDefaults.Security;

/// <summary>Where the public keys of tokens come from: Orgs has them in its own database, everybody else asks Orgs.</summary>
public interface ISigningKeySource
{
    /// <summary>The key that a token names, or null if its issuer does not (or no longer) publish it.</summary>
    /// <param name="keyId">The token's <c>kid</c>.</param>
    ValueTask<SecurityKey?> Find(string keyId, CancellationToken cancellationToken);
}
