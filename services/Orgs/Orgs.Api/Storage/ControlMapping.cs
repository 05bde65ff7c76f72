using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Orgs.Api.Storage;

internal sealed class ControlMapping
    : IEntityTypeConfiguration<ClockJob>, IEntityTypeConfiguration<ClockJobAnswer>
{
    public void Configure(EntityTypeBuilder<ClockJob> job)
    {
        // Two jobs of one realm would race for its clock.
        job.HasIndex(row => row.RealmId).IsUnique().HasFilter("status = 'Running'");
        job.HasMany(row => row.Answers).WithOne().HasForeignKey(answer => answer.JobId);
        job.HasOne<Realm>().WithMany().HasForeignKey(row => row.RealmId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ClockJobAnswer> answer)
    {
        answer.ToTable("clock_job_answers");
        answer.HasKey(row => new { row.JobId, row.Round, row.Service });
    }
}
