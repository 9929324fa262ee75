using System.Globalization;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Proofs;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>How a record stands to the people of KC Soreang and BPJS Bandung.</summary>
public enum Relation
{
    Own,

    /// <summary>Another branch of the same region, sent to the same office of BPJS.</summary>
    Sibling,

    /// <summary>Another region, another office of BPJS.</summary>
    Region,

    /// <summary>The same branch of the bank, another office of BPJS.</summary>
    Office,

    /// <summary>Never there.</summary>
    Missing,
}

/// <summary>The same records once for each unit, every one of a debtor holding a word that only that unit's rows hold.</summary>
public sealed class MatrixStage
{
    private static readonly Guid Nowhere = Guid.Parse("01920000-dead-7000-8000-000000000000");

    private readonly Dictionary<(Relation Relation, string Thing), (Guid Id, uint Version)> _things = [];

    private MatrixStage()
    {
    }

    public static string CanaryOf(Relation relation) => $"Kenari{relation}";

    public static async Task<MatrixStage> SetAsync(Desk desk)
    {
        var stage = new MatrixStage();
        await desk.Database.AsOwnerAsync("update limits set value = 100 where kind = 'SecondLookPercent'"); // each acceptance is drawn
        await stage.AddAsync(desk, Relation.Own, new(SmallBank.Officer, SmallBank.Supervisor, SmallBank.Reviewer));
        await stage.AddAsync(desk, Relation.Sibling, new(SmallBank.SiblingOfficer, SmallBank.SiblingSupervisor, SmallBank.Reviewer));
        await stage.AddAsync(desk, Relation.Region, new(SmallBank.OtherOfficer, SmallBank.OtherSupervisor, SmallBank.OtherReviewer));
        await stage.AddAsync(desk, Relation.Office, new(SmallBank.Officer, SmallBank.Supervisor, SmallBank.OtherReviewer));
        await stage.AddStaffAsync(desk);
        return stage;
    }

    /// <summary>An address or a body with the names of things put in.</summary>
    public string Fill(string text, Relation relation, string? thing)
    {
        var (id, version) = _things.GetValueOrDefault((relation, thing ?? ""), (Nowhere, 1u));
        return text.Replace($"{{{thing}}}", id.ToString(), StringComparison.Ordinal)
            .Replace("{version}", version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private async Task AddAsync(Desk desk, Relation relation, Unit unit)
    {
        var draft = await desk.DraftedAsync(unit.Form(relation), unit.Officer);
        _things[(relation, "draft")] = (draft, await desk.VersionAsync(draft));
        var sent = await desk.SubmittedAsync(unit.Form(relation), unit.Officer);
        _things[(relation, "sent")] = (sent, await desk.VersionAsync(sent));
        Assert.Empty((await desk.Get<ReviewClaims>().ClaimAsync(sent, unit.Reviewer.Actor, Desk.Cancel)).Refusals);
        var billed = await AcceptedAsync(desk, relation, unit);
        _things[(relation, "drawn")] = (billed, 0);
        _things[(relation, "bill")] = ((await desk.BillOfAsync(billed)).Id, 0);

        var unpaid = await desk.LoanOfAsync(await AcceptedAsync(desk, relation, unit, isOffered: true));
        _things[(relation, "waiver")] = ((await desk.ProposeWaiverAsync(unpaid.Id, by: unit.Supervisor)).Value, 0);

        var paid = await AcceptedAsync(desk, relation, unit);
        var bill = await desk.BillOfAsync(paid);
        Assert.Empty((await desk.Contributions.RecordPaymentAsync(bill.Id, A.Payment(bill.Total), unit.Reviewer.Actor, Desk.Cancel)).Refusals);
        var loan = await desk.LoanOfAsync(paid);
        Assert.Empty((await desk.Loans.ClearAsync(loan.Id, loan.Version, unit.Supervisor.Actor, Desk.Cancel)).Refusals);
        loan = await desk.LoanOfAsync(paid);
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000"), unit.Supervisor.Actor, Desk.Cancel)).Refusals);
        loan = await desk.LoanOfAsync(paid);
        _things[(relation, "paid")] = (paid, await desk.VersionAsync(paid));
        _things[(relation, "loan")] = (loan.Id, loan.Version);
        var guarantee = await desk.GuaranteedAsync(loan.Id, unit.Officer);
        _things[(relation, "guarantee")] = (guarantee, 0);
        _things[(relation, "paper")] = (await desk.PaperAsync(guarantee, unit.Officer), 0);
        _things[(relation, "proof")] = ((await desk.Get<ProofService>().IssueAsync(loan.Id, unit.Officer.Actor, Desk.Cancel)).Value, 0);
        _things[(relation, "claim")] = (await desk.ClaimedAsync(loan.Id, by: unit.Officer), 0);
        _things[(relation, "claimPaper")] = (await desk.ClaimPaperAsync(_things[(relation, "claim")].Id, unit.Officer), 0);
        await AddCsrAsync(desk, relation, unit);
        await AddEmployersAsync(desk, relation, unit);
        _things[(relation, "branch")] = (unit.Officer.OfficeId, 0);
    }

    /// <summary>A fund with a payment, a paper, a list to confirm and an allocation that a colleague proposed.</summary>
    private async Task AddCsrAsync(Desk desk, Relation relation, Unit unit)
    {
        var canary = CanaryOf(relation);
        var fund = await desk.FundedAsync(
            CsrSteps.Fund() with
            {
                // A donor is known to all who keep funds; its fund is its offices'.
                Name = $"Dana {canary}",
                OfficeId = unit.Officer.OfficeId.ToString(),
                BpjsOfficeId = unit.Reviewer.OfficeId.ToString(),
            },
            by: unit.Reviewer);
        _things[(relation, "csrFund")] = (fund, 0);
        var asker = A.Number();
        string?[] Named(int? number = null) => [A.Nik(number ?? A.Number()), $"Orang {canary}", "NELAYAN", "3204", "Kusuka", "K-1", $"Desa {canary}"];
        var kept = await desk.ListedAsync(fund, await desk.WorkbookAsync(Named(asker)), unit.Reviewer);
        Assert.Empty((await desk.Get<CsrListService>().ConfirmAsync(kept.Value, [Sheets.Words], unit.Reviewer.Actor, Desk.Cancel)).Refusals);
        _things[(relation, "csrList")] = ((await desk.ListedAsync(fund, await desk.WorkbookAsync(Named(), Named()), unit.Reviewer)).Value, 0);
        var proposer = unit.Reviewer == SmallBank.Reviewer ? SmallBank.ReviewColleague : SmallBank.OtherBpjsSupervisor;
        var asked = await desk.CsrAskedAsync(asker, "Access", unit.Reviewer);
        Assert.Empty((await desk.Get<CsrRequestService>().DecideAsync(asked, new DecideCsrRequest { IsGranted = "true" }, proposer.Actor, Desk.Cancel))!.Refusals);
        _things[(relation, "csrAsked")] = (asked, 0);
        _things[(relation, "csrAllocation")] = ((await desk.ProposedAsync(fund, "100.000", by: proposer)).Value, 0);
        Assert.Empty((await desk.Get<CsrFundService>().AddDocumentAsync(fund, "Agreement", GuaranteeSteps.Pdf, unit.Reviewer.Actor, Desk.Cancel)).Refusals);
        _things[(relation, "csrPaper")] = (await desk.Database.ReadAsync<Guid>("select id from csr_documents where fund_id = $1", fund), 0);
        _things[(relation, "csrDonation")] = (await desk.Database.ReadAsync<Guid>("select id from csr_donations where fund_id = $1", fund), 0);
    }

    /// <summary>A business with a paid month and a loan, a cooperative without number and with a list, a group without members.</summary>
    private async Task AddEmployersAsync(Desk desk, Relation relation, Unit unit)
    {
        var canary = CanaryOf(relation);
        var employer = await desk.PaidEmployerAsync(unit.Officer, unit.Reviewer, $"CV {canary}", $"Budi {canary}");
        _things[(relation, "employer")] = (employer, await desk.EmployerVersionAsync(employer));
        var details = (await desk.EmployerAsync(employer))!;
        _things[(relation, "worker")] = (details.Month.Workers[0].Id, details.Month.Workers[0].Version);
        await desk.EmployerLoanAsync(employer, by: unit.Officer);
        _things[(relation, "workerClaim")] = (await desk.WorkerClaimedAsync(employer, unit.Officer), 0);
        var list = await desk.CooperativeLoanAsync(unit.Officer, unit.Reviewer, $"Koperasi {canary}", $"Siti {canary}");
        _things[(relation, "unnumbered")] = (list.EmployerId, await desk.EmployerVersionAsync(list.EmployerId));
        _things[(relation, "list")] = (list.Id, list.Version);
        _things[(relation, "group")] = (await desk.GroupAsync(unit.Officer, unit.Reviewer, $"Mesra {canary}"), 0);
    }

    /// <summary>Colleagues who ask nothing themselves, each with a right and a session; both hang on the person.</summary>
    private async Task AddStaffAsync(Desk desk)
    {
        (Relation Relation, TestUser User)[] staff =
        [
            (Relation.Own, SmallBank.Colleague), (Relation.Sibling, SmallBank.SiblingOfficer),
            (Relation.Region, SmallBank.OtherOfficer), (Relation.Office, SmallBank.OtherReviewer),
        ];
        foreach (var (relation, user) in staff)
        {
            await desk.Get<SessionService>().OpenAsync(new NewSession(user.Id, HasSecondFactor: true, "127.0.0", "", [1]), Desk.Cancel);
            _things[(relation, "user")] = (user.Id, 0);
            _things[(relation, "session")] = (await desk.Database.ReadAsync<Guid>("select id from user_sessions where user_id = $1", user.Id), 0);
            var version = await desk.Database.ReadAsync<string>("select xmin::text from access_grants where id = $1", user.Id);
            _things[(relation, "grant")] = (user.Id, uint.Parse(version, CultureInfo.InvariantCulture));
        }
    }

    private static async Task<Guid> AcceptedAsync(Desk desk, Relation relation, Unit unit, bool isOffered = false)
    {
        var form = unit.Form(relation);
        if (isOffered) form = form with { Loan = A.OfferedForm().Loan with { Purpose = form.Loan.Purpose, ApplicationNumber = form.Loan.ApplicationNumber } };
        var id = await desk.SubmittedAsync(form, unit.Officer);
        var accepted = await desk.Reviews.AcceptAsync(id, await desk.VersionAsync(id), A.Acceptance(), unit.Reviewer.Actor, Desk.Cancel);
        Assert.Empty(accepted.Refusals);
        return id;
    }

    private sealed record Unit(TestUser Officer, TestUser Supervisor, TestUser Reviewer)
    {
        public Services.Enrollments.EnrollmentForm Form(Relation relation)
        {
            var form = A.Form();
            var canary = CanaryOf(relation);
            return form with
            {
                Loan = form.Loan with { Purpose = $"Modal {canary}" },
                Debtor = form.Debtor with
                {
                    FullName = $"Budi {canary}",
                    MotherName = $"Ibu {canary}",
                    Address = $"Jalan {canary} 1",
                    BpjsOfficeId = Reviewer.OfficeId.ToString(),
                },
                Business = form.Business with { Description = $"Penjahit {canary}" },
                Heirs = new() { Heirs = [new() { Name = $"Siti {canary}", Relation = "Spouse" }, new(), new()] },
            };
        }
    }
}
