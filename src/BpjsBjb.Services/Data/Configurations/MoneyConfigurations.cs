using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Services.Contributions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class ReceiptConfiguration : IEntityTypeConfiguration<Receipt>
{
    public const string OneReferenceOnce = "ux_receipts_reference";

    public void Configure(EntityTypeBuilder<Receipt> builder)
    {
        builder.ToTable("receipts", table => table.HasCheckConstraint("ck_receipts_amount", "amount > 0"));
        builder.Property(receipt => receipt.Id).ValueGeneratedNever();
        builder.Property(receipt => receipt.Reference).HasMaxLength(40);
        builder.HasIndex(receipt => new { receipt.Channel, receipt.Reference }).IsUnique().HasDatabaseName(OneReferenceOnce);
        builder.HasIndex(receipt => receipt.ParticipationId).HasDatabaseName("ix_receipts_participation");
        builder.HasIndex(receipt => receipt.BillId).HasDatabaseName("ix_receipts_bill");
        builder.HasOne<Participation>().WithMany().HasForeignKey(receipt => receipt.ParticipationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Bill>().WithMany().HasForeignKey(receipt => receipt.BillId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MoneyEntryConfiguration : IEntityTypeConfiguration<MoneyEntry>
{
    public void Configure(EntityTypeBuilder<MoneyEntry> builder)
    {
        builder.ToTable("money_entries", table => table.HasCheckConstraint("ck_money_entries", "amount <> 0 and (account = 'Bill') = (bill_id is not null)"));
        builder.Property(entry => entry.Id).ValueGeneratedNever();
        builder.HasIndex(entry => entry.ReceiptId).HasDatabaseName("ix_money_entries_receipt");
        builder.HasIndex(entry => entry.BillId).HasDatabaseName("ix_money_entries_bill").HasFilter("bill_id is not null");
        builder.HasOne<Receipt>().WithMany().HasForeignKey(entry => entry.ReceiptId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Bill>().WithMany().HasForeignKey(entry => entry.BillId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PaymentReversalConfiguration : IEntityTypeConfiguration<PaymentReversal>
{
    public const string OnceOnly = "pk_payment_reversals";

    public void Configure(EntityTypeBuilder<PaymentReversal> builder)
    {
        builder.ToTable("payment_reversals");
        builder.HasKey(reversal => reversal.PaymentId);
        builder.HasOne<Payment>().WithOne().HasForeignKey<PaymentReversal>(reversal => reversal.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CarriedDiscountConfiguration : IEntityTypeConfiguration<CarriedDiscount>
{
    public void Configure(EntityTypeBuilder<CarriedDiscount> builder)
    {
        builder.ToTable("carried_discounts", table => table.HasCheckConstraint("ck_carried_discounts_credited", "credited > 0"));
        builder.HasKey(carried => new { carried.BillId, carried.Month, carried.Program });
        builder.HasOne<Bill>().WithMany().HasForeignKey(carried => carried.BillId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SuspenseLineConfiguration : IEntityTypeConfiguration<SuspenseLine>
{
    public void Configure(EntityTypeBuilder<SuspenseLine> builder) => builder.HasNoKey().ToView("suspense_lines");
}
