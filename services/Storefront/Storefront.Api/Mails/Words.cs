using System.Text.Json;
using Storefront.Domain.Mails;

namespace Storefront.Api.Mails;

internal static class Words
{
    /// <summary>As metrics and logs name it.</summary>
    public static string Of(MailKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
