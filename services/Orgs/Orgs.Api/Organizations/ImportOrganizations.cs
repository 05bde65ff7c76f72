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
    private const int Most = 500;

    /// <summary>
    /// A seller moves in with its customers, or with its resellers: as many children at once, or none of them where something is wrong with any. Every error
    /// names the row that it is in. Rules, events and audit are those of creating them one by one; who becomes super admin of several gets one mail.
    /// </summary>
    public static async Task<Results<Created<OrganizationImportView>, ProblemHttpResult>> Handle(
        OrganizationImport body, Caller caller, OrgsDb db, NewChildren children, CancellationToken cancellationToken)
    {
        if (Check(body.Organizations).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        var rows = body.Organizations.Select((row, index) => new NewChildRow(row, $"{Path(index)}.")).ToList();
        if ((await children.Make("import-organizations", rows, caller, cancellationToken)).IsRefused(out refusal, out var made))
        {
            return Problems.Of(refusal);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var views = made.Select(child => new ImportedOrganizationView(child.Organization.Id, child.Organization.Namespace, child.Connection.Id, child.InvitationId));
        return TypedResults.Created($"{OrgsEndpoints.Root}/organizations", new OrganizationImportView([.. views]));
    }

    private static FieldChecks Check(IReadOnlyList<CreateOrganizationBody> rows)
    {
        var checks = new FieldChecks().Range<int>("organizations", rows.Count, 1, Most);
        foreach (var (index, row) in rows.Take(Most).Index())
        {
            if (CreateOrganization.Check(row).Refused(out var refusal))
            {
                foreach (var error in refusal.Errors ?? [])
                {
                    checks.Add($"{Path(index)}.{error.Field}", error.Code, error.Detail);
                }
            }
        }

        return checks;
    }

    private static string Path(int index) => $"organizations[{index}]";
}
