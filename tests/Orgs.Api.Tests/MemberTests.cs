using Testing;

namespace Orgs.Api.Tests;

public sealed class MemberTests(OrgsService service)
{
    [Fact]
    [Trait("Checklist", "O17")]
    public async Task Add_TechnicianByEmailAndNamespace_MakesNoSecondAccount()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var email = Names.Email("technician");
        var technician = await world.MemberAsync(partner.Admin, "support", email);

        var added = await customer.Admin.PostAsync("members", new { email, @namespace = partner.Namespace, role = "superAdmin" }, 201);

        var member = added.GetProperty("member");
        Assert.Equal(technician.PersonId, member.Text("personId"));
        Assert.Equal("superAdmin", member.Text("role"));
        // It shows the namespace it comes from, and signs in with the password it has.
        Assert.Equal(partner.Namespace, member.Text("namespace"));
        var signedIn = await world.SignInAsync(email, customer.Id);
        Assert.Equal(technician.PersonId, signedIn.PersonId);
        Assert.Equal(customer.Id, signedIn.OrganizationId);
        Assert.Equal(2, signedIn.Tokens.GetProperty("memberships").GetArrayLength());
        Assert.Equal("already_member", await customer.Admin.RefusedPostAsync("members", new { email, @namespace = partner.Namespace, role = "viewer" }, 409));
    }

    [Fact]
    [Trait("Checklist", "O17")]
    public async Task Add_WrongNamespace_IsRefusedLikeAnUnknownAddress()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");

        foreach (var (email, @namespace) in new[] { (partner.AdminEmail, customer.Namespace), (Names.Email("nobody"), partner.Namespace) })
        {
            var problem = await customer.Admin.PostAsync("members", new { email, @namespace, role = "admin" }, 422);
            Assert.Equal(["person_not_found"], problem.ErrorsAt("email"));
        }
    }

    [Fact]
    public async Task Invite_AddressWithOrWithoutAnAccount_AnswersAlike()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var stranger = await world.PartnerAsync();
        var (known, unknown) = (stranger.AdminEmail, Names.Email("nobody"));

        foreach (var (path, body) in new (string, Func<string, object>)[]
                 {
                     ("members", email => new { email, name = "Somebody", role = "viewer" }),
                     ("organizations", email => World.NewOrganization("customer", email)),
                 })
        {
            var (first, second) = (await partner.Admin.PostAsync(path, body(known), 201), await partner.Admin.PostAsync(path, body(unknown), 201));
            Assert.Equal(Shape(first), Shape(second));
        }

        var invitations = (await partner.Admin.GetAsync("invitations?status=open")).Items();
        Assert.Equal(4, invitations.Count);
        Assert.Single(invitations.Select(Shape).Distinct());
        Assert.DoesNotContain((await partner.Admin.GetAsync("members")).Items(), member => member.Text("email") == known);
    }

    [Fact]
    [Trait("Checklist", "O18")]
    public async Task Switch_WithAccess_ActsForTheOtherOrganization()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        await customer.Admin.PostAsync("members", new { email = partner.AdminEmail, @namespace = partner.Namespace, role = "viewer" }, 201);

        partner.Admin.Use(await partner.Admin.PostAsync("switch-organization", new { organizationId = customer.Id }));

        Assert.Equal(customer.Id, (await partner.Admin.GetAsync("me")).Text("organizationId"));
        Assert.Equal("viewer", partner.Admin.Tokens.Text("role"));
        Assert.Equal("role_not_permitted", await partner.Admin.RefusedPostAsync("members", new { email = "a@b.test", name = "A", role = "viewer" }, 403));
    }

    [Fact]
    [Trait("Checklist", "O18")]
    public async Task Switch_WithoutAccess_IsRefused()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");

        Assert.Equal("no_membership", await partner.Admin.RefusedPostAsync("switch-organization", new { organizationId = customer.Id }, 403));
        Assert.Equal("no_membership", await partner.Admin.RefusedPostAsync("switch-organization", new { organizationId = Guid.NewGuid() }, 403));
    }

    [Fact]
    [Trait("Checklist", "O18")]
    public async Task Refresh_AfterSwitching_StaysInThatOrganization()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        await customer.Admin.PostAsync("members", new { email = partner.AdminEmail, @namespace = partner.Namespace, role = "admin" }, 201);
        var refreshToken = partner.Admin.RefreshToken;
        await partner.Admin.PostAsync("switch-organization", new { organizationId = customer.Id });

        var refreshed = await service.Anonymous().PostAsync("refresh", new { refreshToken });

        Assert.Equal(customer.Id, refreshed.Text("organizationId"));
    }

    [Fact]
    [Trait("Checklist", "O21")]
    public async Task PortalAccess_SwitchedOff_KeepsTheRoleAndClosesTheDoor()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var email = Names.Email("billing");
        var member = await world.MemberAsync(partner.Admin, "billing", email);
        var id = await MembershipAsync(partner.Admin, member.PersonId);

        var off = await partner.Admin.PatchAsync($"members/{id}", new { portalAccess = false });

        Assert.False(off.GetProperty("portalAccess").GetBoolean());
        Assert.Equal("billing", off.Text("role"));
        Assert.Equal("no_membership", await service.Anonymous().RefusedPostAsync("sign-in", new { email, password = Names.Password, realm = world.Realm }, 403));
        Assert.Equal("session_ended", await service.Anonymous().RefusedPostAsync("refresh", new { refreshToken = member.RefreshToken }, 401));
        await partner.Admin.PatchAsync($"members/{id}", new { portalAccess = true });
        await world.SignInAsync(email);
    }

    [Fact]
    [Trait("Checklist", "O21")]
    public async Task Invite_WithoutPortalAccess_MakesAMemberWhoCannotSignIn()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var email = Names.Email("silent");
        await partner.Admin.PostAsync("members", new { email, name = "Silent", role = "viewer", portalAccess = false }, 201);
        await world.AcceptAsync(email);

        Assert.Equal("no_membership", await service.Anonymous().RefusedPostAsync("sign-in", new { email, password = Names.Password, realm = world.Realm }, 403));
        Assert.Equal(2, (await partner.Admin.GetAsync("members")).Items().Count);
    }

    [Fact]
    public async Task LastSuperAdmin_CannotBeRemovedDemotedOrShutOut()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var id = await MembershipAsync(partner.Admin, partner.Admin.PersonId);

        Assert.Equal("last_super_admin", await partner.Admin.RefusedAsync(HttpMethod.Delete, $"members/{id}", null, 409));
        Assert.Equal("last_super_admin", await partner.Admin.RefusedAsync(HttpMethod.Patch, $"members/{id}", new { role = "admin" }, 409));
        Assert.Equal("last_super_admin", await partner.Admin.RefusedAsync(HttpMethod.Patch, $"members/{id}", new { portalAccess = false }, 409));
    }

    [Fact]
    public async Task TwoSuperAdmins_RemovingEachOtherAtOnce_LeaveOne()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var second = await world.MemberAsync(partner.Admin, "superAdmin");
        var firstId = await MembershipAsync(partner.Admin, partner.Admin.PersonId);
        var secondId = await MembershipAsync(partner.Admin, second.PersonId);

        var answers = await Task.WhenAll(
            partner.Admin.RawAsync(HttpMethod.Delete, $"members/{secondId}", null), second.RawAsync(HttpMethod.Delete, $"members/{firstId}", null));

        Assert.Equal([204, 409], answers.Select(answer => (int)answer.StatusCode).Order());
    }

    [Fact]
    public async Task Admin_MakesAndChangesNoSuperAdmin()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var admin = await world.MemberAsync(partner.Admin, "admin");
        var superAdminId = await MembershipAsync(partner.Admin, partner.Admin.PersonId);
        var adminId = await MembershipAsync(partner.Admin, admin.PersonId);

        Assert.Equal(
            "super_admin_required", await admin.RefusedPostAsync("members", new { email = Names.Email("new"), name = "New", role = "superAdmin" }, 403));
        Assert.Equal("super_admin_required", await admin.RefusedAsync(HttpMethod.Patch, $"members/{adminId}", new { role = "superAdmin" }, 403));
        Assert.Equal("super_admin_required", await admin.RefusedAsync(HttpMethod.Delete, $"members/{superAdminId}", null, 403));
    }

    [Fact]
    public async Task Remove_Owner_ClearsItAndTellsTheAdmins()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var rep = await world.MemberAsync(partner.Admin, "support");
        await partner.Admin.PutAsync($"connections/{customer.ConnectionId}/support-owner", new { personId = rep.PersonId });
        var id = await MembershipAsync(partner.Admin, rep.PersonId);

        await partner.Admin.DeleteAsync($"members/{id}");

        var connection = await partner.Admin.GetAsync($"connections/{customer.ConnectionId}");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, connection.GetProperty("supportOwner").ValueKind);
        var (type, version, payload) = (await service.EventsOfAsync(customer.ConnectionId))[^1];
        Assert.Equal(("orgs.v1.support-owner-assigned", 3), (type, version));
        Assert.Equal(rep.PersonId, payload.Text("previousSupportOwnerId"));
        Assert.Equal(["orgs.v1.member-joined", "orgs.v1.member-left"], (await service.EventsOfAsync(id)).Select(fact => fact.Type));
        using var inbox = await Servers.MailAsync();
        await inbox.WaitAsync(partner.AdminEmail, "Support Owner");
    }

    [Fact]
    public async Task ChangeRole_Owner_ClearsOnlyWhatNoLongerFits()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var rep = await world.MemberAsync(partner.Admin, "admin");
        await partner.Admin.PutAsync($"connections/{customer.ConnectionId}/support-owner", new { personId = rep.PersonId });
        await partner.Admin.PutAsync($"connections/{customer.ConnectionId}/sales-owner", new { personId = rep.PersonId });

        await partner.Admin.PatchAsync($"members/{await MembershipAsync(partner.Admin, rep.PersonId)}", new { role = "sales" });

        var connection = await partner.Admin.GetAsync($"connections/{customer.ConnectionId}");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, connection.GetProperty("supportOwner").ValueKind);
        Assert.Equal(rep.PersonId, connection.GetProperty("salesOwner").Text("personId"));
        await rep.RefreshAsync();
        Assert.Equal("sales", rep.Tokens.Text("role"));
    }

    [Fact]
    public async Task Remove_ThenAddAgain_GoesOnWithTheSameMembership()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var person = new { email = partner.AdminEmail, @namespace = partner.Namespace, role = "viewer" };
        var first = (await customer.Admin.PostAsync("members", person, 201)).GetProperty("member").Text("id");
        await customer.Admin.DeleteAsync($"members/{first}");

        var again = (await customer.Admin.PostAsync("members", person, 201)).GetProperty("member").Text("id");

        Assert.Equal(first, again);
        Assert.Equal([1L, 2L, 3L], (await service.EventsOfAsync(first)).Select(fact => fact.Version));
    }

    [Fact]
    public async Task Member_OfAnotherOrganization_IsNotFound()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        var customer = await world.CreateAsync(partner.Admin, "customer");
        var id = await MembershipAsync(customer.Admin, customer.Admin.PersonId);

        foreach (var stranger in new[] { partner.Admin, world.Operator, (await world.PartnerAsync()).Admin })
        {
            await stranger.PatchAsync($"members/{id}", new { role = "viewer" }, 404);
            await stranger.DeleteAsync($"members/{id}", 404);
            Assert.DoesNotContain((await stranger.GetAsync("members?limit=100")).Items(), member => member.Text("id") == id);
        }

        Assert.Equal("superAdmin", Assert.Single((await customer.Admin.GetAsync("members")).Items()).Text("role"));
    }

    /// <summary>The members of an answer and what is null in it.</summary>
    private static string Shape(System.Text.Json.JsonElement json) => json.ValueKind == System.Text.Json.JsonValueKind.Object
        ? string.Join(',', json.EnumerateObject().Select(member => $"{member.Name}:{Shape(member.Value)}"))
        : json.ValueKind.ToString();

    private static async Task<string> MembershipAsync(Client admin, string personId) =>
        Assert.Single((await admin.GetAsync("members")).Items(), member => member.Text("personId") == personId).Text("id");
}
