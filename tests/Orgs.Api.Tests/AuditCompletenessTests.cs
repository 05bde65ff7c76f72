namespace Orgs.Api.Tests;

public sealed class AuditCompletenessTests(OrgsService service)
{
    private static readonly object Reason = new { reason = "Because" };

    /// <summary>The first two change nothing but one's own session, which lists itself. The third is for the whole installation: its own test sees to it.</summary>
    private static readonly string[] Elsewhere = ["sign-out", "switch-organization", "rotate-signing-key"];

    [Fact]
    [Trait("Checklist", "X19")]
    public async Task EveryWrite_ThatSucceeds_IsRecordedUnderItsOperationId()
    {
        var world = await service.NewSandboxAsync();
        var seller = await world.PartnerAsync();
        var customer = await world.CreateAsync(seller.Admin, "customer");

        await OrganizationsAsync(world, seller);
        await PeopleAsync(world, seller);
        await ConnectionsAsync(world, seller, customer);
        await OneselfAsync(world, seller);
        await seller.Admin.PostAsync($"organizations/{customer.Id}/end", Reason);
        await world.AdvanceAsync("P1D");

        var recorded = await RecordedAsync(world);
        Assert.All(ApiRoutes.All.Where(route => route.IsWrite).Select(route => route.Operation).Except(Elsewhere), operation => Assert.Contains(operation, recorded));
        // Those without a token are recorded as well.
        Assert.Contains("accept-invitation", recorded);
        Assert.Contains("complete-password-reset", recorded);
    }

    private static async Task OrganizationsAsync(World world, Child seller)
    {
        await seller.Admin.PostAsync("organizations/import", new { organizations = new[] { World.NewOrganization("customer", Names.Email("imported")) } }, 201);
        await ResellerPlanTests.ChangeAsync(world.Operator, seller, "free", ResellerPlanTests.NewAlias());
        await world.Operator.PatchAsync($"organizations/{seller.Id}", new { country = "AT" });
        await world.Operator.PostAsync($"organizations/{seller.Id}/suspend", Reason);
        await world.Operator.PostAsync($"organizations/{seller.Id}/restore", Reason);
        await seller.Admin.RefreshAsync();
    }

    private static async Task PeopleAsync(World world, Child seller)
    {
        var late = (await seller.Admin.PostAsync("members", new { email = Names.Email("late"), name = "Late", role = "viewer" }, 201)).GetProperty("invitation");
        await seller.Admin.PostAsync($"invitations/{late.Text("id")}/resend");
        await seller.Admin.PostAsync($"invitations/{late.Text("id")}/withdraw");
        var member = await world.MemberAsync(seller.Admin, "support");
        var id = (await seller.Admin.GetAsync("members")).Items().Single(row => row.Text("personId") == member.PersonId).Text("id");
        await seller.Admin.PatchAsync($"members/{id}", new { role = "viewer" });
        await seller.Admin.DeleteAsync($"members/{id}");
    }

    private static async Task ConnectionsAsync(World world, Child seller, Child customer)
    {
        var path = $"connections/{customer.ConnectionId}";
        await seller.Admin.PatchAsync(path, new { referenceNumber = "PO-1" });
        foreach (var owner in new[] { "sales-owner", "support-owner" })
        {
            await seller.Admin.PutAsync($"{path}/{owner}", new { personId = seller.Admin.PersonId });
        }

        await seller.Admin.PostAsync($"{path}/suspend", Reason);
        await seller.Admin.PostAsync($"{path}/restore");
        await seller.Admin.PostAsync($"{path}/end", Reason);
        var other = await world.PartnerAsync();
        var offer = new { @namespace = customer.Namespace, accountsPayableEmail = "payable@example.test", trialDays = 7 };
        foreach (var (by, answer) in new[] { (customer, "decline"), (other, "withdraw"), (customer, "accept") })
        {
            path = $"connections/{(await other.Admin.PostAsync("connections", offer, 201)).Text("id")}";
            await by.Admin.PostAsync($"{path}/{answer}");
        }

        await other.Admin.PostAsync($"{path}/end", Reason);
    }

    private async Task OneselfAsync(World world, Child seller)
    {
        var elsewhere = await world.SignInAsync(seller.AdminEmail);
        await seller.Admin.PostAsync($"sessions/{elsewhere.Tokens.Text("sessionId")}/revoke", expected: 204);
        await seller.Admin.PostAsync("password", new { currentPassword = Names.Password, newPassword = "a much better password" }, 204);
        await service.Anonymous().PostAsync("password-resets", new { email = seller.AdminEmail, realm = world.Realm }, 202);
        var token = await world.PasswordResetTokenAsync(seller.AdminEmail);
        await service.Anonymous().PostAsync($"password-resets/{token}/complete", new { password = Names.Password }, 204);
        seller.Admin.Use((await world.SignInAsync(seller.AdminEmail)).Tokens);
    }

    /// <summary>What was recorded in this realm or the live one, with somebody who did it.</summary>
    private async Task<HashSet<string>> RecordedAsync(World world)
    {
        await using var command = service.Database.CreateCommand(
            $"""
            SELECT DISTINCT action FROM audit_entries
            WHERE person_id IS NOT NULL AND (realm_id = '{world.RealmId}' OR realm_id = (SELECT id FROM realms WHERE kind = 'Live'))
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var actions = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            actions.Add(reader.GetString(0));
        }

        return actions;
    }
}
