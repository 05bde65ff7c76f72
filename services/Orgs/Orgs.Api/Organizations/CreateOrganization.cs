using Microsoft.AspNetCore.Http.HttpResults;
using Orgs.Api.Connections;
using Orgs.Api.Storage;
using Orgs.Domain.Connections;
using Orgs.Domain.Organizations;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Organizations;

/// <param name="Kind"><c>customer</c>, or <c>partner</c> where the creator may have own resellers.</param>
/// <param name="TrialDays">The initial trial, 1 to 21.</param>
/// <param name="ReferenceNumber">Printed on every invoice.</param>
/// <param name="PaymentTermsDays">From issue to due; 14 if left out.</param>
/// <param name="TimeZone">The creator's if left out; so are currency and language.</param>
internal sealed record CreateOrganizationBody(
    string Name,
    OrgKind Kind,
    SuperAdminBody SuperAdmin,
    string AccountsPayableEmail,
    int TrialDays,
    string? ReferenceNumber,
    FirstPlanBody? FirstPlan,
    int? PaymentTermsDays,
    string? LegalName,
    string? Address,
    string? Country,
    string? TaxId,
    string? TimeZone,
    string? Currency,
    string? Language);

/// <summary>Somebody new, with a name, who is invited; or, with a namespace, somebody of an organisation there is.</summary>
internal sealed record SuperAdminBody(string Email, string? Name, string? Namespace);

/// <param name="PlanLength">The commitment.</param>
internal sealed record FirstPlanBody(Guid ProductId, string Currency, PlanLength PlanLength);

/// <param name="InvitationId">Null where an existing user became the super admin at once.</param>
internal sealed record NewOrganizationView(OrganizationView Organization, ConnectionView Connection, Guid? InvitationId);

internal static class CreateOrganization
{
    /// <summary>Makes a child of the caller's organisation, the connection to it, and its super admin.</summary>
    public static async Task<Results<Created<NewOrganizationView>, ProblemHttpResult>> Handle(
        CreateOrganizationBody body, Caller caller, OrgsDb db, NewChildren children, CancellationToken cancellationToken)
    {
        if (Check(body).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        if ((await children.Make("create-organization", [new NewChildRow(body, Path: "")], caller, cancellationToken)).IsRefused(out refusal, out var made))
        {
            return Problems.Of(refusal);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"{OrgsEndpoints.Root}/organizations/{made[0].Organization.Id}", made[0]);
    }

    public static Refusal NoSuchPerson(params IReadOnlyList<string> fields)
    {
        const string detail = "Nobody with this e-mail address belongs to an organisation with this namespace.";
        return new Refusal("person_not_found", detail, RefusalKind.Unprocessable, [.. fields.Select(field => new FieldError(field, "person_not_found", detail))]);
    }

    /// <summary>Everything about the body that can be told from itself.</summary>
    public static FieldChecks Check(CreateOrganizationBody body)
    {
        var checks = new FieldChecks()
            .Text("name", body.Name, max: 100)
            .Email("superAdmin.email", body.SuperAdmin.Email)
            .Terms(body.AccountsPayableEmail, body.ReferenceNumber, body.TrialDays, body.PaymentTermsDays ?? ConnectionTerms.DefaultPaymentDays)
            .Profile(body.LegalName, body.Address, body.Country, body.TaxId, body.TimeZone, body.Currency, body.Language);
        if (body.SuperAdmin.Namespace is null)
        {
            checks.Text("superAdmin.name", body.SuperAdmin.Name, max: 100);
        }

        if (body.FirstPlan is { } plan && !Currency.TryParse(plan.Currency, out _))
        {
            checks.Add("firstPlan.currency", "unknown_currency", "A currency is three capital letters, ISO 4217.");
        }

        return checks;
    }
}
