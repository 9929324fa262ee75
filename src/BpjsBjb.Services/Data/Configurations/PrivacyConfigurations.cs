using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class PrivacyNoticeConfiguration : DatedRuleConfiguration<PrivacyNotice>
{
    protected override string Table => "privacy_notices";
}

internal sealed class ConsentConfiguration : IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<Consent> builder)
    {
        builder.ToTable("consents", table => table.HasCheckConstraint(
            "ck_consents_withdrawal", "(withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null or basis = 'Consent')"));
        builder.Property(consent => consent.Id).ValueGeneratedNever();
        builder.Property(consent => consent.NoticeVersion).HasMaxLength(20);
        builder.HasIndex(consent => new { consent.EnrollmentId, consent.RecordedAt }).HasDatabaseName("ix_consents_case");
        builder.HasOne<Enrollment>().WithMany().HasForeignKey(consent => consent.EnrollmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(consent => consent.RecordedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(consent => consent.WithdrawnBy).OnDelete(DeleteBehavior.Restrict);
    }
}
