using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Dashboards;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Proofs;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Services.Work;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>A case of KC Soreang and BPJS Bandung, looked for by everybody it is not for.</summary>
public sealed class ScopeTests(Desk desk) : IClassFixture<Desk>
{
    public static readonly TheoryData<string> Strangers = ["officer@serang.test", "supervisor@serang.test", "regional@east.test", "reviewer@serang.test", "admin@portal.test"];

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_stranger_finds_the_case_in_no_list_and_by_no_id(string email)
    {
        var stranger = SmallBank.Users.Single(user => user.Email == email).Actor;
        var form = A.Form();
        var loan = await desk.ClearedAsync(form);
        await desk.SubmittedAsync();
        var bill = await desk.BillOfAsync(loan.EnrollmentId);
        var proof = (await desk.Get<ProofService>().IssueAsync(loan.Id, SmallBank.Officer.Actor, Desk.Cancel)).Value;
        var cancel = Desk.Cancel;

        Assert.Null(await desk.Cases.DetailsAsync(loan.EnrollmentId, stranger, cancel));
        Assert.Null(await desk.Cases.LastEditAsync(loan.EnrollmentId, stranger, cancel));
        Assert.Empty((await desk.Cases.ListAsync(new EnrollmentFilter(), stranger, cancel)).Items);
        Assert.Equal(0, (await desk.Cases.CountsAsync(new EnrollmentFilter(), stranger, cancel)).All);
        foreach (var words in new[] { form.Debtor.Nik, "Budi Rekaan", form.Loan.ApplicationNumber, loan.EnrollmentReference })
        {
            Assert.Empty(await desk.Cases.FindAsync(words, stranger, cancel));
        }

        Assert.Null(await desk.Queue.CaseAsync(loan.EnrollmentId, stranger, cancel));
        Assert.Empty((await desk.Get<ReviewQueue>().PageAsync(new ReviewFilter(), stranger, cancel)).Items);
        Assert.Null(await desk.Get<ReviewQueue>().FirstAsync(stranger, cancel));
        Assert.Null(await desk.Bills.DetailsAsync(bill.Id, stranger, cancel));
        Assert.Empty((await desk.Bills.ListAsync(BillTab.All, 1, stranger, cancel)).Items);
        Assert.Null(await desk.Facilities.DetailsAsync(loan.Id, stranger, cancel));
        Assert.Empty((await desk.Facilities.ListAsync(LoanTab.All, 1, stranger, cancel)).Items);
        Assert.Null(await desk.Get<ProofSearch>().ReadAsync(proof, stranger, cancel));
        Assert.Empty((await desk.Get<WorkSearch>().OfBankAsync(new EnrollmentFilter(), stranger, cancel)).Cases.Items);
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_stranger_changes_nothing(string email)
    {
        var stranger = SmallBank.Users.Single(user => user.Email == email).Actor;
        var form = A.Form();
        var draft = await desk.DraftedAsync(form);
        var sent = await desk.SubmittedAsync();
        var accepted = await desk.AcceptedAsync();
        var bill = await desk.BillOfAsync(accepted);
        var loan = await desk.ClearedAsync();
        var cancel = Desk.Cancel;

        Assert.Equal(["enrollment.not-editable"], (await desk.Enrollments.KeepAsync(
            draft, await desk.VersionAsync(draft), form.Income, stranger, cancel)).Codes());
        Assert.Equal(["enrollment.not-editable"], (await desk.Enrollments.SubmitAsync(
            draft, await desk.VersionAsync(draft), new Dictionary<string, string>(), stranger, cancel)).Codes());
        Assert.Equal(["enrollment.not-editable"], (await desk.Enrollments.WithdrawAsync(
            draft, await desk.VersionAsync(draft), stranger, cancel)).Codes());
        var version = await desk.VersionAsync(sent);
        Assert.Equal(["enrollment.not-in-review"], (await desk.Reviews.AcceptAsync(sent, version, A.Acceptance(), stranger, cancel)).Codes());
        Assert.Equal(["enrollment.not-in-review"], (await desk.Reviews.ReturnAsync(sent, version, A.Return(), stranger, cancel)).Codes());
        Assert.Equal(["enrollment.not-in-review"], (await desk.Reviews.RejectAsync(
            sent, version, new RejectEnrollment { Reason = "Deceased" }, stranger, cancel)).Codes());
        Assert.Equal(["bill.unknown"], (await desk.Contributions.RecordPaymentAsync(bill.Id, A.Payment(bill.Total), stranger, cancel)).Codes());
        Assert.Equal(["bill.unknown"], (await desk.Contributions.ReissueAsync(bill.Id, stranger, cancel)).Codes());
        Assert.Equal(["loan.not-applied"], (await desk.Loans.ClearAsync(loan.Id, loan.Version, stranger, cancel)).Codes());
        Assert.Equal(["loan.not-cleared"], (await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout(), stranger, cancel)).Codes());
        Assert.Equal(["proof.not-active"], (await desk.Get<ProofService>().IssueAsync(loan.Id, stranger, cancel)).Codes());
    }

    [Fact]
    public async Task A_stranger_with_the_same_nik_is_told_the_office_and_no_more()
    {
        var form = A.Form();
        await desk.SubmittedAsync(form);

        var similar = Assert.Single(await desk.Cases.SimilarAsync(
            Guid.Empty, form.Debtor.Nik, form.Debtor.FullName, form.Debtor.BirthDate, SmallBank.OtherOfficer.Actor, Desk.Cancel));

        Assert.Equal("KC Uji Soreang", similar.OfficeName);
        Assert.Null(similar.Id);
        Assert.Null(similar.FullName);
        Assert.Null(similar.Status);
        Assert.Null(similar.CoveredThrough);
    }

    [Fact]
    public async Task BPJS_does_not_read_what_the_bank_has_not_sent()
    {
        var draft = await desk.DraftedAsync(A.Form());

        Assert.Null(await desk.Cases.DetailsAsync(draft, SmallBank.Reviewer.Actor, Desk.Cancel));
        Assert.NotNull(await desk.Cases.DetailsAsync(draft, SmallBank.Colleague.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task Dashboards_count_the_readers_own_region()
    {
        await desk.PaidAsync();
        var filter = new DashboardFilter(Domain.Dashboards.Measure.Participants, Domain.Common.Month.Of(A.Today), null, null);

        var own = await desk.Get<DashboardSearch>().OverviewAsync(filter, SmallBank.Regional.Actor, Desk.Cancel);
        var other = await desk.Get<DashboardSearch>().OverviewAsync(filter, SmallBank.OtherRegional.Actor, Desk.Cancel);

        Assert.NotEqual(
            System.Text.Json.JsonSerializer.Serialize(own), System.Text.Json.JsonSerializer.Serialize(other));
        Assert.DoesNotContain("KC Uji Soreang", System.Text.Json.JsonSerializer.Serialize(other), StringComparison.Ordinal);
    }
}
