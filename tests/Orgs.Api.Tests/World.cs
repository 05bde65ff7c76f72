using System.Collections.Concurrent;
using System.Text.Json;
using Testing;

namespace Orgs.Api.Tests;

/// <summary>One sandbox realm, and how tests make organisations and people in it: through the API, as people do.</summary>
public sealed class World(OrgsService service, string realm, string realmId)
{
    /// <summary>Mails stay in the inbox: the links that were used already are not the ones a test waits for.</summary>
    private static readonly ConcurrentDictionary<string, bool> UsedTokens = new(StringComparer.Ordinal);

    public OrgsService Service => service;
    public string Realm => realm;
    public string RealmId => realmId;

    /// <summary>The sandbox operator's super admin.</summary>
    public Client Operator { get; set; } = null!;

    public Task<Client> SignInAsync(string email, string? organizationId = null, string password = Names.Password) =>
        service.Anonymous().SignInAsync(email, password, realm, organizationId);

    /// <summary>What a creator sends; <paramref name="change"/> makes it wrong, or different.</summary>
    public static Dictionary<string, object?> NewOrganization(string kind, string email, Action<Dictionary<string, object?>>? change = null)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = Names.Unique(kind),
            ["kind"] = kind,
            ["superAdmin"] = new { name = "Anna Admin", email },
            ["accountsPayableEmail"] = "payable@example.test",
            ["trialDays"] = 14,
        };
        change?.Invoke(body);
        return body;
    }

    /// <summary>A child of the creator's organisation whose super admin has accepted and signed in.</summary>
    public async Task<Child> CreateAsync(Client creator, string kind, Action<Dictionary<string, object?>>? change = null)
    {
        var email = Names.Email("admin");
        var created = await creator.PostAsync("organizations", NewOrganization(kind, email, change), 201);
        await AcceptAsync(email);
        return new Child(created.GetProperty("organization"), created.GetProperty("connection"), await SignInAsync(email), email);
    }

    public Task<Child> PartnerAsync() => CreateAsync(Operator, "partner");

    /// <summary>Somebody new in the admin's organisation, invited, accepted and signed in.</summary>
    public async Task<Client> MemberAsync(Client admin, string role, string? email = null)
    {
        email ??= Names.Email(role);
        await admin.PostAsync("members", new { email, name = $"Some {role}", role }, 201);
        await AcceptAsync(email);
        return await SignInAsync(email);
    }

    /// <summary>Moves the realm's clock and waits until all work that fell due is done.</summary>
    public async Task AdvanceAsync(string by)
    {
        using var started = await Operator.RawAsync(HttpMethod.Post, $"realms/{realmId}/advance-clock", new { by });
        Assert.Equal(202, (int)started.StatusCode);
        await Eventually.Async(
            async () =>
            {
                using var job = await Operator.RawAsync(HttpMethod.Get, started.Headers.Location!.ToString(), body: null);
                return JsonElement.Parse(await job.Content.ReadAsStringAsync()).Text("status") == "done";
            },
            because: "the clock job should be done");
    }

    public async Task AcceptAsync(string email)
    {
        var token = await InvitationTokenAsync(email);
        await service.Anonymous().PostAsync($"invitations/{token}/accept", new { password = Names.Password });
        UsedTokens.TryAdd(token, true);
    }

    /// <param name="otherThan">The token of a mail that came before.</param>
    public Task<string> InvitationTokenAsync(string email, string? otherThan = null) => MailedTokenAsync(email, "/invitations/", otherThan);

    public Task<string> PasswordResetTokenAsync(string email) => MailedTokenAsync(email, "/password-resets/", otherThan: null);

    private static async Task<string> MailedTokenAsync(string email, string path, string? otherThan)
    {
        using var inbox = await Servers.MailAsync();
        return await Eventually.ValueAsync(
            async () => (await inbox.ToAsync(email)).Where(mail => mail.Contains(path)).Select(mail => mail.Link().Segments[^1]).LastOrDefault(token => token != otherThan && !UsedTokens.ContainsKey(token)),
            because: $"a link should be mailed to {email}");
    }
}

/// <param name="Organization">As its creator saw it; the connection likewise.</param>
/// <param name="Admin">Its super admin.</param>
public sealed record Child(JsonElement Organization, JsonElement Connection, Client Admin, string AdminEmail)
{
    public string Id => Organization.GetProperty("id").GetString()!;

    public string ConnectionId => Connection.GetProperty("id").GetString()!;

    public string Namespace => Organization.GetProperty("namespace").GetString()!;
}
