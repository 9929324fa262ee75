using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Loans;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>Invented businesses, cooperatives and groups, as far along as a test needs them.</summary>
public static class EmployerFixtures
{
    /// <summary>A micro CV that tailors: JKK group I, JKK and JKM.</summary>
    public static StateEmployer Cv(string name = "CV Rekaan", TestUser? reviewer = null) => new()
    {
        Key = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
        LegalForm = nameof(LegalForm.Cv),
        Name = name,
        Npwp = Npwp(A.Number()),
        Nib = "1234567890123",
        BusinessTypeId = "G1-001",
        Capital = "200.000.000",
        AnnualSales = "900.000.000",
        RegencyCode = "3204",
        BpjsOfficeId = (reviewer ?? SmallBank.Reviewer).OfficeId.ToString(),
    };

    public static StateEmployer Cooperative(string name = "Koperasi Rekaan", TestUser? reviewer = null) =>
        Cv(name, reviewer) with { LegalForm = nameof(LegalForm.Cooperative), CooperativeNumber = "3204010010001", BusinessTypeId = "G1-008" };

    /// <summary>Fifteen digits of an older number; its check digit is nobody's concern here.</summary>
    public static string Npwp(int number) => $"01{number:0000000}441000";

    /// <param name="number">Of the invented NIK; a new one when null.</param>
    public static StateWorker Worker(int? number = null, string name = "Budi Pekerja", string wage = "3.000.000", DateOnly? from = null, string role = "Worker") => new()
    {
        Nik = A.Nik(number ?? A.Number()),
        FullName = name,
        BirthDate = "10-03-1985",
        Role = role,
        MonthlyWage = wage,
        From = A.Date(from ?? new DateOnly(A.Today.Year, 1, 1)),
    };

    public static ApplyForLoan Loan(string product = "BJB-KOMERSIAL") => new()
    {
        ProductCode = product,
        LoanAmount = "300.000.000",
        TermMonths = "24",
        ApplicationNumber = $"USAHA-{A.Number():000000}",
        Purpose = "Modal kerja",
    };

    public static AddMember Member(int? number = null, string name = "Siti Anggota") =>
        new() { Nik = A.Nik(number ?? A.Number()), FullName = name, IsRequired = "true" };

    public static async Task<Guid> RegisteredEmployerAsync(this Desk desk, StateEmployer? typed = null, TestUser? by = null) =>
        (await desk.Get<EmployerService>().RegisterAsync(typed ?? Cv(), (by ?? SmallBank.Officer).Actor, Desk.Cancel)).Value;

    public static async Task<Guid> WithWorkerAsync(this Desk desk, Guid employer, StateWorker? worker = null, TestUser? by = null) =>
        (await desk.Get<WorkerService>().AddAsync(employer, worker ?? Worker(), (by ?? SmallBank.Officer).Actor, Desk.Cancel))!.Value;

    public static async Task NumberedAsync(this Desk desk, Guid employer, TestUser? by = null) => Assert.Empty((await desk.Get<EmployerService>()
        .RecordNppAsync(employer, await desk.EmployerVersionAsync(employer), $"JJ{A.Number():000000}", (by ?? SmallBank.Reviewer).Actor, Desk.Cancel))!.Refusals);

    public static async Task<Result<Guid>> PayAsync(this Desk desk, Guid employer, Month? month = null, TestUser? by = null, string? amount = null, string? reference = null)
    {
        var paid = month ?? Month.Of(desk.Clock.Today());
        var due = (await desk.EmployerAsync(employer, paid))!.Month.Due;
        var typed = new RecordEmployerPayment { Amount = amount ?? due.ToString(), PaidOn = A.Date(desk.Clock.Today()), Reference = reference ?? $"PU-{A.Number()}" };
        return (await desk.Get<EmployerPaymentService>().RecordAsync(employer, paid, typed, (by ?? SmallBank.Reviewer).Actor, Desk.Cancel))!;
    }

    /// <summary>A business with one worker, its number, and this month paid.</summary>
    public static async Task<Guid> PaidEmployerAsync(
        this Desk desk, TestUser? officer = null, TestUser? reviewer = null, string name = "CV Rekaan", string worker = "Budi Pekerja")
    {
        var employer = await desk.RegisteredEmployerAsync(Cv(name, reviewer), officer);
        await desk.WithWorkerAsync(employer, Worker(name: worker), officer);
        await desk.NumberedAsync(employer, reviewer);
        Assert.Empty((await desk.PayAsync(employer, by: reviewer)).Refusals);
        return employer;
    }

    /// <summary>A work accident of today of an employer's first worker; the employer needs a loan.</summary>
    public static async Task<Guid> WorkerClaimedAsync(this Desk desk, Guid employer, TestUser? by = null, ClaimKind kind = ClaimKind.AccidentAtWork)
    {
        var worker = (await desk.EmployerAsync(employer))!.Month.Workers[0].Id;
        var today = A.Date(desk.Clock.Today());
        var input = new OpenWorkerClaim
        {
            Worker = worker.ToString(),
            Kind = kind.ToString(),
            HappenedOn = today,
            Place = "Bengkel Rekaan",
            ToldBy = nameof(ClaimTeller.Workplace),
            ToldOn = today,
        };
        var opened = (await desk.Get<WorkerClaimService>().OpenAsync(employer, input, (by ?? SmallBank.Officer).Actor, Desk.Cancel))!;
        Assert.Empty(opened.Refusals);
        return opened.Value;
    }

    public static async Task<Guid> EmployerLoanAsync(this Desk desk, Guid employer, ApplyForLoan? typed = null, TestUser? by = null) =>
        (await desk.Get<EmployerLoanService>().ApplyAsync(employer, typed ?? Loan(), (by ?? SmallBank.Officer).Actor, Desk.Cancel))!.Value;

    /// <summary>A cooperative's loan with one required member on its list.</summary>
    public static async Task<EmployerLoanDetails> CooperativeLoanAsync(
        this Desk desk, TestUser? officer = null, TestUser? reviewer = null, string name = "Koperasi Rekaan", string member = "Siti Anggota", int? number = null)
    {
        var cooperative = await desk.RegisteredEmployerAsync(Cooperative(name, reviewer), officer);
        var loan = await desk.EmployerLoanAsync(cooperative, Loan("KOPERASI") with { Member = Member(number, member) }, officer);
        return await desk.EmployerLoanOfAsync(loan);
    }

    public static async Task<Guid> GroupAsync(this Desk desk, TestUser? officer = null, TestUser? reviewer = null, string? name = null)
    {
        var typed = new RegisterGroup { Name = name ?? $"Mesra {A.Number()}", BpjsOfficeId = (reviewer ?? SmallBank.Reviewer).OfficeId.ToString() };
        return (await desk.Get<LoanGroupService>().RegisterAsync(typed, (officer ?? SmallBank.Officer).Actor, Desk.Cancel)).Value;
    }

    public static Task<EmployerDetails?> EmployerAsync(this Desk desk, Guid id, Month? month = null) =>
        desk.Get<EmployerSearch>().DetailsAsync(id, month, SmallBank.Auditor.Actor, Desk.Cancel);

    public static async Task<uint> EmployerVersionAsync(this Desk desk, Guid id) => (await desk.EmployerAsync(id))!.Version;

    public static async Task<EmployerLoanDetails> EmployerLoanOfAsync(this Desk desk, Guid id) =>
        (await desk.Get<EmployerLoanSearch>().DetailsAsync(id, SmallBank.Auditor.Actor, Desk.Cancel))!;
}
