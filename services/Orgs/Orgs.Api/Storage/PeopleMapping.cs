using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Orgs.Api.Storage;

internal sealed class PeopleMapping
    : IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<Membership>, IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.HasIndex(row => new { row.RealmId, row.Email }).IsUnique();
        person.HasOne(row => row.HomeOrganization).WithMany().HasForeignKey(row => row.HomeOrganizationId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Membership> membership)
    {
        membership.HasIndex(row => new { row.OrganizationId, row.PersonId }).IsUnique();
        membership.HasIndex(row => row.PersonId);
        membership.HasOne(row => row.Person).WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
        membership.HasOne(row => row.Organization).WithMany().HasForeignKey(row => row.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Invitation> invitation)
    {
        invitation.HasIndex(row => row.TokenHash).IsUnique();
        invitation.HasIndex(row => new { row.OrganizationId, row.Id });
        invitation.HasIndex(row => new { row.SentById, row.Id });
        // One open invitation of a person into an organisation: a second one would be a second link to guess.
        invitation.HasIndex(row => new { row.OrganizationId, row.Email }).IsUnique().HasFilter("status = 'Open'");
        invitation.HasOne(row => row.Organization).WithMany().HasForeignKey(row => row.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}
