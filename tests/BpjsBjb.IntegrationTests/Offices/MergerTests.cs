using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Offices;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Dashboards;
using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Offices;
using Npgsql;

namespace BpjsBjb.IntegrationTests.Offices;

/// <summary>Two branches become one: by two people, on its day, with the open work and without a right or a report changing by itself.</summary>
public sealed class MergerTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Desk _desk = new(server);

    private MergerService Service => _desk.Get<MergerService>();

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Open_work_becomes_the_successors_and_what_was_decided_stays_readable_for_both()
    {
        var draft = await _desk.DraftedAsync(A.Form(), SmallBank.SiblingOfficer);
        var sent = await _desk.SubmittedAsync(by: SmallBank.SiblingOfficer);
        var returned = await _desk.SubmittedAsync(by: SmallBank.SiblingOfficer);
        await _desk.Reviews.ReturnAsync(returned, await _desk.VersionAsync(returned), A.Return(), SmallBank.Reviewer.Actor, Desk.Cancel);
        var accepted = await _desk.AcceptedAsync(by: SmallBank.SiblingOfficer);
        var cleared = await _desk.ClearedAsync(by: SmallBank.SiblingOfficer, supervisor: SmallBank.SiblingSupervisor);
        var paidOut = await _desk.ClearedAsync(by: SmallBank.SiblingOfficer, supervisor: SmallBank.SiblingSupervisor);
        Assert.Empty((await _desk.Loans.DisburseAsync(paidOut.Id, paidOut.Version, A.Payout(), SmallBank.SiblingSupervisor.Actor, Desk.Cancel)).Refusals);

        var done = await _desk.MergedAsync();

        Assert.Equal((MergerStatus.Done, (3, 5, 0)), (done.Status, done.Moved));
        Assert.Equal(0, await _desk.MisplacedAsync());
        Guid[] open = [draft, sent, returned];
        Guid[] decided = [accepted, cleared.EnrollmentId, paidOut.EnrollmentId];
        var (successor, former) = (await _desk.NowAsync(SmallBank.Officer), await _desk.NowAsync(SmallBank.SiblingOfficer));
        foreach (var id in open)
        {
            Assert.Equal(SmallBank.Soreang, (await _desk.Cases.DetailsAsync(id, successor, Desk.Cancel))!.OfficeId);
            Assert.Null(await _desk.Cases.DetailsAsync(id, former, Desk.Cancel));
        }

        var step = (await _desk.Cases.DetailsAsync(sent, successor, Desk.Cancel))!.Timeline.Single(item => item.Kind == EnrollmentEventKind.Moved);
        Assert.Equal("KC Uji Cimahi → KC Uji Soreang", step.Detail);
        foreach (var id in decided)
        {
            Assert.Equal(SmallBank.Cimahi, (await _desk.Cases.DetailsAsync(id, successor, Desk.Cancel))!.OfficeId);
            Assert.NotNull(await _desk.Cases.DetailsAsync(id, former, Desk.Cancel));
        }

        // The next step of a facility is the successor's: it pays out what the other branch had cleared.
        var supervisor = await _desk.NowAsync(SmallBank.Supervisor);
        Assert.Null(await _desk.Facilities.DetailsAsync(cleared.Id, former, Desk.Cancel));
        var next = (await _desk.Facilities.DetailsAsync(cleared.Id, supervisor, Desk.Cancel))!;
        Assert.Equal(SmallBank.Soreang, next.OfficeId);
        Assert.Empty((await _desk.Loans.DisburseAsync(next.Id, next.Version, A.Payout(), supervisor, Desk.Cancel)).Refusals);
        Assert.Null(await _desk.Cases.DetailsAsync(sent, SmallBank.OtherOfficer.Actor, Desk.Cancel));
    }

    [Fact]
    public async Task Employers_their_loans_and_groups_go_to_the_successor_and_move_with_the_tree()
    {
        var employer = await _desk.PaidEmployerAsync(SmallBank.SiblingOfficer);
        var loan = await _desk.EmployerLoanAsync(employer, by: SmallBank.SiblingOfficer);
        var group = await _desk.GroupAsync(SmallBank.SiblingOfficer);
        Assert.Empty((await _desk.MoveOfficeAsync(SmallBank.Cimahi, SmallBank.East)).Refusals);
        Assert.Equal(0, await _desk.MisplacedAsync());
        Assert.Empty((await _desk.MoveOfficeAsync(SmallBank.Cimahi, SmallBank.West)).Refusals);

        await _desk.MergedAsync();

        Assert.Equal(0, await _desk.MisplacedAsync());
        Assert.Equal(3, await _desk.Database.ReadAsync<long>(
            """
            select (select count(*) from employers where id = $1 and office_id = $4) + (select count(*) from loans where id = $2 and office_id = $4)
                 + (select count(*) from loan_groups where id = $3 and office_id = $4)
            """,
            employer, loan, group, SmallBank.Soreang));
        var successor = await _desk.NowAsync(SmallBank.Officer);
        Assert.NotNull(await _desk.Get<EmployerSearch>().DetailsAsync(employer, null, successor, Desk.Cancel));
        Assert.Null(await _desk.Get<EmployerSearch>().DetailsAsync(employer, null, await _desk.NowAsync(SmallBank.SiblingOfficer), Desk.Cancel));
        Assert.Null(await _desk.Get<EmployerSearch>().DetailsAsync(employer, null, SmallBank.OtherOfficer.Actor, Desk.Cancel));
        // Work goes on at the successor.
        Assert.NotEqual(Guid.Empty, await _desk.WithWorkerAsync(employer, by: SmallBank.Officer));
    }

    [Fact]
    public async Task A_merged_office_ends_the_day_before_and_takes_no_new_case()
    {
        await _desk.MergedAsync();

        var office = await _desk.OfficeAsync(SmallBank.Cimahi);
        var started = await _desk.Enrollments.StartAsync(A.Start(A.Form()), await _desk.NowAsync(SmallBank.SiblingOfficer), Desk.Cancel);

        Assert.Equal((A.Today.AddDays(-1), SmallBank.Soreang), (office.ValidTo, office.ParentId));
        Assert.Equal(["office.closed"], started.Codes());
        Assert.Equal(SmallBank.Soreang, (await _desk.Get<ReferenceSource>().ReadAsync(Desk.Cancel)).Standing(SmallBank.Cimahi));
    }

    [Fact]
    public async Task Nobody_gains_or_loses_a_right_and_the_page_names_whose_must_be_given_anew()
    {
        const string Rights = "select string_agg(concat_ws(' ', g.id, g.role, g.office_id, g.approved_at, g.ended_at, u.role, u.office_id), '|' order by g.id) "
            + "from access_grants g join users u on u.id = g.user_id";
        var before = await _desk.Database.ReadAsync<string>(Rights);
        var planned = await _desk.MergerAsync(await _desk.ProposedMergerAsync(on: A.Today.AddDays(3)));
        Assert.Equal([SmallBank.SiblingOfficer.Id, SmallBank.SiblingSupervisor.Id], planned.Staff.Select(person => person.UserId).Order());
        Assert.Empty((await Service.WithdrawAsync(planned.Id, SmallBank.Admin.Actor, Desk.Cancel)).Refusals);

        var done = await _desk.MergedAsync();

        Assert.Equal(before, await _desk.Database.ReadAsync<string>(Rights));
        Assert.Equal(2, done.Staff.Count);
        var granted = await _desk.Get<GrantService>().ProposeAsync(
            SmallBank.SiblingOfficer.Id, new ProposeGrant { Role = "LoanOfficer", OfficeId = SmallBank.Soreang.ToString() }, SmallBank.Admin.Actor, Desk.Cancel);
        Assert.Empty(granted.Refusals);
        Assert.True((await _desk.MergerAsync(done.Id)).Staff.Single(person => person.UserId == SmallBank.SiblingOfficer.Id).HasProposal);
    }

    [Fact]
    public async Task Reports_of_earlier_months_say_the_same_before_and_after_and_later_months_are_the_successors()
    {
        await _desk.PaidAsync(by: SmallBank.SiblingOfficer); // three months from November
        await _desk.PaidAsync();
        var applied = await _desk.AcceptedAsync(by: SmallBank.SiblingOfficer);
        var day = new DateOnly(A.Today.Year, A.Today.Month, 15).AddMonths(1);
        await _desk.MoveToAsync(day);
        var bill = await _desk.BillOfAsync(applied);
        var (november, december, january) = (Month.Of(A.Today), Month.Of(day), Month.Of(day).Plus(1));
        TestUser[] readers = [SmallBank.Auditor, SmallBank.Regional];
        var before = await FiguresAsync(readers, november, december);

        var id = await _desk.ApprovedMergerAsync(on: day);
        await _desk.Get<MergerKeeper>().RunAsync(Desk.Cancel);

        Assert.Equal(MergerStatus.Done, (await _desk.MergerAsync(id)).Status);
        Assert.Equal(before, await FiguresAsync(readers, november, december));
        Assert.Contains($"{SmallBank.Cimahi} 1 ", before, StringComparison.Ordinal);
        await _desk.MoveToAsync(january.FirstDay.AddDays(9));
        Assert.Equal(before, await FiguresAsync(readers, november, december)); // nor does time change them
        var branches = await BranchesAsync(SmallBank.Auditor, january);
        Assert.Equal([(SmallBank.Soreang, 2L)], branches.Select(branch => (branch.OfficeId, branch.Participants)));
        Assert.NotNull(bill);
    }

    [Fact]
    public async Task What_is_paid_from_the_day_on_is_the_successors()
    {
        var enrollment = await _desk.AcceptedAsync(by: SmallBank.SiblingOfficer);
        var bill = await _desk.BillOfAsync(enrollment);
        await _desk.PaidAsync(by: SmallBank.SiblingOfficer);
        var tomorrow = A.Today.AddDays(1);
        await _desk.ApprovedMergerAsync(on: tomorrow);
        await _desk.MoveToAsync(tomorrow);
        await _desk.Get<MergerKeeper>().RunAsync(Desk.Cancel);

        var supervisor = await _desk.NowAsync(SmallBank.Supervisor);
        Assert.Empty((await _desk.Contributions.RecordPaymentAsync(bill.Id, A.Payment(bill.Total, tomorrow), supervisor, Desk.Cancel)).Refusals);

        var sums = (await BranchesAsync(SmallBank.Auditor, Month.Of(tomorrow))).ToDictionary(branch => branch.OfficeId, branch => branch.Contributions);
        Assert.Equal((bill.Total, bill.Total), (sums[SmallBank.Cimahi], sums[SmallBank.Soreang]));
    }

    [Fact]
    public async Task A_planned_merger_happens_by_itself_on_its_day_and_once()
    {
        await _desk.SubmittedAsync(by: SmallBank.SiblingOfficer);
        var day = A.Today.AddDays(2);
        var id = await _desk.ApprovedMergerAsync(on: day);
        await _desk.Get<MergerKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(MergerStatus.Approved, (await _desk.MergerAsync(id)).Status);
        await _desk.SubmittedAsync(by: SmallBank.SiblingOfficer); // the branch works until its last evening

        await _desk.MoveToAsync(day);
        await KilledAsync(id);
        Assert.Equal((MergerStatus.Approved, 0L), ((await _desk.MergerAsync(id)).Status, await _desk.MisplacedAsync()));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _desk.Get<MergerKeeper>().RunAsync(Desk.Cancel)));

        var done = await _desk.MergerAsync(id);
        Assert.Equal((MergerStatus.Done, (2, 2, 0)), (done.Status, done.Moved));
        await _desk.Get<MergerKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(done.DoneAt, (await _desk.MergerAsync(id)).DoneAt);
        Assert.Equal(1L, await _desk.Database.ReadAsync<long>("select count(*) from office_successions"));
        Assert.Equal(0, await _desk.MisplacedAsync());
    }

    [Fact]
    public async Task A_planned_merger_can_be_called_off_before_its_day_and_not_afterwards()
    {
        var id = await _desk.ApprovedMergerAsync(on: A.Today.AddDays(1));
        Assert.Empty((await Service.CancelAsync(id, SmallBank.Admin.Actor, Desk.Cancel)).Refusals);
        await _desk.MoveToAsync(A.Today.AddDays(1));
        await _desk.Get<MergerKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(MergerStatus.Cancelled, (await _desk.MergerAsync(id)).Status);
        Assert.Null((await _desk.OfficeAsync(SmallBank.Cimahi)).ValidTo);

        var again = await _desk.ApprovedMergerAsync(on: A.Today.AddDays(1));
        await _desk.Get<MergerKeeper>().RunAsync(Desk.Cancel);

        Assert.Equal(["office-merger.decided"], (await Service.CancelAsync(again, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Codes());
    }

    [Fact]
    public async Task Nobody_approves_what_they_proposed_nor_decides_twice_even_in_the_database()
    {
        var id = await _desk.ProposedMergerAsync();

        Assert.Equal(["office-merger.own-proposal"], (await Service.ApproveAsync(id, SmallBank.Admin.Actor, Desk.Cancel)).Codes());
        Assert.Equal(["office-merger.not-own-proposal"], (await Service.WithdrawAsync(id, SmallBank.OtherAdmin.Actor, Desk.Cancel)).Codes());
        Assert.Equal(["office.not-an-administrator"], (await Service.ApproveAsync(id, SmallBank.Auditor.Actor, Desk.Cancel)).Codes());
        var owner = await Assert.ThrowsAsync<PostgresException>(() => _desk.Database.AsOwnerAsync(
            "update office_mergers set status = 'Approved', decided_by = proposed_by, decided_at = now() where id = $1", id));
        Assert.Equal("ck_office_mergers_two_people", owner.ConstraintName);

        var decisions = await Task.WhenAll(
            _desk.Get<MergerService>().ApproveAsync(id, SmallBank.OtherAdmin.Actor, Desk.Cancel),
            _desk.Get<MergerService>().RefuseAsync(id, SmallBank.OtherAdmin.Actor, Desk.Cancel));
        Assert.Equal(["office-merger.decided"], decisions.SelectMany(decision => decision.Codes()));
    }

    [Fact]
    public async Task Only_two_open_branches_of_one_institution_are_merged()
    {
        Assert.Equal(["office-merger.not-two-branches@IntoId"], await RefusedAsync(SmallBank.Cimahi, SmallBank.Cimahi));
        Assert.Equal(["office-merger.not-two-branches@IntoId"], await RefusedAsync(SmallBank.Cimahi, SmallBank.BpjsBandung));
        Assert.Equal(["office-merger.not-two-branches@IntoId"], await RefusedAsync(SmallBank.Cimahi, SmallBank.West));
        Assert.Equal(["office-merger.not-two-branches@IntoId"], await RefusedAsync(SmallBank.East, SmallBank.West));
        Assert.Equal(["office-merger.day-past@EffectiveOn"], await RefusedAsync(SmallBank.Cimahi, SmallBank.Soreang, A.Today.AddDays(-1)));
        await _desk.ProposedMergerAsync(on: A.Today.AddDays(1));
        Assert.Equal(["office-merger.already-planned@IntoId"], await RefusedAsync(SmallBank.Serang, SmallBank.Cimahi));
        Assert.Equal(["office-merger.already-planned@IntoId"], await RefusedAsync(SmallBank.Soreang, SmallBank.Serang));
        Assert.Equal(["office-merger.already-planned"], (await _desk.CloseOfficeAsync(SmallBank.Cimahi, A.Today.AddDays(1))).Codes());
        Assert.Equal(
            ["office-merger.into-missing@IntoId", "office-merger.day-missing@EffectiveOn", "office-merger.reason-missing@Reason"],
            (await Service.ProposeAsync(SmallBank.Serang, new ProposeMerger(), SmallBank.Admin.Actor, Desk.Cancel)).CodesAtFields());
    }

    [Fact]
    public async Task A_merged_branch_of_Bpjs_hands_its_queue_its_drafts_and_its_participants_on()
    {
        var sent = await _desk.SubmittedAsync();
        var draft = await _desk.DraftedAsync(A.Form());
        var accepted = await _desk.AcceptedAsync();

        var done = await _desk.MergedAsync(SmallBank.BpjsBandung, SmallBank.BpjsSerang);

        Assert.Equal((2, 2, 2), done.Moved);
        Assert.Equal(0, await _desk.MisplacedAsync());
        var (successor, former) = (await _desk.NowAsync(SmallBank.OtherReviewer), await _desk.NowAsync(SmallBank.Reviewer));
        Assert.NotNull(await _desk.Cases.DetailsAsync(accepted, former, Desk.Cancel));
        Assert.NotNull(await _desk.Cases.DetailsAsync(accepted, successor, Desk.Cancel));
        Assert.Null(await _desk.Cases.DetailsAsync(sent, former, Desk.Cancel));
        Assert.Empty((await _desk.Reviews.AcceptAsync(sent, await _desk.VersionAsync(sent), A.Acceptance(), successor, Desk.Cancel)).Refusals);

        // The branch stands sealed in the draft as it was typed; the officer need not choose again.
        Assert.Empty((await _desk.SendAsync(draft)).Refusals);
        var details = await _desk.CaseAsync(draft);
        Assert.Equal((EnrollmentStatus.Submitted, SmallBank.BpjsSerang), (details.Status, details.BpjsOfficeId));
        Assert.Equal(0, await _desk.MisplacedAsync());
        Assert.Equal(SmallBank.BpjsBandung, (await _desk.CaseAsync(accepted)).BpjsOfficeId);
    }

    [Fact]
    public async Task Offices_below_go_along_and_stay_open_and_a_second_merger_takes_the_first_with_it()
    {
        var kcp = (await _desk.AddOfficeAsync(
            OfficeSteps.Branch("KCP Uji", below: SmallBank.Cimahi) with { Kind = nameof(OfficeKind.SubBranch) })).Value;
        await _desk.PaidAsync(by: SmallBank.SiblingOfficer);
        await _desk.MoveToAsync(A.Today.AddDays(1)); // what is paid on the day itself is the successor's
        var before = await FiguresAsync([SmallBank.Auditor], Month.Of(A.Today));

        await _desk.MergedAsync();
        var office = await _desk.OfficeAsync(kcp);
        await _desk.MergedAsync(SmallBank.Soreang, SmallBank.Serang);

        Assert.Equal((SmallBank.Soreang, null), (office.ParentId, office.ValidTo));
        Assert.Equal(SmallBank.Serang, (await _desk.OfficeAsync(kcp)).ParentId);
        Assert.Equal(0, await _desk.MisplacedAsync());
        Assert.Equal(before, await FiguresAsync([SmallBank.Auditor], Month.Of(A.Today)));
        Assert.Equal(
            [(SmallBank.Serang, 1L)],
            (await BranchesAsync(SmallBank.Auditor, Month.Of(A.Today).Plus(1))).Where(branch => branch.Participants > 0)
                .Select(branch => (branch.OfficeId, branch.Participants)));
        Assert.Equal(SmallBank.Serang, (await _desk.Get<ReferenceSource>().ReadAsync(Desk.Cancel)).Standing(SmallBank.Cimahi));
    }

    [Fact]
    public async Task Work_sent_while_branches_merge_ends_up_where_its_office_stands()
    {
        List<Guid> drafts = [];
        for (var number = 0; number < 6; number++) drafts.Add(await _desk.DraftedAsync(A.Form(), SmallBank.SiblingOfficer));
        await _desk.ApprovedMergerAsync();

        var sending = drafts.Select(draft => Task.Run(async () =>
        {
            try
            {
                return (await _desk.SendAsync(draft, SmallBank.SiblingOfficer)).Codes().ToList();
            }
            catch (Exception failure) when (failure is PostgresException { SqlState: "BJ009" } or NullReferenceException)
            {
                return ["moved"];
            }
        }));
        var merging = _desk.Get<MergerKeeper>().RunAsync(Desk.Cancel);
        await Task.WhenAll([.. sending, merging]);

        Assert.Equal(0, await _desk.MisplacedAsync());
        Assert.Equal(0L, await _desk.Database.ReadAsync<long>(
            "select count(*) from enrollments where office_id = $1 and status in ('Draft', 'Submitted', 'Returned')", SmallBank.Cimahi));
    }

    private async Task<IEnumerable<string>> RefusedAsync(Guid from, Guid into, DateOnly? on = null) =>
        (await Service.ProposeAsync(from, OfficeSteps.Merger(into, on), SmallBank.Admin.Actor, Desk.Cancel)).CodesAtFields();

    /// <summary>The worker's login dies in the middle of it.</summary>
    private async Task KilledAsync(Guid merger)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_desk.Database.WorkerConnectionString) { Options = RowScope.Everything.AsSessionOptions(), Pooling = false }
                .ConnectionString);
        await connection.OpenAsync(Desk.Cancel);
        await using var work = await connection.BeginTransactionAsync(Desk.Cancel);
        await using var command = new NpgsqlCommand($"select carry_out_merger('{merger}')", connection, work);
        Assert.Equal(true, await command.ExecuteScalarAsync(Desk.Cancel));
    }

    /// <summary>Every number of the readers' dashboards of some months, in words that can be compared.</summary>
    private async Task<string> FiguresAsync(IReadOnlyList<TestUser> readers, params Month[] months)
    {
        List<string> lines = [];
        foreach (var month in months)
        {
            foreach (var reader in readers)
            {
                var actor = await _desk.NowAsync(reader);
                var overview = await _desk.Get<DashboardSearch>().OverviewAsync(Filter(month), actor, Desk.Cancel);
                lines.Add($"{reader} {month} {overview.Participants.Actual} {overview.Contributions.Actual}");
                lines.AddRange(overview.Regencies.Where(regency => regency.Achievement.Actual != 0)
                    .Select(regency => $"{regency.Code} {regency.Achievement.Actual}"));
                lines.AddRange((await BranchesAsync(reader, month)).Select(branch => $"{branch.OfficeId} {branch.Participants} {branch.Contributions}"));
                foreach (var office in new[] { SmallBank.Cimahi, SmallBank.Soreang })
                {
                    var branch = await _desk.Get<DashboardSearch>().BranchAsync(office, null, Filter(month), actor, Desk.Cancel);
                    lines.Add($"{office}: {branch!.Branch.Participants} {branch.Branch.Contributions}");
                }
            }
        }

        return string.Join('\n', lines);
    }

    private async Task<IReadOnlyList<BranchFigures>> BranchesAsync(TestUser reader, Month month) =>
        (await _desk.Get<DashboardSearch>().RegencyAsync("3204", Filter(month), await _desk.NowAsync(reader), Desk.Cancel))!.Branches;

    private static DashboardFilter Filter(Month month) => new(Measure.Participants, month);
}
