using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Dashboards;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Gate;
using BpjsBjb.Services.Guarantees;
using BpjsBjb.Services.Identifiers;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Mails;
using BpjsBjb.Services.Notices;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Privacy;
using BpjsBjb.Services.Proofs;
using BpjsBjb.Services.Quotes;
using BpjsBjb.Services.Reference;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Services.Rules;
using BpjsBjb.Services.Work;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BpjsBjb.Services;

/// <summary>The room's one front door.</summary>
public static class ServicesSetup
{
    /// <summary>Registers every use case on the connection strings of the portal's and the worker's own logins and the key file.</summary>
    /// <param name="auditSealFile">Where the heads of the audit chain are kept outside the database; null keeps none.</param>
    public static IdentityBuilder AddBpjsBjbServices(
        this IServiceCollection services, string connectionString, string workerConnectionString, MasterKeys keys, string? auditSealFile = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new PersonalDataVault(keys));
        // Settings end with their transaction; a reset between two borrowers would only throw away the plans of the gate's questions (gate.v2.sql).
        var keepingPlans = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true }.ConnectionString;
        services.AddDbContextFactory<BpjsBjbDbContext>(options =>
            DatabaseSetup.Configure(options, keepingPlans).AddInterceptors(ScopeSettings.Instance));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<BpjsBjbDbContext>>().CreateDbContext());
        services.AddSingleton(new WorkerDatabase(workerConnectionString));
        services.AddSingleton<KeyRing>();
        services.AddSingleton(provider => new RuleBookSource(Databases(provider), Clock(provider)));
        services.AddSingleton(provider => new ReferenceSource(Databases(provider), Clock(provider)));
        services.AddSingleton(provider => new ContributionPanelSource(provider.GetRequiredService<RuleBookSource>(), Clock(provider)));
        services.AddScoped(provider => new RuleSearch(Db(provider), Get<RuleBookSource>(provider)));
        services.AddSingleton(provider => new QuoteService(provider.GetRequiredService<RuleBookSource>(), provider.GetRequiredService<WageQuoteSource>()));
        services.AddSingleton(provider => new IdentifierChecks(Get<ReferenceSource>(provider), Clock(provider)));
        services.AddSingleton(provider => new BusinessTypeSearch(
            provider.GetRequiredService<ReferenceSource>(), provider.GetRequiredService<RuleBookSource>(), Clock(provider)));
        services.AddSingleton(provider => new WageQuoteSource(provider.GetRequiredService<RuleBookSource>()));
        services.AddSingleton(new AuditSealFile(auditSealFile));
        services.AddSingleton(provider => new AuditSealer(Get<WorkerDatabase>(provider), Get<AuditSealFile>(provider), Get<ILogger<AuditSealer>>(provider)));
        services.AddSingleton<RefusedSignIns>();
        services.AddScoped<FormVault>().AddScoped<KnownPersonSource>().AddScoped<TimelineSource>().AddScoped<Submission>();
        services.AddScoped(provider => new DatabaseHealth(Db(provider)));
        services.AddScoped(provider => new UserService(Db(provider), Clock(provider)));
        services.AddScoped(provider => new UserSearch(Db(provider), Get<RuleBookSource>(provider), Clock(provider)));
        AddGrants(services);
        services.AddScoped(provider => new FactorService(
            Db(provider), Vault(provider), Clock(provider), Get<ILogger<FactorService>>(provider)));
        services.AddScoped(provider => new ProviderLogins(Db(provider), Clock(provider), Get<ILogger<ProviderLogins>>(provider)));
        services.AddScoped(provider => new FactorResetService(
            Db(provider), Get<SessionService>(provider), Clock(provider), Get<ILogger<FactorResetService>>(provider)));
        services.TryAddSingleton(new SessionLimits());
        services.AddScoped(provider => new SessionKeeper(
            Get<WorkerDatabase>(provider), Get<RuleBookSource>(provider), Get<SessionLimits>(provider), Clock(provider),
            Get<ILogger<SessionKeeper>>(provider)));
        services.AddScoped(provider => new SessionService(
            Db(provider), Vault(provider), Get<SessionLimits>(provider), Clock(provider), Get<ILogger<SessionService>>(provider)));
        AddJobs(services);
        AddNotices(services);
        AddPrivacy(services);
        AddOffices(services);
        AddRules(services);
        services.AddScoped(provider => new ReferenceService(
            Db(provider), Get<ReferenceSource>(provider), Clock(provider), Get<ILogger<ReferenceService>>(provider)));
        services.AddScoped(provider => new ReferenceSearch(Db(provider)));
        AddEmployers(services);
        AddCover(services);
        AddGate(services);
        AddClaims(services);
        AddGuarantees(services);
        AddCsr(services);
        AddReviews(services);
        AddWriters(services);
        AddReaders(services);
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = PasswordRules.HashIterations);
        return services.AddIdentityCore<PortalUser>(ConfigureIdentity).AddEntityFrameworkStores<BpjsBjbDbContext>()
            .AddUserManager<PortalUserManager>().AddPasswordValidator<PasswordRules>();
    }

    /// <summary>Length instead of composition. When failures lock, and for how long, are dated rows: <see cref="PortalUserManager"/>.</summary>
    private static void ConfigureIdentity(IdentityOptions options)
    {
        options.Password.RequiredLength = PasswordRules.Shortest;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredUniqueChars = PasswordRules.DifferentCharacters;
        options.User.RequireUniqueEmail = true;
        options.Lockout.AllowedForNewUsers = true;
    }

    private static void AddGrants(IServiceCollection services)
    {
        services.AddScoped(provider => new GrantService(
            Db(provider), Get<ILookupNormalizer>(provider), Clock(provider), Get<ILogger<GrantService>>(provider)));
        services.AddScoped(provider => new InvitationService(
            Db(provider), Get<IPasswordHasher<PortalUser>>(provider), Get<SessionService>(provider), Clock(provider),
            Get<ILogger<InvitationService>>(provider)));
        services.AddScoped(provider => new PasswordLinkService(
            Db(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<PasswordLinkService>>(provider)));
        services.AddScoped(provider => new FirstAdminService(
            Db(provider), Get<ILookupNormalizer>(provider), Clock(provider), Get<ILogger<FirstAdminService>>(provider)));
        services.AddScoped(provider => new CertificationService(
            Db(provider), Get<GrantService>(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<CertificationService>>(provider)));
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.AddSingleton(provider => new JobRunner(Get<WorkerDatabase>(provider), Clock(provider)));
        services.AddSingleton(provider => new JobRunKeeper(Get<WorkerDatabase>(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new JobSearch(Db(provider), Get<IEnumerable<ScheduledJob>>(provider)));
    }

    private static void AddNotices(IServiceCollection services)
    {
        services.AddScoped(provider => new NoticeSearch(Db(provider)));
        services.AddScoped(provider => new NoticeService(Db(provider), Clock(provider)));
        services.AddScoped(provider => new MailChoiceService(Db(provider), Clock(provider)));
        services.AddScoped(provider => new MailSearch(Db(provider)));
        services.AddSingleton(provider => new MailKeeper(
            Get<WorkerDatabase>(provider), Get<IMailCarrier>(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<MailKeeper>>(provider)));
        services.AddSingleton(provider => new CoverKeeper(Get<WorkerDatabase>(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddSingleton(provider => new BillKeeper(Get<WorkerDatabase>(provider), Get<RuleBookSource>(provider), Clock(provider)));
    }

    private static void AddPrivacy(IServiceCollection services)
    {
        services.AddScoped(provider => new DataRequestService(
            Db(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<DataRequestService>>(provider)));
        services.AddScoped(provider => new DataRequestSearch(Db(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new BreachService(
            Db(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<BreachService>>(provider)));
        services.AddScoped(provider => new PersonFileSource(
            Db(provider), Vault(provider), Get<FormVault>(provider), Get<KnownPersonSource>(provider), Get<ReferenceSource>(provider), Clock(provider)));
        services.AddSingleton(provider => new RetentionKeeper(
            Get<WorkerDatabase>(provider), Vault(provider), new CsrEraser(Vault(provider), Clock(provider)), Clock(provider),
            Get<ILogger<RetentionKeeper>>(provider)));
        services.AddScoped(provider => new RetentionSearch(Db(provider), Get<RuleBookSource>(provider), Clock(provider)));
    }

    private static void AddOffices(IServiceCollection services)
    {
        services.AddScoped(provider => new OfficeService(
            Db(provider), Get<ReferenceSource>(provider), Clock(provider), Get<ILogger<OfficeService>>(provider)));
        services.AddScoped(provider => new OfficeSearch(Db(provider), Get<MergerSearch>(provider), Clock(provider)));
        services.AddScoped(provider => new MergerService(Db(provider), Clock(provider), Get<ILogger<MergerService>>(provider)));
        services.AddScoped(provider => new MergerSearch(Db(provider), Clock(provider)));
        services.AddSingleton(provider => new MergerKeeper(
            Get<WorkerDatabase>(provider), Get<ReferenceSource>(provider), Get<ILogger<MergerKeeper>>(provider)));
    }

    private static void AddRules(IServiceCollection services)
    {
        services.AddScoped(provider => new RuleProposalService(
            Db(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<RuleProposalService>>(provider)));
        services.AddScoped(provider => new RuleProposalSearch(Db(provider), Get<RuleNewsSearch>(provider), Get<RuleBookSource>(provider)));
        services.AddScoped(provider => new RuleNewsSearch(Db(provider)));
        services.AddScoped(provider => new RuleNewsService(Db(provider), Clock(provider)));
        services.AddScoped(provider => new ExplanationSearch(Db(provider), Get<QuoteService>(provider), Get<RuleBookSource>(provider)));
        services.AddSingleton(provider => new TrialKeeper(
            Get<WorkerDatabase>(provider), Get<RuleBookSource>(provider), Vault(provider), Clock(provider), Get<ILogger<TrialKeeper>>(provider)));
    }

    private static void AddEmployers(IServiceCollection services)
    {
        services.AddScoped(provider => new EmployerPrices(Db(provider), Vault(provider)));
        services.AddScoped(provider => new EmployerService(
            Db(provider), Vault(provider), Get<RuleBookSource>(provider), Get<ReferenceSource>(provider), Clock(provider),
            Get<ILogger<EmployerService>>(provider)));
        services.AddScoped(provider => new WorkerService(Db(provider), Vault(provider), Clock(provider), Get<ILogger<WorkerService>>(provider)));
        services.AddScoped(provider => new WorkerClaimSearch(Db(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new WorkerClaimService(Db(provider), Vault(provider), Clock(provider), Get<ILogger<WorkerClaimService>>(provider)));
        services.AddScoped(provider => new EmployerPaymentService(
            Db(provider), Get<EmployerPrices>(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<EmployerPaymentService>>(provider)));
        services.AddScoped(provider => new EmployerLoanService(
            Db(provider), Vault(provider), Get<RuleBookSource>(provider), Get<ReferenceSource>(provider), Clock(provider),
            Get<ILogger<EmployerLoanService>>(provider)));
        services.AddScoped(provider => new LoanGroupService(
            Db(provider), Get<RuleBookSource>(provider), Get<ReferenceSource>(provider), Clock(provider), Get<ILogger<LoanGroupService>>(provider)));
        services.AddScoped(provider => new EmployerSearch(
            Db(provider), Vault(provider), Get<EmployerPrices>(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new EmployerLoanSearch(Db(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider)));
    }

    private static void AddCsr(IServiceCollection services)
    {
        services.AddScoped(provider => new CsrFundService(Db(provider), Vault(provider), Clock(provider), Get<ILogger<CsrFundService>>(provider)));
        services.AddScoped(provider => new CsrListService(
            Db(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<CsrListService>>(provider)));
        services.AddScoped(provider => new CsrAllocationService(
            Db(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<CsrAllocationService>>(provider)));
        services.AddScoped(provider => new CsrFollowService(Db(provider), Clock(provider)));
        services.AddScoped(provider => new CsrRequestService(
            Db(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<CsrRequestService>>(provider)));
        services.AddScoped(provider => new CsrRequestSearch(Db(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new CsrDonorSearch(Db(provider), Clock(provider)));
        services.AddScoped(provider => new CsrBlindedLists(Get<WorkerDatabase>(provider), Get<CsrDonorSearch>(provider), Vault(provider), Clock(provider)));
        services.AddScoped(provider => new CsrSearch(
            Db(provider), Vault(provider), Get<RuleBookSource>(provider), Get<CsrAllocationService>(provider), Clock(provider)));
    }

    private static void AddGuarantees(IServiceCollection services)
    {
        services.AddScoped(provider => new GuaranteeService(Db(provider), Clock(provider), Get<ILogger<GuaranteeService>>(provider)));
        services.AddScoped(provider => new AgreementSearch(Db(provider)));
        services.AddScoped(provider => new AgreementPapers(Db(provider), Vault(provider), Clock(provider)));
        services.AddScoped(provider => new PartnerSearch(Db(provider), Clock(provider)));
        services.AddScoped(provider => new GuaranteeFileService(Db(provider), Vault(provider), Clock(provider)));
        services.AddScoped(provider => new GuaranteeSearch(Db(provider), Get<LoanSearch>(provider), Get<RuleBookSource>(provider), Clock(provider)));
    }

    private static void AddCover(IServiceCollection services)
    {
        services.AddSingleton(provider => new DiscountKeeper(
            Get<WorkerDatabase>(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<DiscountKeeper>>(provider)));
        services.AddScoped(provider => new CoverSearch(Db(provider), Get<LoanSearch>(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new CoverService(
            Db(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<CoverService>>(provider)));
        services.AddSingleton(provider => new MonthKeeper(Get<WorkerDatabase>(provider), Clock(provider), Get<ILogger<MonthKeeper>>(provider)));
        services.AddSingleton(provider => new RenewalKeeper(
            Get<WorkerDatabase>(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<RenewalKeeper>>(provider)));
    }

    private static void AddGate(IServiceCollection services)
    {
        services.AddScoped(provider => new GateSearch(Db(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new WaiverService(
            Db(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<WaiverService>>(provider)));
        services.AddScoped(provider => new DecisionService(Db(provider), Clock(provider)));
        services.AddSingleton(provider => new SigningKeys(
            Get<WorkerDatabase>(provider), Get<RuleBookSource>(provider), Vault(provider), Clock(provider), Get<ILogger<SigningKeys>>(provider)));
        services.AddSingleton(provider => new CsrLookKeeper(
            Get<WorkerDatabase>(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider), Get<ILogger<CsrLookKeeper>>(provider)));
        services.AddSingleton(provider => new CsrAllocationKeeper(Get<WorkerDatabase>(provider)));
        services.AddSingleton(provider => new CsrKeeper(Get<WorkerDatabase>(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddSingleton(provider => new WaiverKeeper(Get<WorkerDatabase>(provider)));
        services.AddSingleton(provider => new PayoutProver(Get<WorkerDatabase>(provider), Get<ILogger<PayoutProver>>(provider)));
    }

    private static void AddClaims(IServiceCollection services)
    {
        services.AddScoped(provider => new ClaimService(Db(provider), Vault(provider), Clock(provider), Get<ILogger<ClaimService>>(provider)));
        services.AddScoped(provider => new ClaimPapers(Db(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new ClaimSearch(Db(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddSingleton(provider => new ClaimKeeper(Get<WorkerDatabase>(provider), Get<RuleBookSource>(provider), Clock(provider)));
    }

    private static void AddReviews(IServiceCollection services)
    {
        services.AddScoped(provider => new ReviewQueue(
            Db(provider), Vault(provider), Get<ReferenceSource>(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new ReviewClaims(Db(provider), Get<ReviewQueue>(provider), Get<ILogger<ReviewClaims>>(provider)));
        services.AddScoped(provider => new SecondLooks(Db(provider), Get<ReviewSearch>(provider), Clock(provider), Get<ILogger<SecondLooks>>(provider)));
        services.AddScoped(provider => new DuplicateSearch(
            Db(provider), Vault(provider), Get<ReferenceSource>(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new DuplicateService(Db(provider), Vault(provider), Clock(provider), Get<ILogger<DuplicateService>>(provider)));
        services.AddSingleton(provider => new DuplicateKeeper(
            Get<WorkerDatabase>(provider), Vault(provider), Clock(provider), Get<ILogger<DuplicateKeeper>>(provider)));
        services.AddSingleton(provider => new EscalationKeeper(Get<WorkerDatabase>(provider), Get<ILogger<EscalationKeeper>>(provider)));
    }

    private static void AddWriters(IServiceCollection services)
    {
        services.AddScoped(provider => new EnrollmentService(
            Db(provider), Vault(provider), Get<FormVault>(provider), Get<KnownPersonSource>(provider), Get<Submission>(provider),
            Get<RuleBookSource>(provider), Get<ReferenceSource>(provider), Clock(provider), Get<ILogger<EnrollmentService>>(provider)));
        services.AddScoped(provider => new ReviewService(
            Db(provider), Vault(provider), Get<FormVault>(provider), Get<Submission>(provider), Get<RuleBookSource>(provider),
            Get<ReferenceSource>(provider), Get<ReviewClaims>(provider), Clock(provider), Get<ILogger<ReviewService>>(provider)));
        services.AddScoped(provider => new ContributionService(
            Db(provider), Get<FormVault>(provider), Get<RuleBookSource>(provider), Get<ReferenceSource>(provider), Clock(provider),
            Get<ILogger<ContributionService>>(provider)));
        services.AddScoped(provider => new MoneyService(Db(provider), Clock(provider), Get<ILogger<MoneyService>>(provider)));
        services.AddScoped(provider => new LoanService(Db(provider), Clock(provider), Get<ILogger<LoanService>>(provider)));
        services.AddScoped(provider => new PersonalDataReads(Db(provider), Vault(provider), Get<FormVault>(provider)));
        services.AddScoped(provider => new ProofService(Db(provider), Clock(provider), Get<ILogger<ProofService>>(provider)));
    }

    private static void AddReaders(IServiceCollection services)
    {
        services.AddScoped(provider => new EnrollmentSearch(
            Db(provider), Vault(provider), Get<FormVault>(provider), Get<KnownPersonSource>(provider), Get<TimelineSource>(provider),
            Get<RuleBookSource>(provider), Get<ReferenceSource>(provider), Clock(provider)));
        services.AddScoped(provider => new ReviewSearch(
            Db(provider), Vault(provider), Get<EnrollmentSearch>(provider), Get<ReviewQueue>(provider), Get<ContributionPanelSource>(provider),
            Get<ReferenceSource>(provider), Clock(provider)));
        services.AddScoped(provider => new WorkSearch(Db(provider), Get<EnrollmentSearch>(provider), Get<ReviewQueue>(provider), Clock(provider)));
        services.AddScoped(provider => new ContributionSearch(Db(provider), Vault(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new LoanSearch(
            Db(provider), Vault(provider), Get<TimelineSource>(provider), Get<RuleBookSource>(provider), Clock(provider)));
        services.AddScoped(provider => new AuditSearch(Db(provider), Vault(provider)));
        services.AddScoped(provider => new AuditChain(Db(provider), Get<AuditSealFile>(provider), Clock(provider)));
        services.AddScoped(provider => new DashboardSearch(
            new DashboardFigures(Db(provider)), new ReviewFigures(Db(provider)), Get<ReferenceSource>(provider), Clock(provider)));
        services.AddScoped(provider => new DashboardRowSearch(
            Db(provider), new DashboardFigures(Db(provider)), Vault(provider), Get<ReferenceSource>(provider)));
        services.AddScoped(provider => new ProofSearch(
            Db(provider), Vault(provider), Get<RuleBookSource>(provider), Get<ReferenceSource>(provider), Clock(provider)));
    }

    private static BpjsBjbDbContext Db(IServiceProvider provider) => provider.GetRequiredService<BpjsBjbDbContext>();

    private static PersonalDataVault Vault(IServiceProvider provider) => provider.GetRequiredService<PersonalDataVault>();

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static IDbContextFactory<BpjsBjbDbContext> Databases(IServiceProvider provider) =>
        provider.GetRequiredService<IDbContextFactory<BpjsBjbDbContext>>();

    private static T Get<T>(IServiceProvider provider)
        where T : notnull => provider.GetRequiredService<T>();
}
