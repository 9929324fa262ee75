using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class CoverContactConfiguration : IEntityTypeConfiguration<CoverContact>
{
    public void Configure(EntityTypeBuilder<CoverContact> builder)
    {
        builder.ToTable("cover_contacts");
        builder.Property(contact => contact.Id).ValueGeneratedNever();
        builder.HasIndex(contact => new { contact.LoanId, contact.At }).HasDatabaseName("ix_cover_contacts_loan");
        builder.HasOne<Loan>().WithMany().HasForeignKey(contact => contact.LoanId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Participation>().WithMany().HasForeignKey(contact => contact.ParticipationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LoanBalanceConfiguration : IEntityTypeConfiguration<LoanBalance>
{
    public const string OneADay = "pk_loan_balances";

    public void Configure(EntityTypeBuilder<LoanBalance> builder)
    {
        builder.ToTable("loan_balances", table => table.HasCheckConstraint("ck_loan_balances_outstanding", "outstanding >= 0"));
        builder.HasKey(balance => new { balance.LoanId, balance.AsOf });
        builder.HasOne<Loan>().WithMany().HasForeignKey(balance => balance.LoanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LoanClosureConfiguration : IEntityTypeConfiguration<LoanClosure>
{
    public const string OnceOnly = "pk_loan_closures";

    public void Configure(EntityTypeBuilder<LoanClosure> builder)
    {
        builder.ToTable("loan_closures");
        builder.HasKey(closure => closure.LoanId);
        builder.HasOne<Loan>().WithMany().HasForeignKey(closure => closure.LoanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CoverExitConfiguration : IEntityTypeConfiguration<CoverExit>
{
    public const string OnceOnly = "pk_cover_exits";

    public void Configure(EntityTypeBuilder<CoverExit> builder)
    {
        builder.ToTable("cover_exits");
        builder.HasKey(exit => new { exit.LoanId, exit.ParticipationId });
        builder.HasIndex(exit => exit.ParticipationId).HasDatabaseName("ix_cover_exits_participation");
        builder.HasOne<Loan>().WithMany().HasForeignKey(exit => exit.LoanId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Participation>().WithMany().HasForeignKey(exit => exit.ParticipationId).OnDelete(DeleteBehavior.Restrict);
    }
}
