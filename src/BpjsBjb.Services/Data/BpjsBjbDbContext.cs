using BpjsBjb.Domain.Access;
using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Proofs;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Dashboards;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Services.Rules;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Data;

/// <summary>The portal's tables. Names, lengths and constraints that convention does not give are in <c>Configurations</c>.</summary>
internal sealed class BpjsBjbDbContext : IdentityUserContext<PortalUser, Guid>
{
    public BpjsBjbDbContext(DbContextOptions<BpjsBjbDbContext> options)
        : base(options)
    {
        // Even a lone statement is a transaction, because its scope ends with it; a refused one is never half kept.
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        Database.AutoSavepointsEnabled = false;
    }

    /// <summary>With passkeys; said here, because the design tools and the worker know no Identity options.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    /// <summary>Whose rows the next transaction may touch; set by <see cref="UnitsOfWork"/>.</summary>
    internal RowScope Rows { get; set; } = RowScope.Nobody;

    public DbSet<Office> Offices => Set<Office>();

    public DbSet<Region> Regions => Set<Region>();

    public DbSet<RegionTile> RegionTiles => Set<RegionTile>();

    public DbSet<BusinessType> BusinessTypes => Set<BusinessType>();

    public DbSet<BusinessTypeAnswer> BusinessTypeAnswers => Set<BusinessTypeAnswer>();

    public DbSet<LoanProduct> LoanProducts => Set<LoanProduct>();

    public DbSet<Guarantor> Guarantors => Set<Guarantor>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Heir> Heirs => Set<Heir>();

    public DbSet<RegistryMember> RegistryMembers => Set<RegistryMember>();

    public DbSet<Business> Businesses => Set<Business>();

    public DbSet<Enrollment> Enrollments => Set<Enrollment>();

    public DbSet<EnrollmentEvent> EnrollmentHistory => Set<EnrollmentEvent>();

    public DbSet<Consent> Consents => Set<Consent>();

    public DbSet<BreachIncident> BreachIncidents => Set<BreachIncident>();

    public DbSet<DataRequest> DataRequests => Set<DataRequest>();

    public DbSet<Participation> Participations => Set<Participation>();

    public DbSet<CoveredMonth> CoveredMonths => Set<CoveredMonth>();

    public DbSet<Bill> Bills => Set<Bill>();

    public DbSet<BillLine> BillLines => Set<BillLine>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<Receipt> Receipts => Set<Receipt>();

    public DbSet<MoneyEntry> MoneyEntries => Set<MoneyEntry>();

    public DbSet<SuspenseLine> SuspenseLines => Set<SuspenseLine>();

    public DbSet<PaymentReversal> PaymentReversals => Set<PaymentReversal>();

    public DbSet<CarriedDiscount> CarriedDiscounts => Set<CarriedDiscount>();

    public DbSet<Loan> Loans => Set<Loan>();

    public DbSet<LoanInsured> LoanInsured => Set<LoanInsured>();

    public DbSet<LoanMember> LoanMembers => Set<LoanMember>();

    public DbSet<LoanGroup> LoanGroups => Set<LoanGroup>();

    public DbSet<Employer> Employers => Set<Employer>();

    public DbSet<EmployerWorker> EmployerWorkers => Set<EmployerWorker>();

    public DbSet<EmployerPayment> EmployerPayments => Set<EmployerPayment>();

    public DbSet<WorkerMonth> WorkerMonths => Set<WorkerMonth>();

    public DbSet<Disbursement> Disbursements => Set<Disbursement>();

    public DbSet<CoverContact> CoverContacts => Set<CoverContact>();

    public DbSet<LoanBalance> LoanBalances => Set<LoanBalance>();

    public DbSet<LoanClosure> LoanClosures => Set<LoanClosure>();

    public DbSet<CoverExit> CoverExits => Set<CoverExit>();

    public DbSet<Claim> Claims => Set<Claim>();

    public DbSet<ClaimEvent> ClaimEvents => Set<ClaimEvent>();

    public DbSet<ClaimHeir> ClaimHeirs => Set<ClaimHeir>();

    public DbSet<ClaimClosure> ClaimClosures => Set<ClaimClosure>();

    public DbSet<ClaimItemRule> ClaimItemRules => Set<ClaimItemRule>();

    public DbSet<Proof> Proofs => Set<Proof>();

    public DbSet<Target> Targets => Set<Target>();

    public DbSet<Baseline> Baselines => Set<Baseline>();

    public DbSet<ParticipantMonth> ParticipantMonths => Set<ParticipantMonth>();

    public DbSet<Facility> Facilities => Set<Facility>();

    public DbSet<FacilityMonth> FacilityMonths => Set<FacilityMonth>();

    public DbSet<CaseStanding> CaseStandings => Set<CaseStanding>();

    public DbSet<CaseMonth> CaseMonths => Set<CaseMonth>();

    public DbSet<CaseBill> CaseBills => Set<CaseBill>();

    public DbSet<ReviewQueueRow> ReviewQueue => Set<ReviewQueueRow>();

    public DbSet<ContributionReceipt> ContributionReceipts => Set<ContributionReceipt>();

    public DbSet<TargetInForce> TargetsInForce => Set<TargetInForce>();

    public DbSet<AccessGrant> AccessGrants => Set<AccessGrant>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<UserAuthenticator> UserAuthenticators => Set<UserAuthenticator>();

    public DbSet<FactorReset> FactorResets => Set<FactorReset>();

    public DbSet<UserRecoveryCode> UserRecoveryCodes => Set<UserRecoveryCode>();

    public DbSet<UserSession> UserSessions => Set<UserSession>();

    public DbSet<KeyRingEntry> KeyRing => Set<KeyRingEntry>();

    public DbSet<KeyCheck> KeyChecks => Set<KeyCheck>();

    public DbSet<ContributionBracket> ContributionBrackets => Set<ContributionBracket>();

    public DbSet<FlatContribution> FlatContributions => Set<FlatContribution>();

    public DbSet<ContributionDiscount> ContributionDiscounts => Set<ContributionDiscount>();

    public DbSet<ProgramDuty> ProgramDuties => Set<ProgramDuty>();

    public DbSet<PrepaymentTerm> PrepaymentTerms => Set<PrepaymentTerm>();

    public DbSet<EvidenceDuty> EvidenceDuties => Set<EvidenceDuty>();

    public DbSet<ProductGuarantee> ProductGuarantees => Set<ProductGuarantee>();

    public DbSet<ParticipationDuty> ParticipationDuties => Set<ParticipationDuty>();

    public DbSet<Limit> Limits => Set<Limit>();

    public DbSet<EnterpriseClassRule> EnterpriseClasses => Set<EnterpriseClassRule>();

    public DbSet<BenefitRule> Benefits => Set<BenefitRule>();

    public DbSet<WageRate> WageRates => Set<WageRate>();

    public DbSet<JpWageCeiling> JpWageCeilings => Set<JpWageCeiling>();

    public DbSet<WageProgramDuty> WageProgramDuties => Set<WageProgramDuty>();

    public DbSet<JkpShare> JkpShares => Set<JkpShare>();

    public DbSet<SupersededRule> SupersededRules => Set<SupersededRule>();

    public DbSet<PrivacyNotice> PrivacyNotices => Set<PrivacyNotice>();

    public DbSet<RetentionRule> RetentionRules => Set<RetentionRule>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Rupiah>().HaveConversion<RupiahConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    /// <summary>Whether every blocking condition of the gate is met or waived on a day; asked inside a query alone.</summary>
    internal bool LoanGateIsOpen(Guid loanId, DateOnly on) => throw new NotSupportedException($"{loanId} {on}");

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<PortalUser>().ToTable("users");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.HasDbFunction(() => LoanGateIsOpen(Guid.Empty, DateOnly.MinValue)).HasName("loan_gate_is_open");
        builder.HasSequence(EnrollmentConfiguration.Numbers);
        builder.HasSequence(BillConfiguration.Numbers);
        builder.HasSequence(ProofConfiguration.Numbers);
        builder.HasSequence(DataRequestConfiguration.Numbers);
        builder.HasSequence(BreachIncidentConfiguration.Numbers);
        builder.ApplyConfigurationsFromAssembly(typeof(BpjsBjbDbContext).Assembly);
    }
}
