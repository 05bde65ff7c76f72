using Primitives;

namespace Orgs.Domain.Identity;

/// <summary>Length decides; composition rules only make passwords alike.</summary>
public static class PasswordPolicy
{
    public const int Shortest = 10;
    public const int Longest = 200;

    /// <summary>Null when the password may be used by the person with this e-mail address.</summary>
    public static FieldError? Check(string field, string? password, string email)
    {
        if (password is null || password.Length < Shortest || password.Length > Longest)
        {
            return new FieldError(field, "password_length", $"A password has {Shortest} to {Longest} characters.");
        }

        if (password.Contains(email, StringComparison.OrdinalIgnoreCase) || password.Distinct().Count() < 4)
        {
            return new FieldError(field, "password_too_simple", "The password is too easy to guess.");
        }

        return null;
    }
}
