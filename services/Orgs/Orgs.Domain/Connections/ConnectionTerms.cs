using Primitives;

namespace Orgs.Domain.Connections;

/// <summary>The terms between a seller and a buyer that are plain numbers.</summary>
public static class ConnectionTerms
{
    public const int ShortestTrial = 1;
    public const int LongestTrial = 21;
    public const int DefaultPaymentDays = 14;
    public const int LongestPaymentDays = 120;

    /// <summary>Null when the initial trial, in days, is one a seller may give.</summary>
    public static FieldError? CheckTrialDays(int days) =>
        days is >= ShortestTrial and <= LongestTrial
            ? null
            : new FieldError("trialDays", "trial_days_out_of_range", $"The initial trial lasts {ShortestTrial} to {LongestTrial} days.");

    /// <summary>Null when the payment terms, in days after issue, are allowed.</summary>
    public static FieldError? CheckPaymentDays(int days) =>
        days is >= 0 and <= LongestPaymentDays
            ? null
            : new FieldError("paymentTermsDays", "payment_terms_out_of_range", $"Invoices are due 0 to {LongestPaymentDays} days after issue.");
}
