using Microsoft.AspNetCore.Http.HttpResults;
using Orgs.Api.Storage;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Organizations;

/// <param name="Organizations">1 to 500, each as for creating one.</param>
internal sealed record OrganizationImport(IReadOnlyList<CreateOrganizationBody> Organizations);

/// <param name="InvitationId">Null where an existing user became the super admin at once.</param>
internal sealed record ImportedOrganizationView(Guid Id, string Namespace, Guid ConnectionId, Guid? InvitationId);

/// <param name="Organizations">In the order in which they were sent.</param>
internal sealed record OrganizationImportView(IReadOnlyList<ImportedOrganizationView> Organizations);

internal static class ImportOrganizations
{
    private const string Name = "organizations";

    /// <summary>
    /// A seller moves in with its customers, or with its resellers: as many children at once, or none of them where something is wrong with any. Every error
    /// names the row that it is in. Rules, events and audit are those of creating them one by one; who becomes super admin of several gets one mail.
    /// </summary>
    public static async Task<Results<Created<OrganizationImportView>, ProblemHttpResult>> Handle(
        OrganizationImport body, Caller caller, OrgsDb db, NewChildren children, CancellationToken cancellationToken)
    {
        if (Rows.Check(Name, body.Organizations, row => CreateOrganization.Check(row).Refused(out var malformed) ? malformed : null) is { } unfit)
        {
            return Problems.Of(unfit);
        }

        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        var rows = body.Organizations.Select((row, index) => new NewChildRow(row, $"{Rows.Path(Name, index)}.")).ToList();
        if ((await children.Make("import-organizations", rows, caller, cancellationToken)).IsRefused(out var refusal, out var made))
        {
            return Problems.Of(refusal);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var views = made.Select(child => new ImportedOrganizationView(child.Organization.Id, child.Organization.Namespace, child.Connection.Id, child.InvitationId));
        return TypedResults.Created($"{OrgsEndpoints.Root}/organizations", new OrganizationImportView([.. views]));
    }
}
