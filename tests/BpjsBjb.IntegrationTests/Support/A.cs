using System.Globalization;
using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>Valid things, all invented. A test mentions only what matters to it.</summary>
public static class A
{
    /// <summary>Ten in the morning in Jakarta, in the middle of a month inside the discount of 2026.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 10, 3, 0, 0, TimeSpan.Zero);

    public static readonly DateOnly Today = JakartaTime.DateIn(Now);

    private static int _last;

    public static int Number() => Interlocked.Increment(ref _last);

    /// <summary>A man born on 10 March 1985, first registered in Jakarta: nothing to warn of.</summary>
    public static string Nik(int number) => $"317100100385{number:0000}";

    public static string Kpj(int number) => $"9{number:0000000000}";

    /// <summary>A KUR Kecil of Rp150 million, which makes participation mandatory; three months are to be paid.</summary>
    public static EnrollmentForm Form(int? number = null)
    {
        var n = number ?? Number();
        return new EnrollmentForm
        {
            Loan = new LoanForm
            {
                ProductCode = "KUR-KECIL",
                LoanAmount = "150.000.000",
                TermMonths = "24",
                Purpose = "Modal kerja",
                ApplicationNumber = $"UJI-{n:000000}",
            },
            Debtor = new DebtorForm
            {
                Nik = Nik(n),
                FullName = "Budi Rekaan",
                BpjsOfficeId = SmallBank.BpjsBandung.ToString(),
                BirthPlace = "Jakarta",
                BirthDate = "10-03-1985",
                Sex = "Male",
                MotherName = "Ibu Rekaan",
                Phone = "081220457719",
                Address = "Jalan Rekaan 1",
                DistrictCode = "320101",
                StatedMembership = "None",
            },
            Business = new BusinessForm
            {
                BusinessTypeId = "G1-001",
                Description = "Penjahit rekaan",
                Sector = "Other",
                RegencyCode = "3204",
                Capital = "50.000.000",
                AnnualSales = "200.000.000",
                EmploysWorkers = "false",
            },
            Income = new IncomeForm { MonthlyIncome = "3.000.000", WithJht = "false", Months = "3" },
            Heirs = new HeirsForm { Heirs = [new HeirForm { Name = "Siti Rekaan", Relation = "Spouse" }, new(), new()] },
            Consent = new ConsentForm { Given = "true", TextVersion = "1", TakesPart = "true" },
        };
    }

    /// <summary>A KUR Mikro of Rp50 million, where participation is offered and may be declined.</summary>
    public static EnrollmentForm OfferedForm(int? number = null)
    {
        var form = Form(number);
        return form with { Loan = form.Loan with { ProductCode = "KUR-MIKRO", LoanAmount = "50.000.000" } };
    }

    public static EnrollmentForm DeclinedForm(int? number = null)
    {
        var form = OfferedForm(number);
        return form with { Consent = form.Consent with { TakesPart = "false", DeclineReason = "CannotAfford" } };
    }

    public static StartEnrollment Start(EnrollmentForm form, Guid? key = null) => new()
    {
        Key = key ?? Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
        Nik = form.Debtor.Nik,
        FullName = form.Debtor.FullName,
        BpjsOfficeId = form.Debtor.BpjsOfficeId,
    };

    public static AcceptEnrollment Acceptance(int? card = null, string outcome = "NewMembership", string? coveredThrough = null) =>
        new() { Kpj = Kpj(card ?? Number()), Outcome = outcome, CoveredThrough = coveredThrough };

    public static ReturnEnrollment Return(string field = "Debtor.MotherName") => new()
    {
        Fields = [new ReturnChoice { Field = field, IsChosen = true, Reason = "DiffersFromIdentityCard" }],
        Message = "Samakan dengan e-KTP",
    };

    public static RecordPayment Payment(Rupiah amount, DateOnly? paidOn = null, string? reference = null) => new()
    {
        Amount = amount.ToString(),
        PaidOn = Date(paidOn ?? Today),
        Channel = "BankBjb",
        Reference = reference ?? $"BAYAR-{Number()}",
    };

    public static RecordDisbursement Payout(string amount = "150.000.000", DateOnly? on = null, string? reference = null) =>
        new() { Amount = amount, ValueDate = Date(on ?? Today), Reference = reference ?? $"CAIR-{Number()}" };

    public static OpenClaim Claim(ClaimKind kind, DateOnly on, DateOnly? told = null) => new()
    {
        Kind = kind.ToString(),
        HappenedOn = Date(on),
        Place = "Pasar Rekaan",
        ToldBy = nameof(ClaimTeller.Family),
        ToldOn = Date(told ?? on),
    };

    public static string Date(DateOnly date) => date.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture);
}
