using System.Net;
using Testing;
using static Story.Api;

namespace Story;

/// <summary>The people of one story, who live in a sandbox realm of its own, and how they come into it.</summary>
public sealed class Cast(RunningSystem system)
{
    private readonly Dictionary<string, string> _passwords = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Tells two runs of the story apart in the shared inbox.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("n")[..8];

    /// <summary>The slug of the story's realm.</summary>
    public string Realm { get; private set; } = "";

    public Guid RealmId { get; private set; }

    public string EmailOf(string person) => $"{person.ToLowerInvariant()}.{Run}@story.example";

    /// <summary>What was mailed to everybody.</summary>
    public MailInbox Mail => system.Mail;

    /// <summary>Somebody without a token.</summary>
    public StoryClient Stranger(string who) => new(system.CreateClient(), who);

    /// <summary>The live operator makes the sandbox; the sandbox's own operator is who is returned.</summary>
    public async Task<StoryClient> OpenRealmAsync()
    {
        var live = await SignInAsync("live operator", system.Facts.Operator.Email, system.Facts.Operator.Password, "live");
        var password = NewPassword();
        var realm = (await live.PostAsync($"{Orgs}/realms", new
        {
            name = $"Story {Run}",
            operatorName = "Operator",
            operatorEmail = EmailOf("operator"),
            operatorPassword = password,
        })).Expect(HttpStatusCode.Created);
        Realm = realm.Text("slug");
        RealmId = Guid.Parse(realm.Text("id"));
        return await SignInAsync("operator", EmailOf("operator"), password, Realm);
    }

    /// <summary>Follows the link in the mail, as the person would, and signs in with a password of its own.</summary>
    public async Task<StoryClient> AcceptInvitationAsync(string who, string email)
    {
        var mail = await system.Mail.WaitAsync(email, "accept");
        var invitation = mail.Link().AbsolutePath;
        var stranger = Stranger(who);
        (await stranger.GetAsync(invitation)).Expect(HttpStatusCode.OK);
        var password = NewPassword();
        (await stranger.PostAsync($"{invitation}/accept", new { password })).Expect(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NoContent);
        (await stranger.PostAsync($"{invitation}/accept", new { password })).Expect(HttpStatusCode.NotFound, HttpStatusCode.Conflict, HttpStatusCode.Gone);
        _passwords[email] = password;
        return await SignInAsync(who, email, password, Realm);
    }

    /// <summary>One more session of somebody who came by an invitation.</summary>
    public Task<StoryClient> SignInAgainAsync(string who, string person) => SignInAsync(who, EmailOf(person), _passwords[EmailOf(person)], Realm);

    /// <summary>The same e-mail address and password at the address of a shop.</summary>
    public Task<Answer> SignInAtAsync(string address, string person) => Stranger(person).PostAsync(
        $"{Orgs}/sign-in", new { email = EmailOf(person), password = _passwords.GetValueOrDefault(EmailOf(person), "no password of anybody's"), shop = address });

    public async Task<StoryClient> SignInAsync(string who, string email, string password, string realm)
    {
        var client = Stranger(who);
        var session = (await client.PostAsync($"{Orgs}/sign-in", new { email, password, realm })).Expect(HttpStatusCode.OK);
        return client.SignedIn(session.Text("accessToken"));
    }

    /// <summary>The same person, acting for another organisation.</summary>
    public async Task<StoryClient> ActForAsync(StoryClient person, string who, Guid organizationId)
    {
        var session = (await person.PostAsync($"{Orgs}/switch-organization", new { organizationId })).Expect(HttpStatusCode.OK);
        return Stranger(who).SignedIn(session.Text("accessToken"));
    }

    private static string NewPassword() => $"{Guid.NewGuid():N}-Aa1!";
}
