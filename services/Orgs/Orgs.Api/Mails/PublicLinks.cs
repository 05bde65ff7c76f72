namespace Orgs.Api.Mails;

/// <summary>
/// The addresses in mails. <c>Public:InvitationUrl</c> and <c>Public:PasswordResetUrl</c> name a frontend's pages, with <c>{token}</c> in them;
/// without them the links lead to the API under <c>Public:BaseUrl</c>.
/// </summary>
internal sealed class PublicLinks(IConfiguration configuration)
{
    private const string Token = "{token}";

    public string Invitation(string secret) => Of("Public:InvitationUrl", "/invitations/{token}", secret);

    public string PasswordReset(string secret) => Of("Public:PasswordResetUrl", "/password-resets/{token}", secret);

    private string Of(string setting, string path, string secret) =>
        (configuration[setting] ?? $"{Base()}{OrgsEndpoints.Root}{path}").Replace(Token, secret);

    private string Base() =>
        (configuration["Public:BaseUrl"] ?? configuration["Auth:Issuer"] ?? throw new InvalidOperationException("Public:BaseUrl, the public address, is not configured."))
        .TrimEnd('/');
}
