namespace Orgs.Api.Tests;

public sealed class InvitationTests(OrgsService service)
{
    [Fact]
    [Trait("Checklist", "O7")]
    public async Task Accept_MailedLink_SaysWhatItIsAndWorksOnce()
    {
        var world = await service.SandboxAsync();
        var email = Names.Email("anna");
        var created = await world.Operator.PostAsync("organizations", World.NewOrganization("partner", email), 201);
        var token = await world.InvitationTokenAsync(email);

        var offered = await service.Anonymous().GetAsync($"invitations/{token}");
        Assert.Equal(created.GetProperty("organization").Text("name"), offered.Text("organizationName"));
        Assert.Equal(email, offered.Text("email"));
        Assert.Equal("superAdmin", offered.Text("role"));
        Assert.False(offered.GetProperty("hasAccount").GetBoolean());
        Assert.Equal(world.Realm, offered.Text("realm"));

        var accepted = await service.Anonymous().PostAsync($"invitations/{token}/accept", new { name = "Anna Able", password = Names.Password });

        Assert.Equal(created.GetProperty("organization").Text("id"), accepted.Text("organizationId"));
        Assert.Equal("Anna Able", (await world.SignInAsync(email)).Tokens.GetProperty("person").Text("name"));
        await service.Anonymous().GetAsync($"invitations/{token}", 404);
        Assert.Equal(
            "invitation_accept_not_allowed", await service.Anonymous().RefusedPostAsync($"invitations/{token}/accept", new { password = Names.Password }, 409));
    }

    [Fact]
    public async Task Accept_TwiceAtOnce_OneWins()
    {
        var world = await service.SandboxAsync();
        var email = Names.Email("anna");
        await world.Operator.PostAsync("organizations", World.NewOrganization("partner", email), 201);
        var token = await world.InvitationTokenAsync(email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.Anonymous().RawAsync(
            HttpMethod.Post, $"invitations/{token}/accept", new { password = Names.Password })));

        Assert.Equal([200, 409, 409, 409], answers.Select(answer => (int)answer.StatusCode).Order());
        Assert.Single((await (await world.SignInAsync(email)).GetAsync("members")).Items());
    }

    [Fact]
    public async Task Accept_Expired_IsRefused()
    {
        var world = await service.SandboxAsync();
        var email = Names.Email("anna");
        await world.Operator.PostAsync("organizations", World.NewOrganization("partner", email), 201);
        var token = await world.InvitationTokenAsync(email);
        await using var age = service.Database.CreateCommand($"UPDATE invitations SET expires_at = now() WHERE email = '{email}'");
        Assert.Equal(1, await age.ExecuteNonQueryAsync());

        Assert.Equal("invitation_expired", await service.Anonymous().RefusedPostAsync($"invitations/{token}/accept", new { password = Names.Password }, 409));
        await service.Anonymous().GetAsync($"invitations/{token}", 404);
    }

    [Fact]
    public async Task Accept_WeakPassword_IsRefusedAndLeavesItOpen()
    {
        var world = await service.SandboxAsync();
        var email = Names.Email("anna");
        await world.Operator.PostAsync("organizations", World.NewOrganization("partner", email), 201);
        var token = await world.InvitationTokenAsync(email);

        Assert.Equal("password_length", await service.Anonymous().RefusedPostAsync($"invitations/{token}/accept", new { password = "short" }, 400));

        await service.Anonymous().PostAsync($"invitations/{token}/accept", new { password = Names.Password });
    }

    [Fact]
    public async Task Accept_MadeUpToken_IsNotFound() =>
        Assert.Equal("not_found", await service.Anonymous().RefusedPostAsync("invitations/made-up/accept", new { password = Names.Password }, 404));

    [Fact]
    [Trait("Checklist", "O17")]
    public async Task Accept_AddressWithAnAccount_NeedsThatAccountsPassword()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        await customer.Admin.PostAsync("members", new { email = partner.AdminEmail, name = "Anna", role = "admin" }, 201);
        var token = await world.InvitationTokenAsync(partner.AdminEmail);
        Assert.True((await service.Anonymous().GetAsync($"invitations/{token}")).GetProperty("hasAccount").GetBoolean());

        Assert.Equal("sign_in_failed", await service.Anonymous().RefusedPostAsync($"invitations/{token}/accept", new { password = "another password" }, 401));
        var accepted = await service.Anonymous().PostAsync($"invitations/{token}/accept", new { password = Names.Password });

        Assert.Equal(partner.Admin.PersonId, accepted.Text("personId"));
        await partner.Admin.PostAsync("switch-organization", new { organizationId = customer.Id });
    }

    [Fact]
    public async Task Resend_Invitation_ReplacesTheLink()
    {
        var world = await service.SandboxAsync();
        var email = Names.Email("anna");
        var created = await world.Operator.PostAsync("organizations", World.NewOrganization("partner", email), 201);
        var first = await world.InvitationTokenAsync(email);

        await world.Operator.PostAsync($"invitations/{created.Text("invitationId")}/resend");
        var second = await world.InvitationTokenAsync(email, otherThan: first);

        await service.Anonymous().RefusedPostAsync($"invitations/{first}/accept", new { password = Names.Password }, 404);
        await service.Anonymous().PostAsync($"invitations/{second}/accept", new { password = Names.Password });
        Assert.Equal("invitation_resend_not_allowed", await world.Operator.RefusedPostAsync($"invitations/{created.Text("invitationId")}/resend", null, 409));
    }

    [Fact]
    public async Task Withdraw_Invitation_ClosesTheLink()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var email = Names.Email("anna");
        var invitation = (await partner.Admin.PostAsync("members", new { email, name = "Anna", role = "viewer" }, 201)).GetProperty("invitation");
        Assert.Equal("already_invited", await partner.Admin.RefusedPostAsync("members", new { email, name = "Anna", role = "viewer" }, 409));
        var token = await world.InvitationTokenAsync(email);

        Assert.Equal("withdrawn", (await partner.Admin.PostAsync($"invitations/{invitation.Text("id")}/withdraw")).Text("status"));

        Assert.Equal(
            "invitation_accept_not_allowed", await service.Anonymous().RefusedPostAsync($"invitations/{token}/accept", new { password = Names.Password }, 409));
        Assert.Empty((await partner.Admin.GetAsync("invitations?status=open")).Items());
    }

    [Fact]
    public async Task Invitation_OfAnotherOrganization_IsNotFound()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var other = await world.PartnerAsync();
        var invitation = (await partner.Admin.PostAsync("members", new { email = Names.Email("anna"), name = "Anna", role = "viewer" }, 201)).GetProperty("invitation");

        await other.Admin.RefusedPostAsync($"invitations/{invitation.Text("id")}/withdraw", null, 404);
        await other.Admin.RefusedPostAsync($"invitations/{invitation.Text("id")}/resend", null, 404);
        Assert.DoesNotContain((await other.Admin.GetAsync("invitations")).Items(), seen => seen.Text("id") == invitation.Text("id"));
    }

    [Fact]
    public async Task Secrets_OfLinks_AreInNoEvent()
    {
        var world = await service.SandboxAsync();
        var email = Names.Email("anna");
        await world.Operator.PostAsync("organizations", World.NewOrganization("partner", email), 201);
        var token = await world.InvitationTokenAsync(email);

        await using var search = service.Database.CreateCommand(
            $"SELECT (SELECT count(*) FROM platform.outbox WHERE payload LIKE '%{token}%') + (SELECT count(*) FROM audit_entries WHERE after::text LIKE '%{token}%')");
        Assert.Equal(0L, await search.ExecuteScalarAsync());
    }
}
