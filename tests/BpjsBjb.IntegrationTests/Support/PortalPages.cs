using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Proofs;
using BpjsBjb.Services.Reference;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>A page of the portal, with the roles it is for; none means everybody, signed in or not.</summary>
/// <param name="Path">May hold the name of a thing on the <see cref="Stage"/>, such as <c>{draft}</c>.</param>
public sealed record PortalPage(string Path, params Role[] Roles)
{
    public bool IsPublic => Roles.Length == 0;

    /// <summary>Roles whose work begins on another page, and who are led there.</summary>
    public IReadOnlyList<Role> LedElsewhere { get; init; } = [];

    /// <summary>Answers with a file, not with a page.</summary>
    public bool IsFile => Path.Contains("/Pdf/", StringComparison.Ordinal) || Path.Contains("/Csr/Receipt/", StringComparison.Ordinal);

    public override string ToString() => Path;
}

/// <summary>Every page a person can open by its address. The role matrix and the accessibility checks walk it.</summary>
public static class PortalPages
{
    private static readonly Role[] Everybody = Enum.GetValues<Role>();
    private static readonly Role[] Partners = [Role.KadinViewer, Role.LpdbViewer];
    private static readonly Role[] Insiders = [.. Everybody.Except([.. Partners, Role.DonorViewer])];
    private static readonly Role[] Officer = [Role.LoanOfficer];
    private static readonly Role[] Reviewer = [Role.BpjsReviewer];
    private static readonly Role[] Reviewers = [Role.BpjsReviewer, Role.BpjsSupervisor];
    private static readonly Role[] Supervisor = [Role.BranchSupervisor];

    private static readonly Role[] Keepers = [Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor];

    private static readonly Role[] CaseReaders =
        [Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor];

    private static readonly Role[] LoanReaders = [Role.LoanOfficer, Role.BranchSupervisor, Role.RegionalAdmin, Role.Auditor];
    private static readonly Role[] CsrReaders = [Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor];
    private static readonly Role[] CsrKeepers = [Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin];
    private static readonly Role[] BillReaders = [Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor];
    private static readonly Role[] DashboardReaders = [Role.RegionalAdmin, Role.Auditor, Role.BranchSupervisor];

    public static readonly IReadOnlyList<PortalPage> All =
    [
        new("/SignIn"),
        new("/v"),
        new("/Privacy"),
        new("/v/{code}"),
        new("/", Everybody) { LedElsewhere = [Role.RegionalAdmin, Role.Auditor, Role.KadinViewer, Role.LpdbViewer, Role.DonorViewer] },
        new("/Account/Confirm", Everybody),
        new("/Account/Mail", Everybody),
        new("/Account/Password", Everybody),
        new("/Account/Sessions", Everybody),
        new("/Account/Factors", Everybody),
        new("/Notices", Everybody),
        new("/Rules", Insiders),
        new("/Rules/Explain", Insiders),
        new("/Rules/Explain?Input.Segment=Pu&Input.Monthly=12000000&Input.EmployerClass=Medium&Input.RiskGroup=1&Input.FromMonth=2026-02&Input.Months=2", Insiders),
        new("/Rules/News", Insiders),
        new("/Rules/Proposals", Role.SystemAdmin),
        new("/Rules/Proposal/{proposal}", Role.SystemAdmin),
        new("/Rules/Propose/JpWageCeiling", Role.SystemAdmin),
        new("/Rules/Propose/Discount", Role.SystemAdmin),
        new("/Rules/Propose/FlatContribution", Role.SystemAdmin),
        new("/Rules/Propose/Duty", Role.SystemAdmin),
        new("/Rules/Propose/Limit", Role.SystemAdmin),
        new("/Rules/Propose/Bracket", Role.SystemAdmin),
        new("/Rules/Propose/ProgramDuty", Role.SystemAdmin),
        new("/Rules/Propose/PrepaymentTerm", Role.SystemAdmin),
        new("/Rules/Propose/EnterpriseClass", Role.SystemAdmin),
        new("/Rules/Propose/Benefit", Role.SystemAdmin),
        new("/Rules/Propose/WageRate", Role.SystemAdmin),
        new("/Rules/Propose/WageProgramDuty", Role.SystemAdmin),
        new("/Rules/Propose/JkpShare", Role.SystemAdmin),
        new("/Rules/Propose/Evidence", Role.SystemAdmin),
        new("/Rules/Propose/ProductGuarantee", Role.SystemAdmin),
        new("/Reference", Role.SystemAdmin),
        new("/Reference/List/Regions", Role.SystemAdmin),
        new("/Reference/List/Guarantors", Role.SystemAdmin),
        new("/Reference/List/Occupations", Role.SystemAdmin),
        new("/Reference/Row/BusinessTypes", Role.SystemAdmin),
        new("/Reference/Row/Guarantors/LPDB-KUMKM", Role.SystemAdmin),
        new("/Reference/Row/Occupations/NELAYAN", Role.SystemAdmin),
        new("/Reference/Upload/Targets", Role.SystemAdmin),
        new("/Reference/Import/{workbook}", Role.SystemAdmin),
        new("/Reference/History/LoanProducts", Role.SystemAdmin),
        new("/Reference/Offices", Role.SystemAdmin),
        new("/Reference/Offices?institution=Bpjs&on=01-10-2026", Role.SystemAdmin),
        new("/Reference/Offices/Details/{cimahi}", Role.SystemAdmin),
        new("/Reference/Offices/Add", Role.SystemAdmin),
        new("/Reference/Offices/Change/{cimahi}", Role.SystemAdmin),
        new("/Reference/Offices/Close/{cimahi}", Role.SystemAdmin),
        new("/Reference/Offices/Merge/{cimahi}", Role.SystemAdmin),
        new("/Reference/Offices/Mergers", Role.SystemAdmin),
        new("/Reference/Offices/Merger/{merger}", Role.SystemAdmin),
        new("/Audit", Role.Auditor, Role.SystemAdmin),
        new("/Audit/Person", Role.Auditor),
        new("/Audit/Readers", Role.Auditor),
        new("/Privacy/Requests", LoanReaders),
        new("/Privacy/Request/{request}", LoanReaders),
        new("/Privacy/Request/{erasure}", LoanReaders),
        new("/Privacy/Record/{sent}", Role.LoanOfficer, Role.BranchSupervisor),
        new("/Privacy/Breaches", Role.SystemAdmin, Role.Auditor),
        new("/Privacy/Breach/{incident}", Role.SystemAdmin, Role.Auditor),
        new("/Privacy/Retention", Role.SystemAdmin, Role.Auditor),
        new("/Jobs", Role.SystemAdmin, Role.Auditor),
        new("/Jobs/History/TryRules", Role.SystemAdmin, Role.Auditor),
        new("/Users", Role.SystemAdmin),
        new("/Users/Invite", Role.SystemAdmin),
        new("/Users/Approvals", Role.SystemAdmin),
        new("/Users/Details/{colleague}", Role.SystemAdmin),
        new("/Users/Change/{colleague}", Role.SystemAdmin),
        new("/Users/Certification", Role.BranchSupervisor, Role.RegionalAdmin, Role.SystemAdmin),
        new("/Users/Sessions/{officer}", Role.SystemAdmin),
        new("/Users/Factors/{officer}", Role.SystemAdmin),
        new("/Users/Password/{officer}", Role.SystemAdmin),
        new("/Enrollments", CaseReaders),
        new("/Enrollments/Details/{sent}", CaseReaders),
        new("/Enrollments/Details/{cleared}", CaseReaders),
        new("/Enrollments/Reveal/{sent}", Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor),
        new("/Enrollments/Register", Officer),
        new("/Enrollments/Form/Tasks/{draft}", Officer),
        new("/Enrollments/Form/Loan/{draft}", Officer),
        new("/Enrollments/Form/Debtor/{draft}", Officer),
        new("/Enrollments/Form/Business/{draft}", Officer),
        new("/Enrollments/Form/Income/{draft}", Officer),
        new("/Enrollments/Form/Heirs/{draft}", Officer),
        new("/Enrollments/Form/Consent/{draft}", Officer),
        new("/Enrollments/Form/Check/{draft}", Officer),
        new("/Enrollments/Form/Withdrawal/{draft}", Officer),
        new("/Enrollments/Form/Tasks/{returned}", Officer),
        new("/Employers", CaseReaders),
        new("/Employers/Register", Officer),
        new("/Employers/Details/{employer}", CaseReaders),
        new("/Employers/Details/{cooperative}", CaseReaders),
        new("/Employers/Balance/{employerLoan}", Role.LoanOfficer, Role.BranchSupervisor),
        new("/Employers/Claim/{workerClaim}", Keepers),
        new("/Employers/OpenClaim/{employer}", Keepers),
        new("/Employers/Edit/{employer}", Officer),
        new("/Employers/Worker/{employer}", Officer),
        new("/Employers/Npp/{cooperative}", Reviewer),
        new("/Employers/Payment/{employer}", Role.BpjsReviewer, Role.BranchSupervisor),
        new("/Employers/Apply/{cooperative}", Officer),
        new("/Employers/Loan/{employerLoan}", LoanReaders),
        new("/Employers/Loan/{cooperativeLoan}", LoanReaders),
        new("/Employers/Members/{cooperativeLoan}", Officer),
        new("/Employers/Payout/{employerLoan}", Supervisor),
        new("/Employers/Payout/{cooperativeLoan}", Supervisor),
        new("/Groups", LoanReaders),
        new("/Groups/Register", Officer),
        new("/Groups/Details/{group}", LoanReaders),
        new("/Reviews", Reviewers),
        new("/Reviews?holder=Mine&age=Overdue&sort=-amount", Reviewers),
        new("/Reviews/Case/{sent}", Reviewers),
        new("/Reviews/Case/{cleared}", Reviewers) { LedElsewhere = [Role.BpjsSupervisor] }, // to the second look, which is theirs
        new("/Reviews/Case/{corrected}", Reviewers),
        new("/Reviews/Redirect/{sent}", Reviewers),
        new("/Reviews/Duplicates", Reviewers),
        new("/Reviews/Duplicates?show=ToApprove", Reviewers),
        new("/Reviews/Duplicate/{pair}", Reviewers),
        new("/Reviews/Merge/{joining}", Reviewers),
        new("/Reviews/Merge/{joined}", Reviewers),
        new("/Reviews/Looks", Reviewers),
        new("/Reviews/Look/{drawn}", Reviewers),
        new("/Reviews/Report", Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor),
        new("/Bills", BillReaders),
        new("/Bills/Details/{openBill}", BillReaders),
        new("/Bills/Details/{paidBill}", BillReaders),
        new("/Bills/Explain/{openBill}", BillReaders),
        new("/Bills/Payment/{openBill}", Role.BpjsReviewer, Role.BranchSupervisor),
        new("/Bills/Reversal/{paidBill}", Role.BpjsReviewer, Role.BranchSupervisor),
        new("/Bills/Replacement/{openBill}", BillReaders),
        new("/Loans", LoanReaders),
        new("/Loans/Details/{blockedLoan}", LoanReaders),
        new("/Loans/Details/{clearedLoan}", LoanReaders),
        new("/Loans/Clearance/{readyLoan}", Supervisor),
        new("/Loans/Disbursement/{clearedLoan}", Supervisor),
        new("/Claims", CaseReaders),
        new("/Claims?tab=Closed&kind=DeathAtWork&order=Elapsed", CaseReaders),
        new("/Claims/Open", Keepers),
        new("/Claims/Open/{clearedLoan}", Keepers),
        new("/Claims/Details/{claim}", CaseReaders),
        new("/Claims/Close/{claim}", Keepers),
        new("/Claims/Paper/{claim}", Keepers),
        new("/Claims/File/{claim}", Keepers),
        new("/Claims/Pdf/{claim}", Keepers),
        new("/Loans/Guarantees/{clearedLoan}", LoanReaders),
        new("/Loans/Guarantees/{readyLoan}", LoanReaders),
        new("/Loans/Guarantees/{employerLoan}", LoanReaders),
        new("/Loans/Guarantee/{guarantee}", LoanReaders),
        new("/Loans/GuaranteePaper/{guarantee}", Role.LoanOfficer, Role.BranchSupervisor),
        new("/Csr", CsrReaders),
        new("/Csr?text=rekaan", CsrReaders),
        new("/Csr/Register", CsrKeepers),
        new("/Csr/Dashboard", CsrReaders),
        new("/Csr/Donor", Role.DonorViewer),
        new("/Csr/Report/{csrFund}", [.. CsrReaders, Role.DonorViewer]),
        new("/Csr/Verify", [.. CsrReaders, Role.DonorViewer]),
        new("/Csr/Fund/{csrFund}", CsrReaders),
        new("/Csr/Donation/{csrFund}", CsrKeepers),
        new("/Csr/Upload/{csrFund}", CsrKeepers),
        new("/Csr/List/{csrList}", CsrKeepers),
        new("/Csr/Candidate/{csrFund}", CsrKeepers),
        new("/Csr/Propose/{csrFund}", CsrKeepers),
        new("/Csr/Allocation/{csrProposed}", CsrReaders),
        new("/Csr/Allocation/{csrPaid}", CsrReaders),
        new("/Csr/People/{csrPaid}", CsrReaders),
        new("/Csr/Names/{csrPaid}", CsrKeepers),
        new("/Csr/Paper/{csrFund}", CsrKeepers),
        new("/Csr/Receipt/{csrDonation}", CsrReaders),
        new("/Csr/Requests", CsrReaders),
        new("/Csr/Request/{csrAsked}", CsrReaders),
        new("/Loans/Stack", LoanReaders),
        new("/Loans/Stack?fallen=true", LoanReaders),
        new("/Agreement", [.. Everybody.Except([Role.DonorViewer])]),
        new("/Agreement/Paper", Role.RegionalAdmin, Role.BpjsSupervisor),
        new("/Partners", Partners),
        new("/Gate", LoanReaders),
        new("/Gate?tab=Over", LoanReaders),
        new("/Gate/Loan/{blockedLoan}", LoanReaders),
        new("/Gate/Loan/{clearedLoan}", LoanReaders),
        new("/Gate/Loan/{employerLoan}", LoanReaders),
        new("/Gate/Waiver/{waiver}", LoanReaders),
        new("/Gate/Proof", Role.SystemAdmin, Role.Auditor),
        new("/Gate/Keys", Role.SystemAdmin),
        new("/Gate/Turn", Role.SystemAdmin),
        new("/Cover", LoanReaders),
        new("/Cover/Details/{clearedLoan}", LoanReaders),
        new("/Cover/Balance/{clearedLoan}", Role.LoanOfficer, Role.BranchSupervisor),
        new("/Cover/Exit/{clearedLoan}", Role.LoanOfficer, Role.BranchSupervisor),
        new("/Cover/Jht/{clearedLoan}", Role.LoanOfficer, Role.BranchSupervisor),
        new("/Proofs/Details/{proof}", LoanReaders),
        new("/Proofs/Pdf/{proof}", LoanReaders),
        new("/Dashboards", DashboardReaders),
        new("/Dashboards/Regency/3204", DashboardReaders),
        new("/Dashboards/Branch/{soreang}", DashboardReaders),
    ];
}

/// <summary>A case in every state, and what hangs on it, by the names the pages' addresses use.</summary>
public sealed class Stage
{
    private readonly Dictionary<string, string> _things = [];

    private Stage()
    {
    }

    public static async Task<Stage> SetAsync(Desk desk)
    {
        var stage = new Stage();
        var draft = A.Form();
        stage["draft"] = await desk.DraftedAsync(draft with { Business = draft.Business with { EmploysWorkers = "true", WorkerCount = "2" } });
        stage["sent"] = await desk.SubmittedAsync();
        stage["request"] = await desk.RecordedAsync(Guid.Parse(stage._things["{sent}"]), DataRequestKind.Access);
        stage["erasure"] = await desk.RecordedAsync(Guid.Parse(stage._things["{sent}"]), DataRequestKind.Erasure);
        stage["incident"] = await desk.BreachAsync();
        stage["proposal"] = await desk.ProposedAsync(ProposalKind.FlatContribution, Proposals.Flat());
        stage["workbook"] = (await desk.PlannedAsync(
            Sheets.Kind(ReferenceName.LoanProducts),
            Sheets.Of(
                Sheets.Kind(ReferenceName.LoanProducts), ["KREDIT-REKAAN", "Kredit Rekaan", "12", "20", null], ["KUR-MIKRO", "KUR Mikro", "36", "2", null],
                ["salah", "Kredit Salah", "1000", "21", null]))).Value;
        var returned = await desk.SubmittedAsync();
        await desk.Reviews.ReturnAsync(returned, await desk.VersionAsync(returned), A.Return(), SmallBank.Reviewer.Actor, Desk.Cancel);
        stage["returned"] = returned;
        stage["corrected"] = await desk.CorrectedAsync();
        await desk.SubmittedAsync(A.DeclinedForm());
        await desk.Database.AsOwnerAsync("update limits set value = 100 where kind = 'SecondLookPercent'"); // each acceptance is drawn
        var drawn = await desk.SubmittedAsync();
        await desk.Reviews.AcceptAsync(drawn, await desk.VersionAsync(drawn), A.Acceptance(), SmallBank.ReviewColleague.Actor, Desk.Cancel);
        stage["drawn"] = drawn;
        var accepted = await desk.AcceptedAsync();
        stage["openBill"] = (await desk.BillOfAsync(accepted)).Id;
        stage["blockedLoan"] = (await desk.LoanOfAsync(accepted)).Id;
        stage["waiver"] = (await desk.ProposeWaiverAsync((await desk.UnpaidAsync()).Id)).Value;
        var paid = await desk.PaidAsync();
        stage["paidBill"] = (await desk.BillOfAsync(paid)).Id;
        stage["readyLoan"] = (await desk.LoanOfAsync(paid)).Id;
        var loan = await desk.ClearedAsync();
        await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("100.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel);
        stage["cleared"] = loan.EnrollmentId;
        stage["clearedLoan"] = loan.Id;
        var guarantee = await desk.GuaranteedAsync(loan.Id);
        await desk.PaperAsync(guarantee);
        stage["guarantee"] = guarantee;
        await stage.AddCsrAsync(desk);
        var proof = (await desk.Get<ProofService>().IssueAsync(loan.Id, SmallBank.Officer.Actor, Desk.Cancel)).Value;
        stage["proof"] = proof;
        var sheet = await desk.Get<ProofSearch>().ReadAsync(proof, SmallBank.Officer.Actor, Desk.Cancel);
        stage._things["{code}"] = sheet!.Code.Grouped;
        stage["claim"] = await desk.ClaimedAsync(loan.Id);
        var (form, mistyped) = Pairs.Twice();
        stage["pair"] = await desk.PairedAsync(
            await desk.PersonOfAsync(await desk.PaidAsync(form)), await desk.PersonOfAsync(await desk.AcceptedAsync(mistyped)));
        var (three, four) = (await desk.PersonOfAsync(returned), await desk.PersonOfAsync(await desk.AcceptedAsync(A.Form().Other())));
        stage["joining"] = (await desk.ProposedMergeAsync(four, three)).Value;
        stage["joined"] = await desk.RecordsMergedAsync(
            await desk.PersonOfAsync(await desk.AcceptedAsync()), await desk.PersonOfAsync(await desk.SubmittedAsync(A.Form().Other())));
        stage["group"] = await desk.GroupAsync();
        stage["employer"] = await desk.PaidEmployerAsync();
        stage["employerLoan"] = await desk.EmployerLoanAsync(Guid.Parse(stage._things["{employer}"]));
        stage["workerClaim"] = await desk.WorkerClaimedAsync(Guid.Parse(stage._things["{employer}"]), SmallBank.Colleague);
        var list = await desk.CooperativeLoanAsync();
        (stage["cooperative"], stage["cooperativeLoan"]) = (list.EmployerId, list.Id);
        stage["soreang"] = SmallBank.Soreang;
        stage["cimahi"] = SmallBank.Cimahi;
        stage["merger"] = await desk.ProposedMergerAsync();
        stage["colleague"] = SmallBank.Colleague.Id;
        stage["officer"] = SmallBank.Officer.Id;
        return stage;
    }

    private async Task AddCsrAsync(Desk desk)
    {
        var fund = await desk.FundedAsync();
        this["csrFund"] = fund;
        await desk.Database.AsOwnerAsync(
            "insert into csr_donor_viewers (grant_id, donor_id) select $1, donor_id from csr_funds where id = $2", SmallBank.Donor.Id, fund);
        var named = await desk.NamedAsync(fund, 2);
        this["csrPaid"] = await desk.CoveredAsync(fund, "200.000");
        await desk.NamedAsync(fund, 1);
        this["csrProposed"] = (await desk.ProposedAsync(fund, "200.000")).Value;
        this["csrList"] = (await desk.ListedAsync(fund, await desk.WorkbookAsync(
            CsrSteps.Row(A.Number()), ["12", "Orang Rekaan", "NELAYAN", "3204", "Kusuka", "K-1", "Desa"]))).Value;
        this["csrAsked"] = await desk.CsrAskedAsync(named[0], "Erasure");
        this["csrDonation"] = await desk.Database.ReadAsync<Guid>("select id from csr_donations where fund_id = $1 limit 1", fund);
    }

    public string AddressOf(PortalPage page) =>
        _things.Aggregate(page.Path, (path, thing) => path.Replace(thing.Key, thing.Value, StringComparison.Ordinal));

    public string this[string thing, string before] => $"{before}{_things[$"{{{thing}}}"]}";

    private Guid this[string thing]
    {
        set => _things[$"{{{thing}}}"] = value.ToString();
    }
}
