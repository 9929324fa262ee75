using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Participations;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Cover;

namespace BpjsBjb.IntegrationTests.Cover;

/// <summary>A cover after the payout: missed, warned of, taken up again, left.</summary>
public sealed class CoverTests(PostgresServer server)
{
    [Fact]
    public async Task Arrears_are_billed_month_by_month_and_keep_the_membership()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        await desk.MoveToAsync(new DateOnly(2027, 1, 20)); // covered through November

        var cover = await desk.CoverAsync(loan.Id);
        Assert.Equal((CoverAlert.Missed, CoverTab.Grace), (cover.Outlook.Alert, (await desk.WatchedAsync(loan.Id))!.Tab));
        Assert.Equal([new Month(2026, 12), new Month(2027, 1)], cover.Arrears!.Months);
        Assert.Equal(18_150 + 36_300, cover.Arrears.Total.Amount); // December still has the discount of PP 50/2025, January has none

        var billed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => BillAsync(desk, loan.Id))));
        var bill = Assert.Single(billed.Where(one => !one.IsRefused).Select(one => one.Value).Distinct());
        Assert.All(billed.Where(one => one.IsRefused), one => Assert.Equal(["cover.bill-open"], one.Codes()));
        Assert.Equal(new DateOnly(2027, 1, 31), (await desk.Bills.DetailsAsync(bill, SmallBank.Auditor.Actor, Desk.Cancel))!.DueOn);

        await desk.PayAsync(bill);
        cover = await desk.CoverAsync(loan.Id);
        Assert.Equal(ParticipationStatus.Active, cover.Loan.Participation);
        Assert.Equal(3, cover.Loan.Horizon.Count(month => month.State == HorizonState.Covered));
        Assert.True(cover.Outlook.HasFullBenefit);
        Assert.Equal(["cover.nothing-missed"], (await BillAsync(desk, loan.Id)).Codes());
    }

    [Fact]
    public async Task After_the_last_day_no_arrears_are_taken_by_page_or_database()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        await desk.MoveToAsync(new DateOnly(2027, 2, 28));
        Assert.Equal(CoverAlert.LastChance, (await desk.CoverAsync(loan.Id)).Outlook.Alert);

        await desk.MoveToAsync(new DateOnly(2027, 3, 1));
        var cover = await desk.CoverAsync(loan.Id);

        Assert.Equal(CoverAlert.Ended, cover.Outlook.Alert);
        Assert.Null(cover.Arrears);
        Assert.Equal(new Month(2027, 5), cover.Anew.FullBenefitFrom);
        Assert.Equal(["cover.nothing-missed"], (await BillAsync(desk, loan.Id)).Codes());
        Assert.Equal(CoverTab.Ended, (await desk.WatchedAsync(loan.Id))!.Tab);
        foreach (var (first, months) in new[] { ("2026-12-01", 4), ("2027-02-01", 2) })
        {
            var raw = await desk.Database.RefusalAsync(
                $"""
                insert into bills (id, participation_id, first_month, months, payer, category, sector, total, issued_at, issued_by, due_on)
                select gen_random_uuid(), participation_id, '{first}', {months}, 'Participant', 'SelfEmployed', 'Other', 1, '2027-03-01', $1, '2027-03-31'
                  from loan_insured where loan_id = $2
                """,
                SmallBank.Officer.Id,
                loan.Id);
            Assert.Equal(("BJ005", "bill.months-are-over"), (raw.SqlState, raw.MessageText));
        }
    }

    [Fact]
    public async Task A_word_with_the_debtor_is_kept_once_and_shown_with_the_loan()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var word = new RecordContact { Means = "Phone", Outcome = "PaysNext", AgainOn = A.Date(A.Today.AddDays(3)) };

        var recorded = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => desk.Get<CoverService>().ContactAsync(loan.Id, word, SmallBank.Officer.Actor, Desk.Cancel))));

        Assert.All(recorded, one => Assert.Empty(one.Refusals));
        var line = Assert.Single((await desk.CoverAsync(loan.Id)).Contacts);
        Assert.Equal((ContactMeans.Phone, ContactOutcome.PaysNext, A.Today.AddDays(3)), (line.Means, line.Outcome, line.AgainOn!.Value));
        Assert.Equal(ContactOutcome.PaysNext, (await desk.WatchedAsync(loan.Id))!.ContactOutcome);
        Assert.Equal(
            ["cover.means-missing@Means", "cover.outcome-missing@Outcome"],
            (await desk.Get<CoverService>().ContactAsync(loan.Id, new RecordContact { Means = "Pos" }, SmallBank.Officer.Actor, Desk.Cancel))
                .CodesAtFields().Order());
        Assert.Equal(
            ["cover.again-in-the-past@AgainOn"],
            (await desk.Get<CoverService>().ContactAsync(
                loan.Id, word with { AgainOn = A.Date(A.Today.AddDays(-1)) }, SmallBank.Officer.Actor, Desk.Cancel)).CodesAtFields());
        Assert.Equal(
            ["cover.loan-unknown"],
            (await desk.Get<CoverService>().ContactAsync(loan.Id, word, SmallBank.OtherOfficer.Actor, Desk.Cancel)).Codes());
    }

    [Fact]
    public async Task What_is_at_risk_is_what_is_owed_times_the_months_nobody_has_paid()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync(months: 3);

        var estimated = await desk.CoverAsync(loan.Id);
        Assert.Equal((120_000_000, 9, 9 * 120_000_000L), (estimated.Owed.Amount.Amount, estimated.Uncovered, estimated.Risk.Amount));
        Assert.Null(estimated.Owed.ReportedOn);

        Assert.Empty((await ReportAsync("90.000.000", A.Today)).Refusals);
        Assert.Empty((await ReportAsync("90.000.000", A.Today)).Refusals); // the same report is one
        var reported = await desk.CoverAsync(loan.Id);
        Assert.Equal((90_000_000, A.Today), (reported.Owed.Amount.Amount, reported.Owed.ReportedOn!.Value));
        Assert.Equal(9 * 90_000_000L, (await desk.WatchedAsync(loan.Id))!.Risk.Amount);
        var radar = Assert.Single(await desk.Get<CoverSearch>().RadarAsync(SmallBank.Officer.Actor, Desk.Cancel));
        Assert.Equal((SmallBank.Soreang, 1, 9 * 90_000_000L), (radar.OfficeId, radar.Loans, radar.Risk.Amount));
        Assert.Empty(await desk.Get<CoverSearch>().RadarAsync(SmallBank.OtherOfficer.Actor, Desk.Cancel));

        Assert.Equal(["balance.already-recorded@AsOf"], (await ReportAsync("80.000.000", A.Today)).CodesAtFields());
        Assert.Equal(["balance.in-the-future@AsOf"], (await ReportAsync("80.000.000", A.Today.AddDays(1))).CodesAtFields());
        Assert.Equal(["balance.before-payout@AsOf"], (await ReportAsync("80.000.000", A.Today.AddDays(-1))).CodesAtFields());
        await desk.MoveToAsync(A.Today.AddDays(1));
        Assert.Equal(["balance.above-loan-amount@Outstanding"], (await ReportAsync("120.000.001", A.Today.AddDays(1))).CodesAtFields());

        Task<Result<Guid>> ReportAsync(string outstanding, DateOnly asOf) => desk.Get<CoverService>().ReportBalanceAsync(
            loan.Id, new RecordBalance { Outstanding = outstanding, AsOf = A.Date(asOf) }, SmallBank.Officer.Actor, Desk.Cancel);
    }

    [Fact]
    public async Task A_loan_closed_without_an_exit_stands_on_the_list_until_it_has_one()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var today = A.Date(A.Today);

        Assert.Equal(
            ["exit.loan-still-open@Exit"], (await desk.LeaveAsync(loan.Id, new RecordExit { Exit = "PaidOff", ExitedOn = today })).CodesAtFields());
        Assert.Equal(["exit.nothing-to-record"], (await desk.LeaveAsync(loan.Id, new RecordExit())).Codes());
        Assert.Equal(
            ["closure.in-the-future@ClosedOn"],
            (await desk.LeaveAsync(loan.Id, new RecordExit { Closure = "PaidOff", ClosedOn = A.Date(A.Today.AddDays(1)) })).CodesAtFields());

        Assert.Empty((await desk.LeaveAsync(loan.Id, new RecordExit { Closure = "PaidOff", ClosedOn = today })).Refusals);
        Assert.Equal(CoverTab.Closed, (await desk.WatchedAsync(loan.Id))!.Tab);
        Assert.Empty((await desk.LeaveAsync(loan.Id, new RecordExit { Exit = "PaidOff", ExitedOn = today })).Refusals);
        Assert.Empty((await desk.LeaveAsync(loan.Id, new RecordExit { Exit = "PaidOff", ExitedOn = today })).Refusals); // the other click
        Assert.Null(await desk.WatchedAsync(loan.Id));
        Assert.Equal(["exit.already-recorded"], (await desk.LeaveAsync(loan.Id, new RecordExit { Exit = "Moved", ExitedOn = today })).Codes());

        // The membership goes on: it follows from what is paid, not from what the bank records.
        Assert.Equal(ParticipationStatus.Active, (await desk.CoverAsync(loan.Id)).Outlook.Status);
    }

    [Fact]
    public async Task Nothing_is_paid_out_on_a_closed_loan()
    {
        await using var desk = await DeskAsync();
        var cleared = await desk.ClearedAsync();
        Assert.Empty((await desk.Loans.DisburseAsync(
            cleared.Id, cleared.Version, A.Payout("50.000.000", A.Today), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        Assert.Empty((await desk.LeaveAsync(
            cleared.Id, new RecordExit { Closure = "Refinanced", ClosedOn = A.Date(A.Today), Exit = "Moved", ExitedOn = A.Date(A.Today) })).Refusals);
        var loan = await desk.LoanOfAsync(cleared.EnrollmentId);

        var again = await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000", A.Today), SmallBank.Supervisor.Actor, Desk.Cancel);

        Assert.Equal(["closure.already-closed"], again.Codes());
    }

    private static Task<Result<Guid>> BillAsync(Desk desk, Guid loanId) =>
        desk.Get<CoverService>().BillArrearsAsync(loanId, SmallBank.Officer.Actor, Desk.Cancel);

    private async Task<Desk> DeskAsync()
    {
        var desk = new Desk(server);
        await desk.InitializeAsync();
        return desk;
    }
}
