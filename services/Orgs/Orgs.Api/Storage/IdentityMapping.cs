using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Orgs.Api.Storage;

internal sealed class IdentityMapping
    : IEntityTypeConfiguration<Session>, IEntityTypeConfiguration<SignInFailure>, IEntityTypeConfiguration<PasswordReset>, IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.HasIndex(row => row.Handle).IsUnique();
        session.HasIndex(row => row.AccessId).IsUnique();
        session.HasIndex(row => new { row.PersonId, row.EndsAt });
        session.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<SignInFailure> failure) => failure.HasKey(row => new { row.RealmId, row.Email });

    public void Configure(EntityTypeBuilder<PasswordReset> reset)
    {
        reset.HasIndex(row => row.TokenHash).IsUnique();
        reset.HasIndex(row => row.PersonId);
        reset.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<SigningKey> key) => key.HasKey(row => row.Id);
}
