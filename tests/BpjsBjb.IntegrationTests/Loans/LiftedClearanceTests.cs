using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Employers;

namespace BpjsBjb.IntegrationTests.Loans;

/// <summary>Two sides: a clearance falls when what it rested on changes, and whoever stated the terms last never clears them.</summary>
public sealed class LiftedClearanceTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task A_person_who_changes_takes_the_clearance_with_them_and_an_event_says_what()
    {
        var loan = await desk.ClearedAsync();

        await ChangePersonAsync(loan.Id, "full_name = 'Budi Baru', birth_date = '1985-03-11'");

        var after = await desk.LoanOfAsync(loan.EnrollmentId);
        Assert.Equal(LoanStatus.Applied, after.Status);
        Assert.Equal("Name BirthDate", Assert.Single(after.Timeline, item => item.Kind == EnrollmentEventKind.ClearanceLifted).Detail);
        Assert.Equal(SmallBank.Supervisor.Id, await desk.Database.ReadAsync<Guid>("select cleared_by from lifted_clearances where loan_id = $1", loan.Id));
        Assert.Equal(
            ["loan.not-cleared"],
            (await desk.Loans.DisburseAsync(loan.Id, after.Version, A.Payout("10.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel)).Codes());
        Assert.Empty((await desk.Loans.ClearAsync(loan.Id, after.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
    }

    [Fact]
    public async Task What_the_clearance_does_not_rest_on_leaves_it()
    {
        var loan = await desk.ClearedAsync();

        await ChangePersonAsync(loan.Id, "birth_place = 'Garut', district_code = '320102'");

        Assert.Equal(LoanStatus.Cleared, (await desk.LoanOfAsync(loan.EnrollmentId)).Status);
    }

    [Fact]
    public async Task What_is_paid_out_is_not_taken_back()
    {
        var loan = await desk.ClearedAsync();
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("10.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);

        await ChangePersonAsync(loan.Id, "full_name = 'Budi Baru'");

        Assert.Equal(LoanStatus.Disbursed, (await desk.LoanOfAsync(loan.EnrollmentId)).Status);
        Assert.Equal(0L, await desk.Database.ReadAsync<long>("select count(*) from lifted_clearances where loan_id = $1", loan.Id));
    }

    [Fact]
    public async Task A_payout_and_a_change_at_once_never_both_rest_on_the_old_facts()
    {
        for (var round = 0; round < 3; round++)
        {
            var loan = await desk.ClearedAsync();

            var change = Task.Run(() => ChangePersonAsync(loan.Id, "full_name = 'Budi Serentak'"));
            var payout = Task.Run(() => desk.Loans.DisburseAsync(
                loan.Id, loan.Version, A.Payout("10.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel));
            await change;
            var paid = await payout;

            var lifted = await desk.Database.ReadAsync<long>("select count(*) from lifted_clearances where loan_id = $1", loan.Id);
            Assert.Equal(paid.IsRefused ? (LoanStatus.Applied, 1L) : (LoanStatus.Disbursed, 0L), ((await desk.LoanOfAsync(loan.EnrollmentId)).Status, lifted));
        }
    }

    [Fact]
    public async Task A_worker_more_takes_the_clearance_of_the_employers_loan()
    {
        var employer = await desk.PaidEmployerAsync();
        var id = await desk.EmployerLoanAsync(employer);
        var loan = (await desk.Get<EmployerLoanSearch>().DetailsAsync(id, SmallBank.Supervisor.Actor, Desk.Cancel))!;
        Assert.Empty((await desk.Loans.ClearAsync(id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);

        await desk.Database.AsOwnerAsync(
            """
            insert into employer_workers (id, employer_id, nik_sealed, nik_hash, full_name, birth_date, role, wage_sealed, valid_from, registered_by, registered_at)
            select gen_random_uuid(), employer_id, nik_sealed, sha256(nik_hash), 'Pekerja Baru', birth_date, role, wage_sealed, valid_from, registered_by, registered_at
              from employer_workers where employer_id = $1 limit 1
            """,
            employer);

        var after = (await desk.Get<EmployerLoanSearch>().DetailsAsync(id, SmallBank.Supervisor.Actor, Desk.Cancel))!;
        Assert.Equal((LoanStatus.Applied, "WorkerAdded"), (after.Status, Assert.Single(after.Lifted).Causes));
    }

    [Fact]
    public async Task Who_stated_the_terms_last_does_not_clear_them()
    {
        var id = await desk.PaidAsync();
        var loan = await desk.LoanOfAsync(id);
        await desk.Database.AsOwnerAsync("update loans set stated_by = $2 where id = $1", loan.Id, SmallBank.Supervisor.Id);

        Assert.Equal(["loan.own-registration"], await ClearAsync(id));
    }

    [Fact]
    public async Task Terms_bpjs_has_accepted_are_fixed()
    {
        var id = await desk.AcceptedAsync();
        var loan = await desk.LoanOfAsync(id);

        var refusal = await desk.Database.RefusalAsync("update loans set term_months = term_months + 1 where id = $1", loan.Id);

        Assert.Equal("loan.terms-are-fixed", refusal.MessageText);
        Assert.Equal("loan.forbidden-transition", (await desk.Database.RefusalAsync(
            "update loans set status = 'Applied', cleared_by = null, cleared_at = null where id = $1", (await desk.ClearedAsync()).Id)).MessageText);
    }

    private async Task<IEnumerable<string>> ClearAsync(Guid enrollmentId)
    {
        var loan = await desk.LoanOfAsync(enrollmentId);
        return (await desk.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Codes();
    }

    private Task<object?> ChangePersonAsync(Guid loan, string what) => desk.Database.AsAppAsync(
        $"update people set {what} where id = (select person_id from loan_insured where loan_id = $1)", loan);
}
