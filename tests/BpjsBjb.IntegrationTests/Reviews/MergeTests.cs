using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.IntegrationTests.Reviews;

/// <summary>Two records made one by two people: what moves, what is refused, and that nothing is lost on the way there and back.</summary>
public sealed class MergeTests(Desk desk) : IClassFixture<Desk>
{
    private static readonly string[] Apart =
    [
        "audit_entries", "personal_data_reads", "erasures", "duplicate_checks", "duplicate_pairs", "person_merges", "person_merge_moves",
    ];

    [Fact]
    public async Task What_moved_comes_back_exactly_and_no_rupiah_month_case_or_loan_is_lost_or_doubled()
    {
        var random = new Random(20261126);
        for (var round = 0; round < 14; round++)
        {
            var (survivor, merged) = (await SomebodyAsync(random, 0), await SomebodyAsync(random, 1));
            if (random.Next(2) == 0) (survivor, merged) = (merged, survivor);
            var (takesAll, takesCard) = (random.Next(2) == 0, random.Next(2) == 0);
            var before = await RowsAsync();
            var sums = await SumsAsync();

            var merge = await desk.RecordsMergedAsync(survivor, merged, takesAll, takesCard);

            Assert.Equal(sums, await SumsAsync());
            Assert.Equal(0L, await desk.Database.ReadAsync<long>(
                """
                select count(*) from (select person_id from enrollments union all select person_id from loan_insured union all select person_id from businesses) r
                 where person_id = $1
                """,
                merged));
            Assert.Equal(0L, await desk.Database.ReadAsync<long>(
                """
                select (select count(*) from covered_months c join participations p on p.id = c.participation_id where p.person_id = $1)
                     + (select count(*) from bills b join participations p on p.id = b.participation_id where p.person_id = $1)
                """,
                merged));
            Assert.NotEqual(before, await RowsAsync());

            Assert.Empty((await desk.UndoAsync(merge)).Refusals);

            Assert.Equal(before, await RowsAsync());
            Assert.Equal(sums, await SumsAsync());
        }
    }

    [Fact]
    public async Task The_survivor_takes_what_was_chosen_and_its_sealed_values_open()
    {
        var (one, other) = (await PersonAsync(await desk.AcceptedAsync()), await PersonAsync(await desk.SubmittedAsync(A.Form().Other())));
        var merge = await desk.RecordsMergedAsync(one, other, takesAll: true);

        var found = (await desk.Get<DuplicateSearch>().MergeAsync(merge, SmallBank.Reviewer.Actor, Desk.Cancel))!;

        Assert.Equal("Budi R. Rekaan", found.Survivor.FullName);
        Assert.Equal("Ibu Lain Rekaan", found.Survivor.Values[PersonAttribute.MotherName]);
        Assert.Equal("+6281220457700", found.Survivor.Values[PersonAttribute.Phone]);
        Assert.StartsWith("Jalan Rekaan 2", found.Survivor.Values[PersonAttribute.Address], StringComparison.Ordinal);
        Assert.Equal("Wati Rekaan (Child)", found.Survivor.Values[PersonAttribute.Heirs]);
        Assert.Equal((2, 0), (found.Survivor.Cases.Count, found.Merged.Cases.Count));
        Assert.Equal(2L, await desk.Database.ReadAsync<long>(
            "select count(*) from enrollment_history h join enrollments e on e.id = h.enrollment_id where e.person_id = $1 and h.kind = 'RecordsMerged'", one));
    }

    [Fact]
    public async Task The_merged_number_leads_to_the_survivor()
    {
        var form = A.Form();
        var (one, other) = (await PersonAsync(await desk.PaidAsync()), await PersonAsync(await desk.AcceptedAsync(form)));
        await desk.RecordsMergedAsync(one, other);

        var again = A.Form();
        var later = await desk.SubmittedAsync(again with { Debtor = again.Debtor with { Nik = form.Debtor.Nik } }, SmallBank.SiblingOfficer);

        Assert.Equal(one, await desk.PersonOfAsync(later));
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from people where id = $1 and merged_into = $2", other, one));
    }

    [Fact]
    public async Task Two_people_decide_and_each_once()
    {
        var (one, other) = (await PersonAsync(await desk.AcceptedAsync()), await PersonAsync(await desk.SubmittedAsync()));
        var merge = (await desk.ProposedMergeAsync(one, other)).Value;

        Assert.Equal(["merge.own-proposal"], (await desk.ApproveAsync(merge, SmallBank.Reviewer)).Codes());
        Assert.Equal(["merge.not-yours"], (await desk.ApproveAsync(merge, SmallBank.OtherBpjsSupervisor)).Codes());
        Assert.Equal(["merge.in-progress"], (await desk.ProposedMergeAsync(other, one, by: SmallBank.ReviewColleague)).Codes());
        var own = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Database.AsOwnerAsync(
            "update person_merges set status = 'Refused', refused_why = 'Unclear', decided_by = proposed_by, decided_at = now() where id = $1", merge));
        Assert.Equal("ck_person_merges_two_people", own.ConstraintName);

        var twice = await Task.WhenAll(
            Task.Run(() => desk.ApproveAsync(merge)),
            Task.Run(() => desk.ApproveAsync(merge, SmallBank.ReviewColleague)));

        Assert.Single(twice, one => !one.IsRefused);
        Assert.Equal(["merge.already-decided"], twice.Single(one => one.IsRefused).Codes());
        Assert.Equal(["merge.already-decided"], (await desk.ApproveAsync(merge)).Codes());
    }

    [Fact]
    public async Task Of_two_proposals_over_one_record_one_is_stored()
    {
        var one = await PersonAsync(await desk.AcceptedAsync());
        var (second, third) = (await PersonAsync(await desk.SubmittedAsync()), await PersonAsync(await desk.SubmittedAsync()));
        await desk.PairedAsync(second, one);
        await desk.PairedAsync(third, one);

        var both = await Task.WhenAll(
            Task.Run(() => desk.ProposedMergeAsync(one, second)),
            Task.Run(() => desk.ProposedMergeAsync(third, one, by: SmallBank.ReviewColleague)));

        Assert.Single(both, proposed => !proposed.IsRefused);
        Assert.Equal(["merge.in-progress"], both.Single(proposed => proposed.IsRefused).Codes());
    }

    [Fact]
    public async Task Months_paid_twice_open_bills_open_cases_and_foreign_offices_stand_in_the_way()
    {
        var (paid, alsoPaid) = (await PersonAsync(await desk.PaidAsync()), await PersonAsync(await desk.PaidAsync()));
        var (billed, alsoBilled) = (await PersonAsync(await desk.AcceptedAsync()), await PersonAsync(await desk.AcceptedAsync()));
        var (sent, alsoSent) = (await PersonAsync(await desk.SubmittedAsync()), await PersonAsync(await desk.SubmittedAsync()));
        var form = A.Form();
        var elsewhere = await PersonAsync(await desk.SubmittedAsync(
            form with { Debtor = form.Debtor with { BpjsOfficeId = SmallBank.BpjsSerang.ToString() } }));

        Assert.Equal(["merge.months-overlap"], (await desk.ProposedMergeAsync(paid, alsoPaid)).Codes());
        Assert.Equal(["merge.both-open-bills"], (await desk.ProposedMergeAsync(billed, alsoBilled)).Codes());
        Assert.Equal(["merge.both-open-cases"], (await desk.ProposedMergeAsync(sent, alsoSent)).Codes());
        var pair = await desk.PairedAsync(paid, elsewhere);
        Assert.Null(await desk.Get<DuplicateSearch>().PairAsync(pair, SmallBank.Reviewer.Actor, Desk.Cancel));
        var scope = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Database.AsAppAsync(
            Services.Access.RowScope.Of(SmallBank.Reviewer.Actor), "select propose_merge(gen_random_uuid(), $1, $2, '{}', 'Survivor', now())", paid, elsewhere));
        Assert.Equal(("BJ043", "merge.out-of-scope"), (scope.SqlState, scope.MessageText));
    }

    [Fact]
    public async Task A_card_is_chosen_where_both_hold_one_and_every_differing_value_is()
    {
        var (one, other) = (await PersonAsync(await desk.PaidAsync()), await PersonAsync(await desk.AcceptedAsync(A.Form().Other())));
        var pair = await desk.PairAsync(await desk.PairedAsync(one, other));
        var service = desk.Get<DuplicateService>();

        var nothing = await service.ProposeAsync(pair, new ProposeMerge(), SmallBank.Reviewer.Actor, Desk.Cancel);
        var noCard = await service.ProposeAsync(pair, Pairs.Choice(pair, one) with { Card = null }, SmallBank.Reviewer.Actor, Desk.Cancel);

        Assert.Contains("merge.survivor-missing@Survivor", nothing.CodesAtFields());
        Assert.Contains("merge.choice-missing@MotherName", nothing.CodesAtFields());
        Assert.DoesNotContain("merge.choice-missing@Sex", nothing.CodesAtFields());
        Assert.Equal(["merge.card-not-chosen@Card"], noCard.CodesAtFields());
    }

    [Fact]
    public async Task What_changed_since_the_proposal_is_not_merged()
    {
        var sent = await desk.SubmittedAsync();
        var (one, other) = (await PersonAsync(await desk.AcceptedAsync()), await PersonAsync(sent));
        var merge = (await desk.ProposedMergeAsync(one, other)).Value;
        await desk.Reviews.ReturnAsync(sent, await desk.VersionAsync(sent), A.Return(), SmallBank.Reviewer.Actor, Desk.Cancel);

        Assert.Equal(["merge.changed-meanwhile"], (await desk.ApproveAsync(merge)).Codes());
        Assert.Equal(["merge.reason-missing@Reason"], (await RefuseAsync(merge, null)).CodesAtFields());
        Assert.Empty((await RefuseAsync(merge, nameof(MergeRefusalReason.Unclear))).Refusals);
    }

    [Fact]
    public async Task A_clearance_that_rests_on_what_moves_falls()
    {
        var loan = await desk.ClearedAsync();
        var (merged, survivor) = (await PersonAsync(loan.EnrollmentId), await PersonAsync(await desk.SubmittedAsync()));

        await desk.RecordsMergedAsync(survivor, merged);

        Assert.Equal("Applied", await desk.Database.ReadAsync<string>("select status from loans where id = $1", loan.Id));
        Assert.Equal("Identity", await desk.Database.ReadAsync<string>("select causes[1] from lifted_clearances where loan_id = $1", loan.Id));
        var again = await desk.LoanOfAsync(loan.EnrollmentId);
        Assert.Empty((await desk.Loans.ClearAsync(again.Id, again.Version, SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
    }

    [Fact]
    public async Task Money_paid_since_on_what_would_go_back_hinders_the_way_back_and_a_later_case_does_not()
    {
        var billed = await desk.AcceptedAsync();
        var (one, other) = (await PersonAsync(await desk.SubmittedAsync()), await PersonAsync(billed));
        var merge = await desk.RecordsMergedAsync(one, other);
        var bill = await desk.BillOfAsync(billed);
        Assert.Empty((await desk.Contributions.RecordPaymentAsync(bill.Id, A.Payment(bill.Total), SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);

        Assert.Contains("merge.undo-paid-since", (await desk.UndoAsync(merge)).Codes());

        var form = A.Form();
        var (third, fourth) = (await PersonAsync(await desk.PaidAsync(form)), await PersonAsync(await desk.SubmittedAsync()));
        var second = await desk.RecordsMergedAsync(third, fourth);
        var next = A.Form();
        var later = await desk.SubmittedAsync(next with { Debtor = next.Debtor with { Nik = form.Debtor.Nik } }, SmallBank.SiblingOfficer);
        var shown = (await desk.Get<DuplicateSearch>().MergeAsync(second, SmallBank.Reviewer.Actor, Desk.Cancel))!;

        Assert.Single(shown.CameLater);
        Assert.Empty((await desk.UndoAsync(second)).Refusals);
        Assert.Equal(third, await desk.PersonOfAsync(later));
        Assert.Equal(["merge.not-merged"], (await desk.UndoAsync(second)).Codes());
    }

    [Fact]
    public async Task A_later_merge_is_taken_back_first()
    {
        var (one, two) = (await PersonAsync(await desk.AcceptedAsync()), await PersonAsync(await desk.SubmittedAsync()));
        var first = await desk.RecordsMergedAsync(two, one);
        var three = await PersonAsync(await desk.PaidAsync());
        var before = await RowsAsync();
        var second = await desk.RecordsMergedAsync(three, two);

        Assert.Equal(2L, await desk.Database.ReadAsync<long>("select count(*) from people where merged_into = $1", three));
        Assert.Equal(["merge.undo-later-merge"], (await desk.UndoAsync(first)).Codes());
        Assert.Empty((await desk.UndoAsync(second)).Refusals);
        Assert.Equal(before, await RowsAsync());
        Assert.Empty((await desk.UndoAsync(first)).Refusals);
        Assert.Equal(0L, await desk.Database.ReadAsync<long>("select count(*) from people where id = $1 and merged_into is not null", one));
    }

    [Fact]
    public async Task The_supervisor_is_told_until_it_is_decided()
    {
        var (one, other) = (await PersonAsync(await desk.AcceptedAsync()), await PersonAsync(await desk.SubmittedAsync()));
        var merge = (await desk.ProposedMergeAsync(one, other)).Value;

        Assert.Equal(1L, await UnreadAsync(merge, SmallBank.BpjsSupervisor));
        Assert.Equal(0L, await UnreadAsync(merge, SmallBank.OtherBpjsSupervisor));
        Assert.Empty((await desk.Get<DuplicateService>().WithdrawAsync(merge, SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);
        Assert.Equal(0L, await UnreadAsync(merge, SmallBank.BpjsSupervisor));
    }

    [Fact]
    public async Task A_bill_is_not_written_on_a_participation_that_retired()
    {
        var (one, other) = (await PersonAsync(await desk.AcceptedAsync()), await PersonAsync(await desk.SubmittedAsync()));
        var retired = await desk.Database.ReadAsync<Guid>("select id from participations where person_id = $1", other);
        await desk.RecordsMergedAsync(one, other);

        var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Database.AsOwnerAsync(
            "insert into bills select (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(), 'number', 'I-2026-999999', 'participation_id', $1))).* from bills b limit 1", retired));

        Assert.Equal(("BJ043", "merge.record-retired"), (refusal.SqlState, refusal.MessageText));
    }

    private Task<long> UnreadAsync(Guid merge, TestUser user) => desk.Database.ReadAsync<long>(
        "select count(*) from notices where about = $1 and user_id = $2 and kind = 'RecordsToMerge' and read_at is null", merge, user.Id);

    private Task<Result<Guid>> RefuseAsync(Guid merge, string? reason) =>
        desk.Get<DuplicateService>().RefuseAsync(merge, new StateReason { Reason = reason }, SmallBank.BpjsSupervisor.Actor, Desk.Cancel);

    private Task<Guid> PersonAsync(Guid enrollment) => desk.PersonOfAsync(enrollment);

    /// <summary>Somebody in a state by chance. Of the second record nothing is paid where the first may have paid.</summary>
    private async Task<Guid> SomebodyAsync(Random random, int side)
    {
        var form = random.Next(2) == 0 ? A.Form() : A.Form().Other();
        var state = side == 0 ? random.Next(2) : random.Next(2) + 2;
        var id = state switch
        {
            0 => await desk.PaidAsync(form),
            1 => (await PayAndProveAsync(form)).EnrollmentId,
            2 => await desk.SubmittedAsync(form),
            _ => await desk.AcceptedAsync(form),
        };
        return await PersonAsync(id);
    }

    private async Task<Services.Loans.LoanDetails> PayAndProveAsync(EnrollmentForm form)
    {
        var loan = await desk.ClearedAsync(form);
        Assert.Empty((await desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout("1.000.000"), SmallBank.Supervisor.Actor, Desk.Cancel)).Refusals);
        await desk.Get<Services.Proofs.ProofService>().IssueAsync(loan.Id, SmallBank.Officer.Actor, Desk.Cancel);
        return await desk.LoanOfAsync(loan.EnrollmentId);
    }

    /// <summary>Every row that names a person or a participation, and people themselves.</summary>
    private async Task<IReadOnlyList<string>> RowsAsync()
    {
        var tables = await desk.Database.ListAsync<string>(
            """
            select distinct c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and not a.attisdropped
               and (c.relname = 'people' or a.attname in ('person_id', 'participation_id')) order by 1
            """);
        Assert.Contains("receipts", tables);
        List<string> rows = [];
        foreach (var table in tables.Except(Apart))
        {
            rows.AddRange(await desk.Database.ListAsync<string>($"select '{table} ' || to_jsonb(t)::text from {table} t order by 1"));
        }

        return rows;
    }

    private Task<string> SumsAsync() => desk.Database.ReadAsync<string>(
        """
        select concat_ws(' ', (select count(*) || '/' || coalesce(sum(amount), 0) from covered_months), (select count(*) || '/' || sum(amount) from payments),
                         (select count(*) || '/' || sum(amount) from receipts), (select count(*) from enrollments), (select count(*) from loans),
                         (select count(*) from loan_insured), (select count(*) || '/' || sum(total) from bills), (select count(*) from heirs))
        """);
}
