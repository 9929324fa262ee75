using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.Proofs;
using BpjsBjb.Domain.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class LoanConfiguration : IEntityTypeConfiguration<Loan>
{
    public const string OneApplicationNumberOnce = "ux_loans_application_number";
    public const string FourEyes = "ck_loans_four_eyes";

    /// <summary>Whoever stated the terms last does not clear them; a column of the database's own (reviews.v4.sql).</summary>
    public const string StatedByOther = "ck_loans_stated_by";

    public void Configure(EntityTypeBuilder<Loan> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_loans_amounts", "loan_amount > 0 and term_months > 0");
            table.HasCheckConstraint(FourEyes, "cleared_by is null or cleared_by <> registered_by");
            table.HasCheckConstraint("ck_loans_debtor", "num_nonnulls(business_id, employer_id) = 1 and (employer_id is null or group_id is null)");
        });
        builder.Property(loan => loan.Id).ValueGeneratedNever();
        builder.Property(loan => loan.ApplicationNumber).HasMaxLength(40);
        builder.Property(loan => loan.Purpose).HasMaxLength(200);
        builder.Property(loan => loan.ProductCode).HasMaxLength(30);
        builder.Property(loan => loan.RegencyCode).HasMaxLength(4);
        builder.Property(loan => loan.Version).IsRowVersion();
        builder.HasIndex(loan => loan.ApplicationNumber).IsUnique().HasDatabaseName(OneApplicationNumberOnce)
            .HasFilter("status <> 'Cancelled'");
        builder.HasIndex(loan => new { loan.BankPosition, loan.Status }).HasDatabaseName("ix_loans_bank_work");
        builder.HasIndex(loan => new { loan.BankPosition, loan.BpjsPosition }).HasDatabaseName("ix_loans_place");
        builder.HasIndex(loan => loan.RegencyCode).HasDatabaseName("ix_loans_regency");
        builder.HasOne<LoanProduct>().WithMany().HasForeignKey(loan => loan.ProductCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Office>().WithMany().HasForeignKey(loan => loan.OfficeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Business>().WithMany().HasForeignKey(loan => loan.BusinessId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(loan => loan.EmployerId).HasDatabaseName("ix_loans_employer").HasFilter("employer_id is not null");
        builder.HasIndex(loan => loan.GroupId).HasDatabaseName("ix_loans_group").HasFilter("group_id is not null");
        builder.HasOne<Employer>().WithMany().HasForeignKey(loan => loan.EmployerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<LoanGroup>().WithMany().HasForeignKey(loan => loan.GroupId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ParticipationDuty>().WithMany().HasForeignKey(loan => loan.DutyRuleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(loan => loan.Insured).WithOne().HasForeignKey(insured => insured.LoanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LoanInsuredConfiguration : IEntityTypeConfiguration<LoanInsured>
{
    public void Configure(EntityTypeBuilder<LoanInsured> builder)
    {
        builder.ToTable("loan_insured");
        builder.HasKey(insured => new { insured.LoanId, insured.PersonId });
        builder.HasIndex(insured => insured.ParticipationId).HasDatabaseName("ix_loan_insured_participation");
        // Both columns, so that the participation is that very person's.
        builder.HasOne<Participation>().WithMany()
            .HasForeignKey(insured => new { insured.ParticipationId, insured.PersonId })
            .HasPrincipalKey(participation => new { participation.Id, participation.PersonId })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DisbursementConfiguration : IEntityTypeConfiguration<Disbursement>
{
    public const string OneReferenceOnce = "ux_disbursements_reference";

    public void Configure(EntityTypeBuilder<Disbursement> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("ck_disbursements_amount", "amount > 0"));
        builder.Property(disbursement => disbursement.Id).ValueGeneratedNever();
        builder.Property(disbursement => disbursement.Reference).HasMaxLength(40);
        builder.HasIndex(disbursement => disbursement.Reference).IsUnique().HasDatabaseName(OneReferenceOnce);
        builder.HasIndex(disbursement => disbursement.LoanId).HasDatabaseName("ix_disbursements_loan");
        builder.HasOne<Loan>().WithMany().HasForeignKey(disbursement => disbursement.LoanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProofConfiguration : IEntityTypeConfiguration<Proof>
{
    public const string Numbers = "proof_numbers";
    public const string OneProofPerCover = "ux_proofs_loan_cover";

    public void Configure(EntityTypeBuilder<Proof> builder)
    {
        builder.Property(proof => proof.Id).ValueGeneratedNever();
        builder.Property(proof => proof.Code).HasConversion(code => code.Characters, characters => ProofCode.Stored(characters))
            .HasMaxLength(ProofCode.Length);
        builder.Property(proof => proof.DocumentNumber).HasMaxLength(20).HasDefaultValueSql(ReferenceNumbers.Next("BP", Numbers)).HasSentinel("");
        builder.HasIndex(proof => proof.Code).IsUnique().HasDatabaseName("ux_proofs_code");
        builder.HasIndex(proof => new { proof.LoanId, proof.CoveredFrom, proof.CoveredThrough }).IsUnique()
            .HasDatabaseName(OneProofPerCover);
        builder.HasOne<Participation>().WithMany().HasForeignKey(proof => proof.ParticipationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Loan>().WithMany().HasForeignKey(proof => proof.LoanId).OnDelete(DeleteBehavior.Restrict);
    }
}
