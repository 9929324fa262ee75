using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class EnrollmentConfiguration : IEntityTypeConfiguration<Enrollment>
{
    public const string OneOpenEnrollmentPerNik = "ux_enrollments_open_nik";
    public const string PrimaryKey = "pk_enrollments";
    public const string FourEyes = "ck_enrollments_four_eyes";
    public const string Numbers = "enrollment_numbers";

    public void Configure(EntityTypeBuilder<Enrollment> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint(
                FourEyes,
                "decided_by is null or (decided_by <> registered_by and decided_by <> last_edited_by and decided_by is distinct from submitted_by)");
            table.HasCheckConstraint(
                "ck_enrollments_decision",
                "status not in ('Accepted', 'Rejected') or (decided_at is not null and (decided_by is not null or outcome in ('LinkedByPortal', 'Declined')))");
            table.HasCheckConstraint(
                "ck_enrollments_linked",
                "status in ('Draft', 'Withdrawn') or (person_id is not null and loan_id is not null and participation_id is not null)");
        });
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Reference).HasMaxLength(20).HasDefaultValueSql(ReferenceNumbers.Next("E", Numbers)).HasSentinel("");
        builder.Property(e => e.NikHash).HasMaxLength(32);
        builder.Property(e => e.FullName).HasMaxLength(PersonName.MaximumLength);
        builder.Property(e => e.NameSearch).HasMaxLength(PersonName.MaximumLength);
        builder.Property(e => e.ProductCode).HasMaxLength(30);
        builder.Property(e => e.ApplicationNumber).HasMaxLength(40);
        builder.Property(e => e.RegencyCode).HasMaxLength(4);
        builder.Property(e => e.Version).IsRowVersion();

        builder.HasIndex(e => e.Reference).IsUnique().HasDatabaseName("ux_enrollments_reference");
        // Two indexes on one column: without names in the model the second call would rename the first.
        builder.HasIndex(e => e.NikHash, OneOpenEnrollmentPerNik).IsUnique().HasDatabaseName(OneOpenEnrollmentPerNik)
            .HasFilter("status in ('Draft', 'Submitted', 'Returned')");
        builder.HasIndex(e => new { e.BankPosition, e.Status, e.LastEditedAt }).HasDatabaseName("ix_enrollments_bank_work");
        // both bounds of a scope at once: the row policy's, too
        builder.HasIndex(e => new { e.BankPosition, e.BpjsPosition }).HasDatabaseName("ix_enrollments_place");
        builder.HasIndex(e => new { e.BpjsPosition, e.SubmittedAt }).HasDatabaseName("ix_enrollments_review_queue")
            .HasFilter("status = 'Submitted'");
        builder.HasIndex(e => e.DecidedAt).HasDatabaseName("ix_enrollments_decided").HasFilter("decided_by is not null");
        builder.HasIndex(e => e.NameSearch).HasDatabaseName("ix_enrollments_name").HasOperators("text_pattern_ops");
        builder.HasIndex(e => e.NikHash, "ix_enrollments_nik").HasDatabaseName("ix_enrollments_nik");
        builder.HasIndex(e => e.LoanId).HasDatabaseName("ix_enrollments_loan");
        builder.HasIndex(e => e.ApplicationNumber).HasDatabaseName("ix_enrollments_application_number");

        builder.HasOne<Office>().WithMany().HasForeignKey(e => e.OfficeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Office>().WithMany().HasForeignKey(e => e.BpjsOfficeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(e => e.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Loan>().WithMany().HasForeignKey(e => e.LoanId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Participation>().WithMany().HasForeignKey(e => e.ParticipationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(e => e.History).WithOne().HasForeignKey(row => row.EnrollmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(e => e.ReturnedFields).WithOne().HasForeignKey(row => row.EnrollmentId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class EnrollmentEventConfiguration : IEntityTypeConfiguration<EnrollmentEvent>
{
    public void Configure(EntityTypeBuilder<EnrollmentEvent> builder)
    {
        builder.ToTable("enrollment_history");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Detail).HasMaxLength(2000);
        builder.HasIndex(row => new { row.EnrollmentId, row.At }).HasDatabaseName("ix_enrollment_history_case");
    }
}

internal sealed class ReturnedFieldConfiguration : IEntityTypeConfiguration<ReturnedField>
{
    public void Configure(EntityTypeBuilder<ReturnedField> builder)
    {
        builder.ToTable("returned_fields");
        builder.HasKey(row => new { row.EnrollmentId, row.Field });
        builder.Property(row => row.Field).HasMaxLength(60);
    }
}
