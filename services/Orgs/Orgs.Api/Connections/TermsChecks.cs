using Orgs.Domain.Connections;
using ServiceDefaults.Web;

namespace Orgs.Api.Connections;

internal static class TermsChecks
{
    public static FieldChecks Terms(this FieldChecks checks, string? accountsPayableEmail, string? referenceNumber, int trialDays, int paymentTermsDays)
    {
        checks.Email("accountsPayableEmail", accountsPayableEmail).OptionalText("referenceNumber", referenceNumber, max: 60);
        if (ConnectionTerms.CheckTrialDays(trialDays) is { } trial)
        {
            checks.Add(trial.Field, trial.Code, trial.Detail);
        }

        if (ConnectionTerms.CheckPaymentDays(paymentTermsDays) is { } terms)
        {
            checks.Add(terms.Field, terms.Code, terms.Detail);
        }

        return checks;
    }
}
