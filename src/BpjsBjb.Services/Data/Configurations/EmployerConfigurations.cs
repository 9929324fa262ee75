using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Employers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BpjsBjb.Services.Data.Configurations;

internal sealed class EmployerConfiguration : IEntityTypeConfiguration<Employer>
{
    public const string PrimaryKey = "pk_employers";
    public const string OneEmployerPerNpwp = "ux_employers_npwp";
    public const string OneNppOnce = "ux_employers_npp";
    public const string FourEyes = "ck_employers_four_eyes";

    public void Configure(EntityTypeBuilder<Employer> builder)
    {
        builder.ToTable("employers", table =>
        {
            table.HasCheckConstraint("ck_employers_amounts", "capital >= 0 and coalesce(annual_sales, 0) >= 0");
            table.HasCheckConstraint("ck_employers_risk_group", "risk_group between 1 and 5");
            table.HasCheckConstraint("ck_employers_cooperative_number", "cooperative_number is null or legal_form = 'Cooperative'");
            table.HasCheckConstraint("ck_employers_npp", "(npp is null) = (npp_by is null) and (npp is null) = (npp_at is null)");
            table.HasCheckConstraint(FourEyes, "npp_by is null or npp_by <> registered_by");
        });
        builder.Property(employer => employer.Id).ValueGeneratedNever();
        builder.Property(employer => employer.Name).HasMaxLength(EmployerValidator.LongestName);
        builder.Property(employer => employer.NameSearch).HasMaxLength(EmployerValidator.LongestName);
        builder.Property(employer => employer.Nib).HasMaxLength(13);
        builder.Property(employer => employer.CooperativeNumber).HasMaxLength(20);
        builder.Property(employer => employer.Npp).HasMaxLength(32);
        builder.Property(employer => employer.BusinessTypeId).HasMaxLength(10);
        builder.Property(employer => employer.RegencyCode).HasMaxLength(4);
        builder.Property(employer => employer.Version).IsRowVersion();
        builder.Ignore(employer => employer.IsCooperative);
        builder.HasIndex(employer => employer.NpwpHash).IsUnique().HasDatabaseName(OneEmployerPerNpwp);
        builder.HasIndex(employer => employer.Npp).IsUnique().HasDatabaseName(OneNppOnce).HasFilter("npp is not null");
        builder.HasIndex(employer => new { employer.BankPosition, employer.BpjsPosition }).HasDatabaseName("ix_employers_place");
        builder.HasOne<Office>().WithMany().HasForeignKey(employer => employer.OfficeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Office>().WithMany().HasForeignKey(employer => employer.BpjsOfficeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<BusinessType>().WithMany().HasForeignKey(employer => employer.BusinessTypeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EmployerWorkerConfiguration : IEntityTypeConfiguration<EmployerWorker>
{
    public const string OneOpenRowPerNik = "ux_employer_workers_open";

    /// <summary>Made by employers.v1.sql: stretches of one person at one employer never overlap.</summary>
    public const string NoOverlap = "ex_employer_workers";

    public void Configure(EntityTypeBuilder<EmployerWorker> builder)
    {
        builder.ToTable("employer_workers", table => table.HasCheckConstraint("ck_employer_workers_days", "valid_to is null or valid_to >= valid_from"));
        builder.Property(worker => worker.Id).ValueGeneratedNever();
        builder.Property(worker => worker.FullName).HasMaxLength(PersonName.MaximumLength);
        builder.Property(worker => worker.Version).IsRowVersion();
        builder.HasIndex(worker => new { worker.EmployerId, worker.NikHash }).IsUnique().HasDatabaseName(OneOpenRowPerNik).HasFilter("valid_to is null");
        builder.HasOne<Employer>().WithMany().HasForeignKey(worker => worker.EmployerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EmployerPaymentConfiguration : IEntityTypeConfiguration<EmployerPayment>
{
    public const string OneReferenceOnce = "ux_employer_payments_reference";

    public void Configure(EntityTypeBuilder<EmployerPayment> builder)
    {
        builder.ToTable("employer_payments", table => table.HasCheckConstraint(
            "ck_employer_payments_amount", "amount > 0 and worker_count > 0 and month = date_trunc('month', month::timestamp)::date"));
        builder.Property(payment => payment.Id).ValueGeneratedNever();
        builder.Property(payment => payment.Reference).HasMaxLength(EmployerPaymentService.LongestReference);
        builder.HasIndex(payment => payment.Reference).IsUnique().HasDatabaseName(OneReferenceOnce);
        builder.HasIndex(payment => new { payment.EmployerId, payment.Month }).HasDatabaseName("ix_employer_payments_employer");
        builder.HasOne<Employer>().WithMany().HasForeignKey(payment => payment.EmployerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class WorkerMonthConfiguration : IEntityTypeConfiguration<WorkerMonth>
{
    public void Configure(EntityTypeBuilder<WorkerMonth> builder)
    {
        builder.ToTable("worker_months");
        builder.HasKey(row => new { row.EmployerId, row.NikHash, row.Month });
        builder.HasOne<Employer>().WithMany().HasForeignKey(row => row.EmployerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<EmployerPayment>().WithMany().HasForeignKey(row => row.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LoanMemberConfiguration : IEntityTypeConfiguration<LoanMember>
{
    public const string OnceOnTheList = "ux_loan_members_nik";

    public void Configure(EntityTypeBuilder<LoanMember> builder)
    {
        builder.ToTable("loan_members");
        builder.Property(member => member.Id).ValueGeneratedNever();
        builder.Property(member => member.FullName).HasMaxLength(PersonName.MaximumLength);
        builder.HasIndex(member => new { member.LoanId, member.NikHash }).IsUnique().HasDatabaseName(OnceOnTheList);
        builder.HasOne<Loan>().WithMany().HasForeignKey(member => member.LoanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LoanGroupConfiguration : IEntityTypeConfiguration<LoanGroup>
{
    public const string OneNamePerOffice = "ux_loan_groups_name";

    public void Configure(EntityTypeBuilder<LoanGroup> builder)
    {
        builder.ToTable("loan_groups");
        builder.Property(group => group.Id).ValueGeneratedNever();
        builder.Property(group => group.Name).HasMaxLength(LoanGroup.LongestName);
        builder.HasIndex(group => new { group.OfficeId, group.Name }).IsUnique().HasDatabaseName(OneNamePerOffice);
        builder.HasIndex(group => new { group.BankPosition, group.BpjsPosition }).HasDatabaseName("ix_loan_groups_place");
        builder.HasOne<Office>().WithMany().HasForeignKey(group => group.OfficeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BusinessTypeAnswerConfiguration : IEntityTypeConfiguration<BusinessTypeAnswer>
{
    public void Configure(EntityTypeBuilder<BusinessTypeAnswer> builder)
    {
        builder.ToTable("business_type_answers");
        builder.Property(answer => answer.Id).ValueGeneratedNever();
        builder.Property(answer => answer.Words).HasMaxLength(300);
        builder.Property(answer => answer.QuestionId).HasMaxLength(200);
        builder.Property(answer => answer.QuestionEn).HasMaxLength(200);
        builder.Property(answer => answer.AnswerId).HasMaxLength(200);
        builder.Property(answer => answer.AnswerEn).HasMaxLength(200);
        builder.Property(answer => answer.BusinessTypeId).HasMaxLength(10);
        builder.HasOne<BusinessType>().WithMany().HasForeignKey(answer => answer.BusinessTypeId).OnDelete(DeleteBehavior.Restrict);
    }
}
