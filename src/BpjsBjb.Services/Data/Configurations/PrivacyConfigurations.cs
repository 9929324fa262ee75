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

internal sealed class RetentionRuleConfiguration : DatedRuleConfiguration<RetentionRule>
{
    protected override string Table => "retention_rules";
}

internal sealed class DataRequestConfiguration : IEntityTypeConfiguration<DataRequest>
{
    public const string Numbers = "request_numbers";
    public const string FourEyes = "ck_data_requests_four_eyes";
    public const string OneOpen = "ux_data_requests_open";

    public void Configure(EntityTypeBuilder<DataRequest> builder)
    {
        builder.ToTable("data_requests", table =>
        {
            table.HasCheckConstraint(FourEyes, "decided_by is null or decided_by <> recorded_by");
            table.HasCheckConstraint(
                "ck_data_requests_verified", "(verified_at is null) = (verified_by is null) and (verified_at is null) = (verified_how is null)");
            table.HasCheckConstraint(
                "ck_data_requests_decided",
                "(decided_at is null) = (decided_by is null) and (status in ('Granted', 'Done', 'Refused')) = (decided_at is not null) "
                + "and (status = 'Refused') = (refused_why is not null) and (status in ('Done', 'Refused')) = (done_at is not null)");
            table.HasCheckConstraint(
                "ck_data_requests_lifted",
                "(lifted_at is null) = (lifted_by is null) and (lifted_at is null or (status = 'Done' and kind in ('Restriction', 'Withdrawal')))");
        });
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.Property(request => request.Number).HasMaxLength(20).HasDefaultValueSql(ReferenceNumbers.Next("P", Numbers)).HasSentinel("");
        builder.Property(request => request.NikHash).HasMaxLength(32);
        builder.Property(request => request.Version).IsRowVersion();
        builder.HasIndex(request => request.Number).IsUnique().HasDatabaseName("ux_data_requests_number");
        builder.HasIndex(request => new { request.EnrollmentId, request.Kind }).IsUnique().HasDatabaseName(OneOpen)
            .HasFilter("status in ('Received', 'Verified', 'Granted')");
        builder.HasIndex(request => new { request.NikHash, request.Status }).HasDatabaseName("ix_data_requests_nik");
        builder.HasIndex(request => new { request.BankPosition, request.DueAt }).HasDatabaseName("ix_data_requests_work");
        builder.HasOne<Enrollment>().WithMany().HasForeignKey(request => request.EnrollmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(request => request.RecordedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(request => request.VerifiedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(request => request.DecidedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(request => request.LiftedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BreachIncidentConfiguration : IEntityTypeConfiguration<BreachIncident>
{
    public const string Numbers = "breach_numbers";

    public void Configure(EntityTypeBuilder<BreachIncident> builder)
    {
        builder.ToTable("breach_incidents", table =>
        {
            table.HasCheckConstraint("ck_breach_incidents_window", "window_before > window_from and due_at > discovered_at");
            table.HasCheckConstraint(
                "ck_breach_incidents_status",
                "(status = 'Open') = (authority_told_at is null or people_told_at is null) and (status = 'Closed') = (closed_at is not null) "
                + "and (authority_told_at is null) = (authority_told_by is null) and (people_told_at is null) = (people_told_by is null) "
                + "and (closed_at is null) = (closed_by is null)");
        });
        builder.Property(incident => incident.Id).ValueGeneratedNever();
        builder.Property(incident => incident.Number).HasMaxLength(20).HasDefaultValueSql(ReferenceNumbers.Next("I", Numbers)).HasSentinel("");
        builder.Property(incident => incident.Address).HasMaxLength(45);
        builder.Property(incident => incident.Version).IsRowVersion();
        builder.HasIndex(incident => incident.Number).IsUnique().HasDatabaseName("ux_breach_incidents_number");
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(incident => incident.ReaderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(incident => incident.OpenedBy).OnDelete(DeleteBehavior.Restrict);
    }
}
