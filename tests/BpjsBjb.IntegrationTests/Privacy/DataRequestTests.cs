using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Privacy;

namespace BpjsBjb.IntegrationTests.Privacy;

/// <summary>A debtor's request is a case with a clock: one writes it down, another decides, the database keeps the order.</summary>
public sealed class DataRequestTests(Desk desk, PostgresServer server) : IClassFixture<Desk>
{
    private static readonly ReadPlace Place = new("/Privacy/Request", "192.0.2.7");

    [Fact]
    public async Task A_request_is_due_72_hours_after_it_came_in()
    {
        var id = await desk.RecordedAsync(await desk.SubmittedAsync(), DataRequestKind.Access);

        var found = (await DetailsAsync(id))!;

        Assert.Equal((A.Now, A.Now.AddHours(72)), (found.ReceivedAt, found.DueAt));
        Assert.Equal(("UU 27/2022", false, false), (found.Clock.Regulation, found.Clock.IsConfirmed, found.IsOverdue));
        Assert.Matches(@"^P-2026-\d{6}$", found.Number);
        Assert.Equal("Nama ibu kandung keliru", found.Wanted);
    }

    [Fact]
    public async Task Received_yesterday_the_clock_runs_from_yesterdays_first_minute_in_jakarta()
    {
        var input = new RecordRequest { Kind = "Access", Channel = "Letter", ReceivedOn = A.Date(A.Today.AddDays(-1)) };

        var id = (await desk.Get<DataRequestService>().RecordAsync(await desk.SubmittedAsync(), input, SmallBank.Officer.Actor, Desk.Cancel))!.Value;

        Assert.Equal(new DateTimeOffset(2026, 11, 8, 17, 0, 0, TimeSpan.Zero), (await DetailsAsync(id))!.ReceivedAt);
    }

    [Fact]
    public async Task What_is_missing_is_said_at_each_field()
    {
        var input = new RecordRequest { Kind = "Correction", ReceivedOn = A.Date(A.Today.AddDays(1)) };

        var refused = await desk.Get<DataRequestService>().RecordAsync(await desk.SubmittedAsync(), input, SmallBank.Officer.Actor, Desk.Cancel);

        Assert.Equal(
            ["data-request.received-in-future@ReceivedOn", "data-request.channel-missing@Channel", "data-request.wanted-missing@Wanted"],
            refused!.CodesAtFields());
    }

    [Fact]
    public async Task The_same_request_is_open_once()
    {
        var enrollment = await desk.SubmittedAsync();
        await desk.RecordedAsync(enrollment, DataRequestKind.Access);
        var input = new RecordRequest { Kind = "Access", Channel = "Branch", ReceivedOn = A.Date(A.Today) };

        var again = await desk.Get<DataRequestService>().RecordAsync(enrollment, input, SmallBank.Colleague.Actor, Desk.Cancel);

        Assert.Equal(["data-request.already-open@Kind"], again!.CodesAtFields());
    }

    [Fact]
    public async Task Nobody_decides_what_they_wrote_down_and_nothing_is_granted_unverified()
    {
        var id = await desk.RecordedAsync(await desk.SubmittedAsync(), DataRequestKind.Access, SmallBank.Supervisor);

        Assert.Equal(["data-request.not-verified"], (await DecideAsync(id, "true", SmallBank.Regional)).Codes());
        await VerifyAsync(id);
        Assert.Equal(["data-request.own-record"], (await DecideAsync(id, "true", SmallBank.Supervisor)).Codes());
        Assert.Empty((await DecideAsync(id, "true", SmallBank.Regional)).Refusals);
    }

    [Fact]
    public async Task The_database_itself_keeps_the_order_and_the_four_eyes()
    {
        var id = await desk.RecordedAsync(await desk.SubmittedAsync(), DataRequestKind.Access);

        Assert.Equal("data-request.forbidden-transition", await RefusedAsync("status = 'Done', done_at = now(), decided_by = $2, decided_at = now()"));
        await VerifyAsync(id);
        Assert.Contains("ck_data_requests_four_eyes", await RefusedAsync(
            "status = 'Done', done_at = now(), decided_by = recorded_by, decided_at = now(), verified_by = $2"), StringComparison.Ordinal);
        Assert.Equal("42501", (await desk.Database.RefusalAsync("update data_requests set due_at = now() where id = $1", id)).SqlState);
        Assert.Equal("42501", (await desk.Database.RefusalAsync("delete from data_requests where id = $1", id)).SqlState);

        async Task<string> RefusedAsync(string set) => (await desk.Database.RefusalAsync(
            $"update data_requests set {set} where id = $1", id, SmallBank.Supervisor.Id)).MessageText;
    }

    [Fact]
    public async Task An_overdue_request_is_marked_and_stays_marked_when_answered_late()
    {
        await using var late = new Desk(server);
        await late.InitializeAsync();
        var id = await late.RecordedAsync(await late.SubmittedAsync(), DataRequestKind.Access);
        late.Clock.Advance(TimeSpan.FromHours(73));

        var list = await late.Get<DataRequestSearch>().ListAsync(false, SmallBank.Supervisor.Actor, Desk.Cancel);

        Assert.Equal((1, true), (list.Overdue, list.Items.Single(item => item.Id == id).IsOverdue));
    }

    [Fact]
    public async Task A_granted_access_is_a_file_of_everything_and_its_download_is_written_down()
    {
        var form = A.Form();
        var loan = await desk.ClearedAsync(form);
        var id = await DoneAsync(loan.EnrollmentId, DataRequestKind.Access);

        var file = (await desk.Get<PersonFileSource>().ExportAsync(id, Place, SmallBank.Supervisor.Actor, Desk.Cancel))!;

        Assert.Equal(form.Debtor.MotherName, Assert.Single(file.Cases).Form.Debtor.MotherName);
        Assert.Equal(form.Loan.ApplicationNumber, Assert.Single(file.Loans).ApplicationNumber);
        Assert.NotNull(Assert.Single(file.Memberships).Kpj);
        Assert.NotNull(Assert.Single(file.Bills).PaidOn);
        Assert.Equal(LegalBasis.LegalDuty, Assert.Single(file.Consents).Basis);
        Assert.Empty(file.ElsewhereOffices);
        Assert.Equal($"{SmallBank.Supervisor.Id} Export DebtorAsked {file.Records}", await desk.Database.ReadAsync<string>(
            "select concat_ws(' ', reader, kind, purpose, row_count) from personal_data_reads where kind = 'Export' and enrollment_id = $1", loan.EnrollmentId));
    }

    [Fact]
    public async Task A_copy_holds_wages_and_lists_of_cooperatives_besides_the_persons_own_case()
    {
        var number = A.Number();
        var form = A.Form() with { Debtor = A.Form().Debtor with { Nik = A.Nik(number), Kk = "3204010101200001" } };
        var enrollment = await desk.SubmittedAsync(form);
        var employer = await desk.RegisteredEmployerAsync();
        await desk.WithWorkerAsync(employer, EmployerFixtures.Worker(number, wage: "3.500.000"));
        await desk.NumberedAsync(employer);
        await desk.PayAsync(employer);
        await desk.WithWorkerAsync(await desk.RegisteredEmployerAsync(), EmployerFixtures.Worker()); // somebody else
        var loan = await desk.CooperativeLoanAsync(number: number);
        var id = await DoneAsync(enrollment, DataRequestKind.Access);

        var file = (await desk.Get<PersonFileSource>().ExportAsync(id, Place, SmallBank.Supervisor.Actor, Desk.Cancel))!;

        var work = Assert.Single(file.Work);
        Assert.Equal(("CV Rekaan", 3_500_000L, 1), (work.Employer, work.Wage.Amount, work.Covered.Count));
        Assert.Equal(loan.ApplicationNumber, Assert.Single(file.Listings).ApplicationNumber);
        Assert.Equal("3204010101200001", Assert.Single(file.Cases).Form.Debtor.Kk);
    }

    [Fact]
    public async Task No_file_is_made_before_it_is_granted()
    {
        var id = await desk.RecordedAsync(await desk.SubmittedAsync(), DataRequestKind.Access);

        Assert.Null(await desk.Get<PersonFileSource>().ExportAsync(id, Place, SmallBank.Supervisor.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task A_restriction_stops_every_step_until_it_is_lifted()
    {
        var form = A.Form();
        var enrollment = await desk.PaidAsync(form);
        var loan = await desk.LoanOfAsync(enrollment);
        var id = await DoneAsync(enrollment, DataRequestKind.Restriction);

        var cleared = await desk.Loans.ClearAsync(loan.Id, loan.Version, SmallBank.Supervisor.Actor, Desk.Cancel);
        Assert.Equal(["person.processing-restricted"], cleared.Codes());
        var started = await desk.Enrollments.StartAsync(A.Start(form), SmallBank.OtherOfficer.Actor, Desk.Cancel);
        Assert.Equal(["person.processing-restricted"], started.Codes());
        Assert.True((await desk.Get<DataRequestSearch>().OfCaseAsync(enrollment, SmallBank.Officer.Actor, Desk.Cancel))!.IsRestricted);

        var lifted = await desk.Get<DataRequestService>().LiftAsync(id, (await DetailsAsync(id))!.Version, SmallBank.Supervisor.Actor, Desk.Cancel);
        Assert.Empty(lifted!.Refusals);
        var again = await desk.LoanOfAsync(enrollment);
        Assert.Empty((await desk.Loans.ClearAsync(again.Id, again.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
    }

    [Fact]
    public async Task Withdrawn_consent_ends_the_open_case_and_stops_the_person()
    {
        var form = A.OfferedForm();
        var enrollment = await desk.SubmittedAsync(form);
        await DoneAsync(enrollment, DataRequestKind.Withdrawal);

        Assert.Equal("Withdrawn", (await desk.CaseAsync(enrollment)).Status.ToString());
        Assert.Equal(SmallBank.Supervisor.Id, await desk.Database.ReadAsync<Guid>("select withdrawn_by from consents where enrollment_id = $1", enrollment));
        Assert.Equal(
            ["person.processing-restricted"], (await desk.Enrollments.StartAsync(A.Start(form), SmallBank.Officer.Actor, Desk.Cancel)).Codes());
    }

    [Fact]
    public async Task Where_the_law_is_the_basis_no_consent_is_withdrawn()
    {
        var id = await desk.RecordedAsync(await desk.SubmittedAsync(), DataRequestKind.Withdrawal);
        await VerifyAsync(id);

        Assert.Equal(["consent.not-the-basis@IsGranted"], (await DecideAsync(id, "true", SmallBank.Supervisor)).CodesAtFields());
        Assert.Empty((await DecideAsync(id, "false", SmallBank.Supervisor, nameof(RequestRefusal.NotBasedOnConsent))).Refusals);
    }

    [Fact]
    public async Task While_a_loan_runs_an_erasure_is_refused_with_its_reason_and_its_end()
    {
        var loan = await desk.ClearedAsync();
        await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout(), SmallBank.Supervisor.Actor, Desk.Cancel);
        var id = await desk.RecordedAsync(loan.EnrollmentId, DataRequestKind.Erasure);
        await VerifyAsync(id);

        var holds = (await DetailsAsync(id))!.Holds;
        Assert.Equal(A.Today.AddMonths(24), holds.Single(hold => hold.Code == "hold.loan-runs").Until);
        Assert.Equal((A.Today.AddMonths(144), "UU 8/1997"), (
            holds.Single(hold => hold.Code == "hold.credit-file").Until, holds.Single(hold => hold.Code == "hold.credit-file").Source!.Regulation));
        Assert.Equal(["data-request.legal-hold@IsGranted"], (await DecideAsync(id, "true", SmallBank.Supervisor)).CodesAtFields());
        Assert.Equal("data-request.legal-hold", (await desk.Database.RefusalAsync(
            "update data_requests set status = 'Granted', decided_by = $2, decided_at = now() where id = $1", id, SmallBank.Supervisor.Id)).MessageText);
        Assert.Equal(["data-request.reason-missing@Reason", "data-request.answer-missing@Answer"], (await DecideAsync(id, "false", SmallBank.Supervisor, answer: null)).CodesAtFields());
        Assert.Empty((await DecideAsync(id, "false", SmallBank.Supervisor, nameof(RequestRefusal.LegalHold))).Refusals);
    }

    [Fact]
    public async Task A_granted_erasure_leaves_the_skeleton_and_nothing_personal()
    {
        var form = A.Form();
        var enrollment = await desk.SubmittedAsync(form);
        await desk.Reviews.RejectAsync(
            enrollment, await desk.VersionAsync(enrollment), new() { Reason = "NotWorking", Message = "Ibu Rekaan tidak bekerja" }, SmallBank.Reviewer.Actor, Desk.Cancel);
        var id = await DoneAsync(enrollment, DataRequestKind.Erasure);
        Assert.Equal(DataRequestStatus.Granted, (await DetailsAsync(id))!.Status);

        await desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);

        Assert.Equal(DataRequestStatus.Done, (await DetailsAsync(id))!.Status);
        var left = await desk.CaseAsync(enrollment);
        Assert.Equal(("Rejected", new DebtorForm(), new LoanForm(), new BusinessForm()), (left.Status.ToString(), left.Form.Debtor, left.Form.Loan, left.Form.Business));
        Assert.All(left.Form.Heirs.Heirs, heir => Assert.True(heir.IsEmpty));
        Assert.Equal("– – 1900-01-01 0", await desk.Database.ReadAsync<string>(
            """
            select concat_ws(' ', e.full_name, p.full_name, p.birth_date, (select count(*) from heirs where participation_id = e.participation_id))
              from enrollments e join people p on p.id = e.person_id where e.id = $1
            """,
            enrollment));
        Assert.Equal(0L, await desk.Database.ReadAsync<long>(
            "select count(*) from enrollments e, people p where (e.id = $1 or p.id = (select person_id from enrollments where id = $1)) and $2 in (e.nik_hash, p.nik_hash)",
            enrollment, desk.Vault.HashOf(Domain.People.Nik.Parse(form.Debtor.Nik).Value)));
        Assert.Equal(0L, await desk.Database.ReadAsync<long>("select count(*) from enrollment_history where enrollment_id = $1 and message_sealed is not null", enrollment));
        Assert.Equal(NoNik, desk.Vault.Open(SealedColumns.EnrollmentNik, enrollment, await desk.Database.ReadAsync<byte[]>("select nik_sealed from enrollments where id = $1", enrollment)));
        Assert.Equal(id, await desk.Database.ReadAsync<Guid>("select request_id from erasures where enrollment_id = $1", enrollment));
        // The audit says that it was erased, by the portal itself, and does not say what.
        Assert.Equal("\"erased\" \"erased\"", await desk.Database.ReadAsync<string>(
            """
            select concat_ws(' ', before -> 'full_name', after -> 'full_name') from audit_entries
             where table_name = 'people' and operation = 'UPDATE' and person_id = (select person_id from enrollments where id = $1) and after ? 'birth_date'
             order by id desc limit 1
            """,
            enrollment));
    }

    [Fact]
    public async Task A_person_with_a_case_left_stays_until_the_last_one_goes()
    {
        var form = A.Form();
        var first = await desk.SubmittedAsync(form);
        await RejectAsync(first);
        var id = await DoneAsync(first, DataRequestKind.Erasure);
        // A new case comes in before the background has begun: now the law holds it.
        var second = await desk.SubmittedAsync(form with { Loan = form.Loan with { ApplicationNumber = $"UJI-{A.Number():000000}" } });

        await desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(DataRequestStatus.Granted, (await DetailsAsync(id))!.Status);

        await RejectAsync(second);
        await desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(DataRequestStatus.Done, (await DetailsAsync(id))!.Status);
        Assert.Equal(2L, await desk.Database.ReadAsync<long>("select count(*) from erasures where request_id = $1", id));
    }

    [Fact]
    public async Task Another_office_sees_and_moves_nothing()
    {
        var enrollment = await desk.SubmittedAsync();
        var id = await desk.RecordedAsync(enrollment, DataRequestKind.Access);

        Assert.Null(await desk.Get<DataRequestSearch>().DetailsAsync(id, SmallBank.OtherSupervisor.Actor, Desk.Cancel));
        Assert.DoesNotContain(
            (await desk.Get<DataRequestSearch>().ListAsync(true, SmallBank.OtherSupervisor.Actor, Desk.Cancel)).Items, item => item.Id == id);
        Assert.Null(await desk.Get<DataRequestService>().VerifyAsync(id, 0, new() { How = "KnownCustomer" }, SmallBank.OtherOfficer.Actor, Desk.Cancel));
        Assert.Null(await desk.Get<DataRequestService>().RecordAsync(enrollment, new(), SmallBank.OtherOfficer.Actor, Desk.Cancel));
        Assert.Equal(0L, await desk.Database.AsAppAsync(RowScope.Of(SmallBank.OtherSupervisor.Actor), "select count(*) from data_requests"));
        Assert.Equal(0L, await desk.Database.AsAppAsync(RowScope.Of(SmallBank.OtherRegional.Actor), "select count(*) from data_requests"));
    }

    [Theory]
    [InlineData("select erase_case(gen_random_uuid(), 1, null, ''::bytea, ''::bytea)")]
    [InlineData("select erase_person(gen_random_uuid(), ''::bytea, ''::bytea, ''::bytea, ''::bytea)")]
    [InlineData("insert into erasures (enrollment_id, rule_id) values (gen_random_uuid(), 1)")]
    [InlineData("select * from retention_due(current_date)")]
    public async Task The_portals_own_login_erases_nothing(string sql) => Assert.Equal("42501", (await desk.Database.RefusalAsync(sql)).SqlState);

    [Fact]
    public async Task The_word_erased_is_not_to_be_had_by_a_setting()
    {
        var id = await desk.DraftedAsync(A.Form());

        await desk.Database.AsAppAsync("select set_config('app.erasing', 'on', false); update enrollments set full_name = 'Nama Lain' where id = $1".Replace("$1", $"'{id}'", StringComparison.Ordinal));

        Assert.Equal(1L, await desk.Database.ReadAsync<long>(
            "select count(*) from audit_entries where enrollment_id = $1 and after ->> 'full_name' = 'Nama Lain'", id));
    }

    private const string NoNik = RetentionKeeper.NoNik;

    private async Task RejectAsync(Guid enrollment) => Assert.Empty((await desk.Reviews.RejectAsync(
        enrollment, await desk.VersionAsync(enrollment), new() { Reason = "NotWorking" }, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);

    private Task<RequestDetails?> DetailsAsync(Guid id) => desk.Get<DataRequestSearch>().DetailsAsync(id, SmallBank.Auditor.Actor, Desk.Cancel);

    private async Task VerifyAsync(Guid id) => Assert.Empty((await desk.Get<DataRequestService>().VerifyAsync(
        id, (await DetailsAsync(id))!.Version, new() { How = nameof(IdentityCheck.IdentityCardSeen) }, SmallBank.Officer.Actor, Desk.Cancel))!.Refusals);

    private async Task<Result<Guid>> DecideAsync(Guid id, string isGranted, TestUser by, string? reason = null, string? answer = "Sudah diperiksa") =>
        (await desk.Get<DataRequestService>().DecideAsync(
            id, (await DetailsAsync(id))!.Version, new() { IsGranted = isGranted, Reason = reason, Answer = answer }, by.Actor, Desk.Cancel))!;

    private async Task<Guid> DoneAsync(Guid enrollment, DataRequestKind kind)
    {
        var id = await desk.RecordedAsync(enrollment, kind);
        await VerifyAsync(id);
        Assert.Empty((await DecideAsync(id, "true", SmallBank.Supervisor)).Refusals);
        return id;
    }
}
