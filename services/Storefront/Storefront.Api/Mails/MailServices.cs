using ServiceDefaults.Web;
using Storefront.Api.Notifications;
using Storefront.Api.Status;

namespace Storefront.Api.Mails;

internal static class MailServices
{
    public static void AddMails(this IServiceCollection services)
    {
        services.AddSingleton<MailWriting>();
        services.AddSingleton<PublicLinks>();
        services.AddScoped<Mailroom>();
        services.AddScoped<SampleValues>();
        services.AddScoped<Correspondence>();
        services.AddScoped<ResellerWelcome>();
        services.AddScoped<StatusLinks>();
        services.AddScoped<NotificationDesk>();
        services.RefuseDuplicates(MailRecipients.OneIndex, MailRecipients.AlreadyAdded);
    }
}
