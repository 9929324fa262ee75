using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.IntegrationTests.Cover;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Notices;

namespace BpjsBjb.IntegrationTests.Claims;

/// <summary>A death or an accident: who may say so, what it stops, what it refuses, and who ends it.</summary>
public sealed class ClaimTests(PostgresServer server)
{
    private static readonly DateOnly December = new(2026, 12, 5);

    [Fact]
    public async Task After_a_death_nobody_is_reminded_billed_or_counted_as_a_risk()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync(); // November is paid
        await desk.MoveToAsync(new DateOnly(2026, 11, 12));
        var claim = await desk.ClaimedAsync(loan.Id, ClaimKind.DeathNotAtWork);

        Assert.Equal(0, await desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel)); // November ends within thirty days
        foreach (var day in new[] { December, new DateOnly(2027, 3, 1) })
        {
            await desk.MoveToAsync(day);
            await desk.Get<MonthKeeper>().RunAsync(Desk.Cancel);
            Assert.Equal(0, await desk.Get<CoverKeeper>().RunAsync(Desk.Cancel));
            Assert.Equal(0, await desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel));
            Assert.Equal(0, await desk.Get<BillKeeper>().RunAsync(Desk.Cancel));
        }

        var row = await desk.WatchedAsync(loan.Id);
        Assert.Equal((CoverTab.Claim, claim, 0), (row!.Tab, row.ClaimId!.Value, row.Risk.Amount));
        Assert.Empty(await desk.Get<CoverSearch>().RadarAsync(SmallBank.Officer.Actor, Desk.Cancel));
        var counts = await desk.Get<CoverSearch>().CountsAsync(SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Equal((1, 0), (counts.Single(count => count.Tab == CoverTab.Claim).Loans, counts.Sum(count => count.Risk.Amount)));
        // The ledger's own story goes on: what each month became is a fact, and no reminder.
        Assert.Equal(["Ended", "Grace"], (await desk.CoverAsync(loan.Id)).Turns.Select(turn => turn.Became));
        Assert.Empty(await desk.Database.ListAsync<string>("select kind from notices where about = $1", loan.Id));
    }

    [Fact]
    public async Task Nothing_new_begins_for_somebody_who_has_died()
    {
        await using var desk = await DeskAsync();
        var form = A.Form();
        var cleared = await desk.ClearedAsync(form);
        Assert.Empty((await desk.Loans.DisburseAsync(
            cleared.Id, cleared.Version, A.Payout("10.000.000", A.Today), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        var loan = await desk.LoanOfAsync(cleared.EnrollmentId);
        await desk.ClaimedAsync(loan.Id, ClaimKind.DeathAtWork);

        var payout = await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000", A.Today), SmallBank.Supervisor.Actor, Desk.Cancel);
        Assert.Equal(["claim.debtor-deceased"], payout.Codes());

        // Also by another office, which sees neither the claim nor the case.
        var again = await desk.Enrollments.StartAsync(A.Start(form), SmallBank.OtherOfficer.Actor, Desk.Cancel);
        Assert.Contains("claim.debtor-deceased", again.Codes());
        var raw = await desk.Database.RefusalAsync(
            """
            insert into bills (id, participation_id, first_month, months, payer, category, sector, total, issued_at, issued_by, due_on)
            select gen_random_uuid(), participation_id, '2026-12-01', 1, 'Participant', 'SelfEmployed', 'Other', 1, '2026-11-10', $1, '2026-12-31'
              from loan_insured where loan_id = $2
            """,
            SmallBank.Officer.Id,
            loan.Id);
        Assert.Equal(("BJ045", "claim.debtor-deceased"), (raw.SqlState, raw.MessageText));
    }

    [Fact]
    public async Task A_draft_of_somebody_who_died_meanwhile_cannot_be_sent()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync(months: 3);
        var nik = await desk.Database.ReadAsync<byte[]>("select nik_hash from enrollments where loan_id = $1", loan.Id);
        var draft = await desk.DraftedAsync(A.Form());
        await desk.ClaimedAsync(loan.Id, ClaimKind.DeathNotAtWork);

        var raw = await desk.Database.RefusalAsync("update enrollments set nik_hash = $1 where id = $2", nik, draft);

        Assert.Equal("claim.debtor-deceased", raw.MessageText);
    }

    [Fact]
    public async Task An_accident_pauses_reminders_until_told_otherwise_and_renewals_go_on()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var claim = await desk.ClaimedAsync(loan.Id);

        Assert.Equal(1, await desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel));
        await desk.MoveToAsync(December);
        Assert.Equal(0, await desk.Get<CoverKeeper>().RunAsync(Desk.Cancel));
        var row = await desk.WatchedAsync(loan.Id);
        Assert.Equal((CoverTab.Grace, claim), (row!.Tab, row.ClaimId!.Value));
        Assert.True(row.Risk.Amount > 0);

        Assert.Empty((await StepAsync(desk, claim, ClaimEventKind.RemindersResumed)).Refusals);
        Assert.Equal(1, await desk.Get<CoverKeeper>().RunAsync(Desk.Cancel));
        Assert.True((await DetailsAsync(desk, claim)).AreRemindersOn);
    }

    [Fact]
    public async Task A_withdrawn_claim_lets_everything_go_on()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var claim = await desk.ClaimedAsync(loan.Id, ClaimKind.DeathNotAtWork);
        Assert.Equal(0, await desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel));

        Assert.Empty((await CloseAsync(desk, claim, new CloseClaim { Outcome = "Withdrawn", Reason = "WrongPerson" })).Refusals);

        Assert.Equal(1, await desk.Get<RenewalKeeper>().RunAsync(Desk.Cancel));
        await desk.MoveToAsync(December);
        Assert.Equal(1, await desk.Get<CoverKeeper>().RunAsync(Desk.Cancel));
        Assert.Equal(CoverTab.Grace, (await desk.WatchedAsync(loan.Id))!.Tab);
        Assert.Equal(["claim.closed"], (await StepAsync(desk, claim, ClaimEventKind.HeirsTold)).Codes());
        Assert.Equal("BJ045", (await desk.Database.RefusalAsync(
            "insert into claim_events select gen_random_uuid(), $1, participation_id, 'HeirsTold', null, '2026-12-05', null, $2, now() from claims where id = $1",
            claim, SmallBank.Officer.Id)).SqlState);
    }

    [Fact]
    public async Task The_database_refuses_what_cannot_be()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var unpaid = await desk.LoanOfAsync(await desk.AcceptedAsync());

        Assert.Equal("claim.in-the-future", await RawAsync("2026-11-11", "2026-11-11"));
        Assert.Equal("claim.told-in-the-future", await RawAsync("2026-11-10", "2026-11-11"));
        Assert.Equal("claim.told-before-event", await RawAsync("2026-11-10", "2026-11-09"));
        Assert.Equal("claim.before-birth", await RawAsync("1985-03-09", "2026-11-10"));
        Assert.Equal("claim.before-participation", await RawAsync("2026-10-31", "2026-11-10"));
        Assert.Equal("claim.not-insured", await RawAsync("2026-11-10", "2026-11-10", unpaid.Id));
        Assert.Equal(["claim.not-insured"], (await OpenAsync(desk, unpaid.Id, A.Claim(ClaimKind.DeathAtWork, A.Today))).Codes());
        Assert.Equal(
            ["claim.before-participation@HappenedOn"],
            (await OpenAsync(desk, loan.Id, A.Claim(ClaimKind.DeathAtWork, new DateOnly(2026, 10, 31)))).CodesAtFields());
        Assert.Equal(
            ["claim.kind-missing@Kind", "claim.place-missing@Place", "claim.teller-missing@ToldBy", "date.missing@HappenedOn", "date.missing@ToldOn"],
            (await OpenAsync(desk, loan.Id, new OpenClaim())).CodesAtFields().Order());
        Assert.Equal(
            ["claim.time-not-a-time@HappenedTime"],
            (await OpenAsync(desk, loan.Id, A.Claim(ClaimKind.DeathAtWork, A.Today) with { HappenedTime = "25:00" })).CodesAtFields());

        async Task<string> RawAsync(string on, string told, Guid? of = null) => (await desk.Database.RefusalAsync(
            """
            insert into claims (id, participation_id, person_id, kind, happened_on, told_by, told_on, opened_by, opened_at)
            select gen_random_uuid(), participation_id, person_id, 'DeathNotAtWork', $1::date, 'Family', $2::date, $3, now() from loan_insured where loan_id = $4
            """,
            DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture),
            DateOnly.Parse(told, System.Globalization.CultureInfo.InvariantCulture),
            SmallBank.Officer.Id,
            of ?? loan.Id)).MessageText;
    }

    [Fact]
    public async Task One_death_is_one_claim_however_many_say_so_at_once()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var input = A.Claim(ClaimKind.DeathNotAtWork, A.Today);

        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(
            () => OpenAsync(desk, loan.Id, input, n % 2 == 0 ? SmallBank.Officer : SmallBank.Reviewer))));

        Assert.Single(opened.Where(one => !one.IsRefused).Select(one => one.Value).Distinct()); // the other clicks of the first are the same one
        Assert.All(opened.Where(one => one.IsRefused), one => Assert.Equal(["claim.already-open"], one.Codes()));
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from claims"));
        Assert.Equal(["claim.already-open"], (await OpenAsync(desk, loan.Id, input with { Kind = "DeathAtWork" }, SmallBank.Colleague)).Codes());

        // What BPJS refuses as one kind may be asked for as the other, and as no third.
        var claim = opened.First(one => !one.IsRefused).Value;
        Assert.Empty((await CloseAsync(desk, claim, new CloseClaim { Outcome = "RefusedByBpjs", Reason = "NotCovered" }, SmallBank.Colleague)).Refusals);
        Assert.Equal(["claim.already-open"], (await OpenAsync(desk, loan.Id, input, SmallBank.Colleague)).Codes());
        Assert.Empty((await OpenAsync(desk, loan.Id, input with { Kind = "DeathAtWork" }, SmallBank.Colleague)).Refusals);
    }

    [Fact]
    public async Task Whoever_opened_a_claim_does_not_close_it_by_page_or_database()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var claim = await desk.ClaimedAsync(loan.Id, ClaimKind.DeathNotAtWork, SmallBank.Officer);
        var paid = new CloseClaim { Outcome = "Paid", Amount = "10.000.000", PaidOn = A.Date(A.Today) };

        Assert.Equal(["claim.own-claim"], (await CloseAsync(desk, claim, paid, SmallBank.Officer)).Codes());
        foreach (var (opener, constraint) in new[] { (SmallBank.Officer.Id, "ck_claim_closures_second_person"), (SmallBank.Colleague.Id, "fk_claim_closures_claims") })
        {
            var raw = await desk.Database.RefusalAsync(
                """
                insert into claim_closures (id, claim_id, participation_id, opened_by, outcome, reason, closed_by, closed_at)
                select gen_random_uuid(), id, participation_id, $1, 'Withdrawn', 'ReportUntrue', $2, now() from claims where id = $3
                """,
                opener, SmallBank.Officer.Id, claim);
            Assert.Equal(constraint, raw.ConstraintName);
        }

        Assert.Equal(["claim.paid-in-the-future@PaidOn"], (await CloseAsync(desk, claim, paid with { PaidOn = A.Date(A.Today.AddDays(1)) })).CodesAtFields());
        Assert.Equal(["claim.paid-before-event@PaidOn"], (await CloseAsync(desk, claim, paid with { PaidOn = A.Date(A.Today.AddDays(-1)) })).CodesAtFields());
        Assert.Equal(["claim.rights-not-lapsed@Outcome"], (await CloseAsync(desk, claim, new CloseClaim { Outcome = "RightsLapsed" })).CodesAtFields());
        Assert.Equal(["claim.reason-missing@Reason"], (await CloseAsync(desk, claim, new CloseClaim { Outcome = "Withdrawn" })).CodesAtFields());

        var closed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => CloseAsync(desk, claim, paid, SmallBank.Supervisor))));
        Assert.All(closed, one => Assert.Empty(one.Refusals));
        var details = await DetailsAsync(desk, claim);
        Assert.Equal((ClaimStatus.Paid, 10_000_000), (details.Status, details.Closure!.Amount!.Value.Amount));
        Assert.Equal(["claim.closed"], (await CloseAsync(desk, claim, new CloseClaim { Outcome = "RefusedByBpjs", Reason = "NotCovered" })).Codes());
        foreach (var table in new[] { "claims", "claim_closures" })
        {
            var kept = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Database.AsOwnerAsync($"delete from {table}"));
            Assert.Equal("database.append-only", kept.MessageText);
        }
    }

    [Fact]
    public async Task Rights_can_be_called_lapsed_only_after_their_years()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var claim = await desk.ClaimedAsync(loan.Id, ClaimKind.DeathNotAtWork);
        await desk.MoveToAsync(new DateOnly(2031, 11, 10));
        Assert.Equal(["claim.rights-not-lapsed@Outcome"], (await CloseAsync(desk, claim, new CloseClaim { Outcome = "RightsLapsed" })).CodesAtFields());

        await desk.MoveToAsync(new DateOnly(2031, 11, 11));
        Assert.Empty((await CloseAsync(desk, claim, new CloseClaim { Outcome = "RightsLapsed" })).Refusals);
    }

    /// <summary>The case that was in the papers: arrears settled after the death.</summary>
    [Fact]
    public async Task Months_paid_for_after_the_death_do_not_make_it_covered()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync(); // November
        await desk.MoveToAsync(new DateOnly(2027, 1, 20));
        var bill = await desk.Get<CoverService>().BillArrearsAsync(loan.Id, SmallBank.Officer.Actor, Desk.Cancel);
        await desk.PayAsync(bill.Value);
        await desk.MoveToAsync(new DateOnly(2027, 1, 21));

        var before = await DetailsAsync(desk, await desk.ClaimedAsync(loan.Id, ClaimKind.DeathNotAtWork, on: new DateOnly(2027, 1, 18)));

        Assert.Equal((ClaimStanding.Grace, 1, 2), (before.Outlook.Standing, before.Outlook.Counted.Count, before.Outlook.PaidTooLate.Count));
        Assert.Equal(0, before.Outlook.Total.Amount);
        Assert.Equal((120_000_000L * 10 / 12, null), (Assert.Single(before.Loans).Owed!.Amount.Amount, before.Loans[0].Owed!.ReportedOn)); // estimated
    }

    [Fact]
    public async Task The_benefit_is_told_beside_what_the_bank_reported_as_owed()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync(months: 3);
        Assert.Empty((await desk.Get<CoverService>().ReportBalanceAsync(
            loan.Id, new RecordBalance { Outstanding = "90.000.000", AsOf = A.Date(A.Today) }, SmallBank.Officer.Actor, Desk.Cancel)).Refusals);
        await desk.MoveToAsync(new DateOnly(2027, 1, 5));

        var claim = await DetailsAsync(desk, await desk.ClaimedAsync(loan.Id, ClaimKind.DeathNotAtWork));

        Assert.Equal((ClaimStanding.Covered, 3, 42_000_000), (claim.Outlook.Standing, claim.Outlook.Run, claim.Outlook.Total.Amount));
        Assert.Equal((90_000_000, A.Today), (claim.Loans[0].Owed!.Amount.Amount, claim.Loans[0].Owed!.ReportedOn!.Value));
    }

    [Fact]
    public async Task Documents_steps_and_heirs_are_only_added_and_make_the_file_ready()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var id = await desk.ClaimedAsync(loan.Id, ClaimKind.DeathNotAtWork);
        var claims = desk.Get<ClaimService>();
        var list = (await DetailsAsync(desk, id)).Checklist.Where(line => line.Rule.IsRequired).ToList();
        Assert.False((await DetailsAsync(desk, id)).IsReady);

        foreach (var line in list.Skip(1))
        {
            var marked = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => desk.Get<ClaimService>().MarkAsync(
                id, new MarkItem { Item = line.Rule.Item.ToString(), State = "Received" }, SmallBank.Officer.Actor, Desk.Cancel))));
            Assert.All(marked, one => Assert.Empty(one!.Refusals));
        }

        Assert.Equal(
            ["claim.item-reason-missing@Reason"],
            (await claims.MarkAsync(id, new MarkItem { Item = list[0].Rule.Item.ToString(), State = "NotNeeded" }, SmallBank.Officer.Actor, Desk.Cancel))!.CodesAtFields());
        Assert.Empty((await claims.MarkAsync(
            id, new MarkItem { Item = list[0].Rule.Item.ToString(), State = "NotNeeded", Reason = "NotAskedByBpjs" }, SmallBank.Reviewer.Actor, Desk.Cancel))!.Refusals);
        Assert.Empty((await claims.AddHeirAsync(
            id, new AddHeir { Name = "Rina Rekaan", Relation = "Child", Phone = "081220457720" }, SmallBank.Officer.Actor, Desk.Cancel))!.Refusals);

        var details = await DetailsAsync(desk, id);
        Assert.True(details.IsReady);
        Assert.Equal([HeirKind("Spouse"), HeirKind("Child")], details.Heirs.Select(heir => heir.Relation));
        Assert.Equal((long)list.Count, await desk.Database.ReadAsync<long>("select count(*) from claim_events where claim_id = $1", id)); // double clicks are one
        Assert.DoesNotContain("Rina", await desk.Database.ReadAsync<string>("select string_agg(encode(name_sealed, 'escape'), '') from claim_heirs"), StringComparison.Ordinal);
        Assert.DoesNotContain("Pasar", await desk.Database.ReadAsync<string>("select string_agg(encode(place_sealed, 'escape'), '') from claims"), StringComparison.Ordinal);
        var file = (await desk.Get<ClaimSearch>().FileAsync(id, SmallBank.Officer.Actor, Desk.Cancel))!;
        Assert.Equal(["Siti Rekaan", "Rina Rekaan"], file.Heirs.Select(heir => heir.Name));
        Assert.Equal(("Pasar Rekaan", "Penjahit rekaan"), (file.Claim.Place, file.Business!.Description));

        Assert.Equal(["claim.step-not-for-kind@Step"], (await StepAsync(desk, id, ClaimEventKind.AccidentReported)).CodesAtFields());
        Assert.Equal(
            ["claim.step-before-event@On"],
            (await claims.RecordAsync(id, new RecordStep { Step = "HeirsTold", On = A.Date(A.Today.AddDays(-1)) }, SmallBank.Officer.Actor, Desk.Cancel))!.CodesAtFields());
    }

    [Fact]
    public async Task People_are_told_of_a_claim_and_of_each_of_its_terms_once()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var id = await desk.ClaimedAsync(loan.Id, ClaimKind.DeathAtWork, SmallBank.Colleague);
        Assert.Equal(
            [$"ClaimOpened {SmallBank.Officer.Id}", $"ClaimOpened {SmallBank.Supervisor.Id}"],
            (await desk.Database.ListAsync<string>("select kind || ' ' || user_id from notices where about = $1", id)).Order());

        await desk.MoveToAsync(A.Today.AddDays(1)); // thirty-four hours of forty-eight are over
        var told = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => desk.Get<ClaimKeeper>().RunAsync(Desk.Cancel))));
        Assert.Equal(3, told.Sum()); // officer, supervisor, and whoever opened it
        await desk.MoveToAsync(A.Today.AddDays(2));
        Assert.Equal(3 + 3, await desk.Get<ClaimKeeper>().RunAsync(Desk.Cancel)); // the report is overdue, telling the heirs is near
        Assert.Equal(0, await desk.Get<ClaimKeeper>().RunAsync(Desk.Cancel));

        var list = await desk.Get<ClaimSearch>().ListAsync(ClaimTab.Overdue, null, ClaimOrder.Deadline, 1, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Equal((id, ClaimDeadlineKind.AccidentReport, 2), (list.Items[0].Id, list.Items[0].Next!.Kind, list.Items[0].ElapsedDays));
        Assert.Empty((await StepAsync(desk, id, ClaimEventKind.AccidentReported)).Refusals);
        Assert.Empty((await StepAsync(desk, id, ClaimEventKind.HeirsTold)).Refusals);
        Assert.Empty((await desk.Get<ClaimSearch>().ListAsync(ClaimTab.Overdue, null, ClaimOrder.Deadline, 1, SmallBank.Officer.Actor, Desk.Cancel)).Items);
        await desk.MoveToAsync(A.Today.AddDays(9));
        Assert.Equal(0, await desk.Get<ClaimKeeper>().RunAsync(Desk.Cancel));

        Assert.Empty((await CloseAsync(desk, id, new CloseClaim { Outcome = "Withdrawn", Reason = "ReportUntrue" })).Refusals);
        Assert.Equal(0L, await desk.Database.ReadAsync<long>("select count(*) from notices where about = $1 and read_at is null", id));
    }

    [Fact]
    public async Task A_claim_is_its_own_offices_and_no_others()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        Assert.Equal(["claim.debtor-unknown"], (await OpenAsync(desk, loan.Id, A.Claim(ClaimKind.DeathAtWork, A.Today), SmallBank.OtherOfficer)).Codes());
        Assert.Equal(["claim.debtor-unknown"], (await OpenAsync(desk, loan.Id, A.Claim(ClaimKind.DeathAtWork, A.Today), SmallBank.OtherReviewer)).Codes());
        var id = (await OpenAsync(desk, loan.Id, A.Claim(ClaimKind.DeathAtWork, A.Today), SmallBank.Reviewer)).Value;

        foreach (var reader in new[] { SmallBank.Officer, SmallBank.Supervisor, SmallBank.Reviewer, SmallBank.BpjsSupervisor, SmallBank.Regional, SmallBank.Auditor })
        {
            Assert.NotNull(await desk.Get<ClaimSearch>().DetailsAsync(id, reader.Actor, Desk.Cancel));
        }

        foreach (var stranger in new[] { SmallBank.OtherOfficer, SmallBank.SiblingOfficer, SmallBank.OtherReviewer, SmallBank.OtherRegional, SmallBank.Admin })
        {
            Assert.Null(await desk.Get<ClaimSearch>().DetailsAsync(id, stranger.Actor, Desk.Cancel));
            Assert.Null(await desk.Get<ClaimService>().RecordAsync(id, new RecordStep(), stranger.Actor, Desk.Cancel));
            Assert.Equal(0L, await desk.Database.AsAppAsync(Services.Access.RowScope.Of(stranger.Actor), "select count(*) from claims"));
        }
    }

    [Fact]
    public async Task An_open_claim_holds_the_erasure_of_its_debtor()
    {
        await using var desk = await DeskAsync();
        var loan = await desk.PaidOutAsync();
        var claim = await desk.ClaimedAsync(loan.Id);
        const string holds = "select string_agg(code, ' ' order by code) from erasure_holds((select nik_hash from enrollments where loan_id = $1), portal_today())";

        Assert.Contains("hold.claim-open", await desk.Database.ReadAsync<string>(holds, loan.Id), StringComparison.Ordinal);
        Assert.Empty((await CloseAsync(desk, claim, new CloseClaim { Outcome = "Withdrawn", Reason = "ReportUntrue" })).Refusals);
        Assert.DoesNotContain("hold.claim-open", await desk.Database.ReadAsync<string>(holds, loan.Id), StringComparison.Ordinal);
    }

    private static Domain.People.HeirRelation HeirKind(string name) => Enum.Parse<Domain.People.HeirRelation>(name);

    private static async Task<ClaimDetails> DetailsAsync(Desk desk, Guid id) =>
        (await desk.Get<ClaimSearch>().DetailsAsync(id, SmallBank.Officer.Actor, Desk.Cancel))!;

    private static Task<Result<Guid>> OpenAsync(Desk desk, Guid loanId, OpenClaim input, TestUser? by = null) =>
        desk.Get<ClaimService>().OpenAsync(loanId, input, (by ?? SmallBank.Officer).Actor, Desk.Cancel);

    private static async Task<Result<Guid>> StepAsync(Desk desk, Guid id, ClaimEventKind step) => (await desk.Get<ClaimService>().RecordAsync(
        id, new RecordStep { Step = step.ToString(), On = A.Date(desk.Clock.Today()) }, SmallBank.Officer.Actor, Desk.Cancel))!;

    private static async Task<Result<Guid>> CloseAsync(Desk desk, Guid id, CloseClaim input, TestUser? by = null) =>
        (await desk.Get<ClaimService>().CloseAsync(id, input, (by ?? SmallBank.Supervisor).Actor, Desk.Cancel))!;

    private async Task<Desk> DeskAsync()
    {
        var desk = new Desk(server);
        await desk.InitializeAsync();
        return desk;
    }
}
