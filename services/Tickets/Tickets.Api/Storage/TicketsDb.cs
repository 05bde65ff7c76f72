using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using Tickets.Domain;

namespace Tickets.Api.Storage;

internal sealed class TicketsDb(DbContextOptions<TicketsDb> options, Scope scope) : ServiceDbContext(options, scope)
{
    public DbSet<TicketRow> Tickets => Set<TicketRow>();

    public DbSet<CommentRow> Comments => Set<CommentRow>();

    public DbSet<InternalNoteRow> InternalNotes => Set<InternalNoteRow>();

    public DbSet<AttachmentRow> Attachments => Set<AttachmentRow>();

    public DbSet<InternalAttachmentRow> InternalAttachments => Set<InternalAttachmentRow>();

    public DbSet<AttachmentChunkRow> AttachmentChunks => Set<AttachmentChunkRow>();

    public DbSet<TicketChangeRow> TicketChanges => Set<TicketChangeRow>();

    public DbSet<EscalationRow> Escalations => Set<EscalationRow>();

    public DbSet<RealmRow> Realms => Set<RealmRow>();

    public DbSet<ConnectionRow> Connections => Set<ConnectionRow>();

    public DbSet<SupportOwnerRow> SupportOwners => Set<SupportOwnerRow>();

    public DbSet<ReassignmentDecisionRow> ReassignmentDecisions => Set<ReassignmentDecisionRow>();

    public DbSet<OrganizationRow> Organizations => Set<OrganizationRow>();

    public DbSet<MemberRow> Members => Set<MemberRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasPostgresExtension("pg_trgm");
        modelBuilder.Entity<TicketRow>(ticket =>
        {
            ticket.ToTable("ticket");
            ticket.HasIndex(row => new { row.SellerId, row.Number }).IsUnique();
            ticket.HasIndex(row => new { row.SellerId, row.Id });
            ticket.HasIndex(row => new { row.BuyerId, row.Id });
            ticket.HasIndex(row => new { row.ConnectionId, row.Id });
            ticket.HasIndex(row => new { row.ConnectionId, row.CreatedAt });
            ticket.HasIndex(row => new { row.AffectedOrganizationId, row.Id });
            ticket.HasIndex(row => new { row.AssigneeId, row.Status }).HasFilter("assignee_id IS NOT NULL");
            // A seller's counts per status under any filter but search are read off this index alone.
            ticket.HasIndex(row => new { row.SellerId, row.Status })
                .IncludeProperties(row => new { row.RealmId, row.BuyerId, row.Priority, row.AssigneeId, row.ConnectionId, row.AffectedOrganizationId });
            ticket.HasIndex(row => new { row.Subject, row.Body }).HasMethod("gin").HasOperators("gin_trgm_ops", "gin_trgm_ops");
        });
        modelBuilder.Entity<CommentRow>(comment =>
        {
            comment.ToTable("comment");
            comment.HasIndex(row => new { row.TicketId, row.Id });
        });
        modelBuilder.Entity<InternalNoteRow>(note =>
        {
            note.ToTable("internal_note");
            note.HasIndex(row => new { row.TicketId, row.Id });
        });
        modelBuilder.Entity<AttachmentRow>(attachment =>
        {
            attachment.ToTable("attachment");
            attachment.HasIndex(row => new { row.TicketId, row.Id });
        });
        modelBuilder.Entity<InternalAttachmentRow>(attachment =>
        {
            attachment.ToTable("internal_attachment");
            attachment.HasIndex(row => new { row.TicketId, row.Id });
        });
        modelBuilder.Entity<AttachmentChunkRow>(chunk =>
        {
            chunk.ToTable("attachment_chunk");
            chunk.HasKey(row => new { row.AttachmentId, row.Index });
        });
        modelBuilder.Entity<TicketChangeRow>(change =>
        {
            change.ToTable("ticket_change");
            change.HasIndex(row => new { row.TicketId, row.Id });
        });
        modelBuilder.Entity<TicketCounterRow>(counter =>
        {
            counter.ToTable("ticket_counter");
            counter.HasKey(row => row.SellerId);
        });
        modelBuilder.Entity<ConnectionRow>(connection =>
        {
            connection.ToTable("connection");
            connection.HasIndex(row => row.SellerId);
            connection.HasIndex(row => row.BuyerId);
            connection.HasIndex(row => new { row.SellerId, row.BuyerId }).IsUnique().HasFilter("kind = 'Support'").HasDatabaseName("ix_connection_support");
            connection.Property(row => row.Kind).HasDefaultValue(ConnectionKind.Commercial);
        });
        modelBuilder.Entity<SupportOwnerRow>(owner =>
        {
            owner.ToTable("support_owner");
            owner.HasKey(row => new { row.ConnectionId, row.Version });
        });
        modelBuilder.Entity<EscalationRow>(escalation =>
        {
            escalation.ToTable("escalation");
            escalation.HasIndex(row => row.TicketId).IsUnique().HasFilter("ended_at IS NULL").HasDatabaseName("ix_escalation_open");
            escalation.HasIndex(row => new { row.TicketId, row.Id });
            escalation.HasIndex(row => row.TwinId).IsUnique();
        });
        modelBuilder.Entity<RealmRow>(realm =>
        {
            realm.ToTable("realm");
            realm.HasKey(row => row.RealmId);
        });
        modelBuilder.Entity<ReassignmentDecisionRow>(decision =>
        {
            decision.ToTable("reassignment_decision");
            decision.HasKey(row => new { row.ConnectionId, row.Version });
        });
        modelBuilder.Entity<OrganizationRow>(organization => organization.ToTable("organization"));
        modelBuilder.Entity<MemberRow>(member =>
        {
            member.ToTable("member");
            member.HasIndex(row => new { row.PersonId, row.OrganizationId });
        });
    }
}

/// <summary>For the migrations tool.</summary>
internal sealed class TicketsDbFactory : ServiceDbContextFactory<TicketsDb>;
