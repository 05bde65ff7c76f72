using Microsoft.EntityFrameworkCore;
using Storefront.Domain;

namespace Storefront.Api.Storage;

internal static class MailMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<MailTemplateRow>(template =>
        {
            template.ToTable("mail_template");
            template.HasKey(row => new { row.OrganizationId, row.Kind, row.Language });
        });
        model.Entity<MailRecipientRow>(recipient =>
        {
            recipient.ToTable("mail_recipient");
            recipient.HasIndex(row => new { row.OrganizationId, row.Kind, row.Email }).IsUnique();
        });
        model.Entity<SentMailRow>(mail =>
        {
            mail.ToTable("sent_mail");
            mail.HasIndex(row => new { row.OrganizationId, row.Id });
            mail.HasIndex(row => row.SubjectId);
        });
        model.Entity<QueuedMailRow>(mail =>
        {
            mail.ToView("mail", "platform");
            mail.HasKey(row => row.Id);
            // The naming convention is for tables of ours.
            mail.Property(row => row.Id).HasColumnName("id");
            mail.Property(row => row.Attempts).HasColumnName("attempts");
            mail.Property(row => row.SentAt).HasColumnName("sent_at");
            mail.Property(row => row.GivenUpAt).HasColumnName("given_up_at");
            mail.Property(row => row.Error).HasColumnName("error");
        });
        model.Entity<CorrespondentRow>(correspondent =>
        {
            correspondent.ToTable("correspondent");
            correspondent.Property(row => row.Status).HasDefaultValue(OrganizationStatus.Active);
        });
        model.Entity<NotificationRow>(notification =>
        {
            notification.ToTable("notification");
            notification.HasIndex(row => new { row.OrganizationId, row.Id });
        });
        model.Entity<NotificationReadRow>(read =>
        {
            read.ToTable("notification_read");
            read.HasKey(row => new { row.PersonId, row.NotificationId });
            read.HasOne<NotificationRow>().WithMany().HasForeignKey(row => row.NotificationId);
        });
        model.Entity<LinkKeyRow>(key =>
        {
            key.ToTable("link_key");
            key.HasKey(row => row.RealmId);
        });
    }
}
