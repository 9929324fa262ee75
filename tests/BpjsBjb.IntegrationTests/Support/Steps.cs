using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Privacy;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>The job's steps one after another, each expected to succeed, so that a test begins where its question does.</summary>
public static class Steps
{
    private static readonly Dictionary<string, string> NoReasons = [];

    public static async Task<Guid> DraftedAsync(this Desk desk, EnrollmentForm form, TestUser? by = null)
    {
        var actor = (by ?? SmallBank.Officer).Actor;
        var id = (await desk.Enrollments.StartAsync(A.Start(form), actor, Desk.Cancel)).Value;
        await desk.FillAsync(id, form, by);
        return id;
    }

    /// <summary>Keeps every section of the form.</summary>
    public static async Task FillAsync(this Desk desk, Guid id, EnrollmentForm form, TestUser? by = null)
    {
        var actor = (by ?? SmallBank.Officer).Actor;
        var version = await desk.VersionAsync(id, by);
        foreach (var (_, section) in form.Sections)
        {
            version = (await desk.Enrollments.KeepAsync(id, version, section, actor, Desk.Cancel)).Value.Version;
        }
    }

    public static async Task<Result<Guid>> SendAsync(
        this Desk desk, Guid id, TestUser? by = null, IReadOnlyDictionary<string, string>? reasons = null) =>
        await desk.Enrollments.SubmitAsync(
            id, await desk.VersionAsync(id, by), reasons ?? NoReasons, (by ?? SmallBank.Officer).Actor, Desk.Cancel);

    public static async Task<Guid> SubmittedAsync(this Desk desk, EnrollmentForm? form = null, TestUser? by = null)
    {
        var id = await desk.DraftedAsync(form ?? A.Form(), by);
        return (await desk.SendAsync(id, by)).Value;
    }

    /// <summary>A case that was returned for the mother's name and sent again with another one.</summary>
    public static async Task<Guid> CorrectedAsync(this Desk desk, TestUser? reviewer = null)
    {
        var form = A.Form();
        var id = await desk.SubmittedAsync(form);
        Assert.Empty((await desk.Reviews.ReturnAsync(
            id, await desk.VersionAsync(id), A.Return(), (reviewer ?? SmallBank.Reviewer).Actor, Desk.Cancel)).Refusals);
        var kept = await desk.Enrollments.KeepAsync(
            id, await desk.VersionAsync(id), form.Debtor with { MotherName = "Ibu Yang Benar" }, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Empty(kept.Refusals);
        return (await desk.SendAsync(id)).Value;
    }

    public static async Task<Guid> AcceptedAsync(this Desk desk, EnrollmentForm? form = null, TestUser? by = null)
    {
        var id = await desk.SubmittedAsync(form, by);
        return (await desk.Reviews.AcceptAsync(id, await desk.VersionAsync(id, by), A.Acceptance(), SmallBank.Reviewer.Actor, Desk.Cancel)).Value;
    }

    public static async Task<Guid> PaidAsync(this Desk desk, EnrollmentForm? form = null, TestUser? by = null)
    {
        var id = await desk.AcceptedAsync(form, by);
        var bill = await desk.BillOfAsync(id);
        var today = desk.Clock.Today();
        return (await desk.Contributions.RecordPaymentAsync(bill.Id, A.Payment(bill.Total, today), SmallBank.Reviewer.Actor, Desk.Cancel)).IsRefused
            ? throw new InvalidOperationException("The payment was refused.")
            : id;
    }

    /// <summary>The facility of a case that is accepted, paid and cleared.</summary>
    public static async Task<LoanDetails> ClearedAsync(this Desk desk, EnrollmentForm? form = null, TestUser? by = null, TestUser? supervisor = null)
    {
        var id = await desk.PaidAsync(form, by);
        var loan = await desk.LoanOfAsync(id);
        var cleared = await desk.Loans.ClearAsync(loan.Id, loan.Version, (supervisor ?? SmallBank.Supervisor).Actor, Desk.Cancel);
        Assert.Empty(cleared.Refusals);
        return await desk.LoanOfAsync(id);
    }

    /// <summary>The claim of an accident this morning, or of another event, opened by a colleague.</summary>
    public static async Task<Guid> ClaimedAsync(this Desk desk, Guid loanId, ClaimKind kind = ClaimKind.AccidentAtWork, TestUser? by = null, DateOnly? on = null)
    {
        var opened = await desk.Get<ClaimService>().OpenAsync(
            loanId, A.Claim(kind, on ?? desk.Clock.Today(), desk.Clock.Today()), (by ?? SmallBank.Colleague).Actor, Desk.Cancel);
        return opened.Value;
    }

    /// <summary>A paper in the file of a claim.</summary>
    public static async Task<Guid> ClaimPaperAsync(this Desk desk, Guid claim, TestUser? by = null, string item = "IdentityCard")
    {
        Assert.Empty((await desk.Get<ClaimPapers>().AddAsync(claim, item, GuaranteeSteps.Pdf, (by ?? SmallBank.Officer).Actor, Desk.Cancel))!.Refusals);
        return await desk.Database.ReadAsync<Guid>("select id from claim_papers where claim_id = $1 and item = $2", claim, item);
    }

    /// <summary>A debtor's request about a case, as an officer writes it down.</summary>
    public static async Task<Guid> RecordedAsync(this Desk desk, Guid enrollmentId, DataRequestKind kind, TestUser? by = null)
    {
        var input = new RecordRequest
        {
            Kind = kind.ToString(),
            Channel = nameof(RequestChannel.Branch),
            ReceivedOn = A.Date(desk.Clock.Today()),
            Wanted = "Nama ibu kandung keliru",
        };
        return (await desk.Get<DataRequestService>().RecordAsync(enrollmentId, input, (by ?? SmallBank.Officer).Actor, Desk.Cancel))!.Value;
    }

    /// <summary>An incident discovered this morning.</summary>
    public static async Task<Guid> BreachAsync(this Desk desk, TestUser? reader = null, string? address = null)
    {
        var input = new OpenBreach
        {
            DiscoveredOn = A.Date(desk.Clock.Today()),
            DiscoveredTime = "09:30",
            From = A.Date(A.Today.AddYears(-1)),
            Through = A.Date(TimeProvider.System.Today().AddDays(2)), // looks and changes carry the database's own time
            Email = reader?.Email,
            Address = address,
            What = "Laptop petugas hilang",
            Measures = "Akun ditutup",
        };
        return (await desk.Get<BreachService>().OpenAsync(input, SmallBank.Admin.Actor, Desk.Cancel)).Value;
    }

    public static async Task<EnrollmentDetails> CaseAsync(this Desk desk, Guid id) =>
        (await desk.Cases.DetailsAsync(id, SmallBank.Auditor.Actor, Desk.Cancel))!;

    public static async Task<uint> VersionAsync(this Desk desk, Guid id, TestUser? by = null) =>
        (await desk.Cases.DetailsAsync(id, (by ?? SmallBank.Auditor).Actor, Desk.Cancel))!.Version;

    public static async Task<BillDetails> BillOfAsync(this Desk desk, Guid enrollmentId) =>
        (await desk.Bills.DetailsAsync((await desk.CaseAsync(enrollmentId)).BillId!.Value, SmallBank.Auditor.Actor, Desk.Cancel))!;

    public static async Task<LoanDetails> LoanOfAsync(this Desk desk, Guid enrollmentId) =>
        (await desk.Facilities.DetailsAsync((await desk.CaseAsync(enrollmentId)).LoanId!.Value, SmallBank.Auditor.Actor, Desk.Cancel))!;

    public static IEnumerable<string> Codes<T>(this Result<T> result) => result.Refusals.Select(refusal => refusal.Code);

    /// <summary>Each refusal as <c>code@field</c>.</summary>
    public static IEnumerable<string> CodesAtFields<T>(this Result<T> result) =>
        result.Refusals.Select(refusal => $"{refusal.Code}@{refusal.Field}");
}
