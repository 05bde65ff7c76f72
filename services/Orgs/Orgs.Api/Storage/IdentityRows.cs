using ServiceDefaults.Storage;

namespace Orgs.Api.Storage;

/// <summary>A sign-in that refresh tokens keep alive. All its times are on the wall clock.</summary>
public sealed class Session : IRealmRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>What the person acts for; the next refresh issues a token for it.</summary>
    public required Guid OrganizationId { get; set; }

    /// <summary>The <c>sid</c> of access tokens. Replaced to kill those that are out (a changed role, a suspended organisation) while the session goes on.</summary>
    public required Guid AccessId { get; set; }

    /// <summary>The public half of every refresh token of the session; it is in no access token.</summary>
    public required byte[] Handle { get; init; }

    /// <summary>Makes the successor of a refresh token from it, so that a repeated refresh gets the same one though only hashes are stored.</summary>
    public required byte[] RotationKey { get; init; }

    public required byte[] TokenHash { get; set; }
    public byte[]? PreviousTokenHash { get; set; }
    public required DateTimeOffset RotatedAt { get; set; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset EndsAt { get; set; }

    /// <summary>Why it ended early: <c>signed_out</c>, <c>revoked</c>, <c>token_reused</c>, <c>password_changed</c>, <c>no_membership</c>.</summary>
    public string? EndReason { get; set; }

    public string? UserAgent { get; init; }
    public string? IpAddress { get; init; }
}

/// <summary>Failed sign-ins of an e-mail address, whether anybody has it or not.</summary>
public sealed class SignInFailure : IRealmRow
{
    public required Guid RealmId { get; init; }
    public required string Email { get; init; }
    public int Count { get; set; }
    public DateTimeOffset LastAt { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }
}

/// <summary>A mailed link that sets a new password, once.</summary>
public sealed class PasswordReset : IRealmRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid PersonId { get; init; }
    public required byte[] TokenHash { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>A key that signs, or has signed, access tokens of the whole installation.</summary>
public sealed class SigningKey
{
    /// <summary>The tokens' <c>kid</c>.</summary>
    public required string Id { get; init; }

    /// <summary>PKCS#8, encrypted when the installation has a key for that.</summary>
    public required byte[] PrivateKey { get; init; }

    /// <summary>A little after it was made, so that every replica publishes it before any signs with it.</summary>
    public required DateTimeOffset SignsFrom { get; init; }

    /// <summary>Set once a successor is there: when the last token it signed has expired.</summary>
    public DateTimeOffset? PublishedUntil { get; set; }
}
