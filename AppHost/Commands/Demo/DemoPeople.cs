using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AppHost.Installation;

namespace AppHost.Commands.Demo;

/// <summary>The people of the demo who have a password. They come in as everybody does: by the link that was mailed to them.</summary>
internal sealed class DemoPeople(LocalInstallation installation)
{
    private readonly string _password = installation.SecretOf("demo-password");
    private readonly List<DemoPerson> _known = [];

    public string Password => _password;

    /// <summary>In the order in which they are worth trying.</summary>
    public IReadOnlyList<DemoPerson> Known => _known;

    public void Add(string email, string realm, string who)
    {
        lock (_known)
            _known.Add(new DemoPerson(email, _password, realm, who));
    }

    /// <summary>Follows the newest link that was mailed to the person, sets the demo's password and signs in.</summary>
    public async Task<AcceptedPerson> AcceptAsync(string email, string realm, CancellationToken cancellationToken)
    {
        using var inbox = new HttpClient { BaseAddress = new Uri(installation.AddressOf("mail")) };
        using var stranger = GatewayApi.Anonymous(installation);
        var accepted = await Eventually.ValueAsync(
            async token =>
            {
                var mails = JsonNode.Parse(await inbox.GetStringAsync("/email", token))!.AsArray();
                var mine = mails.LastOrDefault(mail => mail!["to"]!.AsArray().Any(to => (string?)to!["address"] == email));
                var link = Regex.Match((string?)mine?["text"] ?? "", @"https?://\S+/invitations/\S+", RegexOptions.NonBacktracking);
                return link.Success ? await stranger.PostAsync($"{new Uri(link.Value).AbsolutePath}/accept", new { password = _password }, token) : null;
            },
            cancellationToken);
        return new AcceptedPerson((Guid)accepted["personId"]!, await GatewayApi.SignInAsync(installation, email, _password, realm, cancellationToken));
    }
}

internal sealed record AcceptedPerson(Guid Id, GatewayApi Api);
