using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Participations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class BillConfiguration : IEntityTypeConfiguration<Bill>
{
    public const string OneOpenBillPerParticipation = "ux_bills_open_participation";
    public const string Numbers = "bill_numbers";

    public void Configure(EntityTypeBuilder<Bill> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint(
            "ck_bills_amounts", "total > 0 and months > 0 and not (paid_at is not null and cancelled_at is not null)"));
        builder.Property(bill => bill.Id).ValueGeneratedNever();
        builder.Property(bill => bill.Number).HasMaxLength(20).HasDefaultValueSql(ReferenceNumbers.Next("I", Numbers)).HasSentinel("");
        builder.Property(bill => bill.Version).IsRowVersion();
        builder.HasIndex(bill => bill.Number).IsUnique().HasDatabaseName("ux_bills_number");
        builder.HasIndex(bill => bill.ParticipationId).IsUnique().HasDatabaseName(OneOpenBillPerParticipation)
            .HasFilter("paid_at is null and cancelled_at is null");
        builder.HasIndex(bill => new { bill.ParticipationId, bill.IssuedAt }).HasDatabaseName("ix_bills_participation");
        builder.HasIndex(bill => bill.EnrollmentId).HasDatabaseName("ix_bills_enrollment");
        builder.HasOne<Participation>().WithMany().HasForeignKey(bill => bill.ParticipationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Domain.Enrollments.Enrollment>().WithMany().HasForeignKey(bill => bill.EnrollmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(bill => bill.Lines).WithOne().HasForeignKey(line => line.BillId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BillLineConfiguration : IEntityTypeConfiguration<BillLine>
{
    public void Configure(EntityTypeBuilder<BillLine> builder)
    {
        builder.ToTable("bill_lines", table => table.HasCheckConstraint(
            "ck_bill_lines_amounts",
            "gross >= 0 and discount_percent between 0 and 100 and amount * 100 = gross * (100 - discount_percent)"));
        builder.HasKey(line => new { line.BillId, line.Month, line.Program });
    }
}

internal sealed class PaymentConfiguration : IEntityTypeConfiguration<Payment>
{
    public const string OnePaymentPerBill = "ux_payments_bill";
    public const string OneReferenceOnce = "ux_payments_reference";

    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("ck_payments_amount", "amount > 0"));
        builder.Property(payment => payment.Id).ValueGeneratedNever();
        builder.Property(payment => payment.Reference).HasMaxLength(40);
        builder.HasIndex(payment => payment.BillId).IsUnique().HasDatabaseName(OnePaymentPerBill);
        builder.HasIndex(payment => new { payment.Channel, payment.Reference }).IsUnique().HasDatabaseName(OneReferenceOnce);
        builder.HasIndex(payment => payment.PaidOn).HasDatabaseName("ix_payments_paid_on");
        builder.HasOne<Bill>().WithMany().HasForeignKey(payment => payment.BillId).OnDelete(DeleteBehavior.Restrict);
    }
}
