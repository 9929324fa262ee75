using BpjsBjb.Domain.Privacy;
using BpjsBjb.IntegrationTests.Cover;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Guarantees;
using BpjsBjb.Services.Notices;
using BpjsBjb.Services.Privacy;

namespace BpjsBjb.IntegrationTests.Privacy;

/// <summary>What is past its term goes in the night, what the law holds stays, and a night may be killed.</summary>
public sealed class RetentionTests(PostgresServer server) : IAsyncLifetime
{
    private readonly Desk _desk = new(server);

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task An_abandoned_draft_goes_six_months_after_the_last_word_and_not_a_day_sooner()
    {
        var id = await _desk.DraftedAsync(A.Form());

        await NightOfAsync(A.Today.AddMonths(6));
        Assert.Equal(0L, await ErasedAsync());
        await NightOfAsync(A.Today.AddMonths(6).AddDays(1));

        Assert.Equal("Withdrawn – 1", await _desk.Database.ReadAsync<string>(
            "select concat_ws(' ', e.status, e.full_name, d.rule_id) from enrollments e join erasures d on d.enrollment_id = e.id where e.id = $1", id));
    }

    [Fact]
    public async Task A_rejected_case_goes_after_two_years()
    {
        var id = await RejectedAsync();

        await NightOfAsync(A.Today.AddMonths(24));
        Assert.Equal(0L, await ErasedAsync());
        await NightOfAsync(A.Today.AddMonths(24).AddDays(1));

        Assert.Equal(2, await _desk.Database.ReadAsync<int>("select rule_id from erasures where enrollment_id = $1", id));
        Assert.Equal("–", await _desk.Database.ReadAsync<string>(
            "select p.full_name from people p join enrollments e on e.person_id = p.id where e.id = $1", id));
    }

    [Fact]
    public async Task What_a_running_loan_holds_stays_though_its_own_term_is_over()
    {
        var form = A.Form();
        var rejected = await _desk.SubmittedAsync(form);
        await _desk.Reviews.RejectAsync(rejected, await _desk.VersionAsync(rejected), new() { Reason = "NotWorking" }, SmallBank.Reviewer.Actor, Desk.Cancel);
        var again = form with { Loan = form.Loan with { ApplicationNumber = $"UJI-{A.Number():000000}", TermMonths = "36" } };
        var loan = await _desk.ClearedAsync(again);
        await _desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout(), SmallBank.Supervisor.Actor, Desk.Cancel);

        await NightOfAsync(A.Today.AddMonths(25));

        Assert.Equal(0L, await ErasedAsync());
        Assert.Equal(1, await _desk.Database.ReadAsync<int>("select held from retention_runs"));
    }

    [Fact]
    public async Task A_credit_file_goes_ten_years_after_the_loans_term()
    {
        var loan = await _desk.ClearedAsync();
        var paper = await _desk.PaperAsync(await _desk.GuaranteedAsync(loan.Id));
        await _desk.Loans.DisburseAsync(loan.Id, loan.Version, A.Payout(), SmallBank.Supervisor.Actor, Desk.Cancel);
        Assert.NotNull(await _desk.Get<GuaranteeFileService>().OpenAsync(paper, SmallBank.Officer.Actor, Desk.Cancel));

        await NightOfAsync(A.Today.AddMonths(24 + 120));
        Assert.Equal(0L, await ErasedAsync());
        await NightOfAsync(A.Today.AddMonths(24 + 120).AddDays(1));

        Assert.Equal(4, await _desk.Database.ReadAsync<int>("select rule_id from erasures where enrollment_id = $1", loan.EnrollmentId));
        Assert.Null(await _desk.Get<GuaranteeFileService>().OpenAsync(paper, SmallBank.Officer.Actor, Desk.Cancel));
        Assert.True(Assert.Single(Assert.Single((await _desk.StackAsync(loan.Id)).Guarantees).Documents).IsErased);
        // The skeleton: what was paid, for which months, and that it was cleared.
        Assert.Equal("Disbursed – 3 t", await _desk.Database.ReadAsync<string>(
            """
            select concat_ws(' ', l.status, l.purpose, (select count(*) from covered_months c where c.participation_id = e.participation_id),
                (select kpj_hash is null from participations p where p.id = e.participation_id))
              from loans l join enrollments e on e.loan_id = l.id where l.id = $1
            """,
            loan.Id));
    }

    [Fact]
    public async Task A_night_runs_once_and_begins_after_one_in_jakarta()
    {
        await _desk.DraftedAsync(A.Form());
        var night = A.Today.AddMonths(7);
        await _desk.Database.SetTodayAsync(night);
        _desk.Clock.SetUtcNow(new DateTimeOffset(night, new TimeOnly(17, 30), TimeSpan.Zero).AddDays(-1)); // 00:30 in Jakarta, already that day
        await _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(0L, await _desk.Database.ReadAsync<long>("select count(*) from retention_runs"));

        _desk.Clock.Advance(TimeSpan.FromMinutes(30));
        await _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(1, await _desk.Database.ReadAsync<int>("select erased from retention_runs where finished_at is not null"));

        await _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal((1L, 1L), (await ErasedAsync(), await _desk.Database.ReadAsync<long>("select count(*) from retention_runs")));
    }

    [Fact]
    public async Task A_night_that_was_killed_goes_on_where_it_was()
    {
        for (var n = 0; n < 3; n++) await _desk.DraftedAsync(A.Form());
        await _desk.MoveToAsync(A.Today.AddMonths(7));
        // The third erasure fails as if the server had been pulled out.
        await _desk.Database.AsOwnerAsync(
            """
            create function pulled_out() returns trigger language plpgsql as $$
            begin
                if (select count(*) from erasures) >= 2 then raise exception 'pulled out'; end if;
                return new;
            end $$;
            create trigger pulled_out before insert on erasures for each row execute function pulled_out()
            """);
        await Assert.ThrowsAnyAsync<Exception>(() => _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel));
        Assert.Equal((2L, 1L), (await ErasedAsync(), await _desk.Database.ReadAsync<long>("select count(*) from retention_runs where finished_at is null")));

        await _desk.Database.AsOwnerAsync("drop trigger pulled_out on erasures");
        await _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);

        Assert.Equal((3L, 3), (await ErasedAsync(), await _desk.Database.ReadAsync<int>("select erased from retention_runs where finished_at is not null")));
    }

    [Fact]
    public async Task Two_nights_at_once_erase_each_case_once()
    {
        for (var n = 0; n < 4; n++) await _desk.DraftedAsync(A.Form());
        await _desk.MoveToAsync(A.Today.AddMonths(7));

        await Task.WhenAll(_desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel), _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel));

        Assert.Equal((4L, 4), (await ErasedAsync(), await _desk.Database.ReadAsync<int>("select erased from retention_runs")));
    }

    [Fact]
    public async Task Notices_and_sent_mails_go_after_two_years_and_nobody_is_told_twice()
    {
        var loan = await _desk.PaidOutAsync(); // November is paid
        var rows = _desk.Database;
        await rows.AsOwnerAsync("delete from notices"); // of the case
        await _desk.MoveToAsync(A.Today.AddDays(2));
        Assert.Equal(1, await _desk.Get<CoverKeeper>().RunAsync(Desk.Cancel));
        // A second notice in a mail that is sent, a third in one that still waits, and one of last month.
        await rows.AsOwnerAsync(
            """
            insert into mails (id, user_id, kind, day, made_at, next_at, sent_at)
            select md5(state)::uuid, $1, 'Urgent', current_date, now(), now(), case state when 'sent' then now() end from unnest(array['sent', 'waits']) state
            """,
            SmallBank.Officer.Id);
        await rows.AsOwnerAsync(
            """
            insert into notices (user_id, kind, about, event, is_urgent, mail_id)
            select $1, 'ClaimOpened', null, 'test/' || state, true, case when state <> 'young' then md5(state)::uuid end from unnest(array['sent', 'waits', 'young']) state
            """,
            SmallBank.Officer.Id);
        await rows.AsOwnerAsync("update notices set at = at - interval '23 months'");
        await NightOfAsync(A.Today.AddDays(3));
        Assert.Equal((4L, 2L), await CountsAsync());

        await rows.AsOwnerAsync("update notices set at = at - interval '2 months' where event <> 'test/young'");
        await rows.AsOwnerAsync("update mails set made_at = made_at - interval '25 months'");
        Assert.Equal(4, (await ReportAsync()).Due); // three notices and a sent mail
        await NightOfAsync(A.Today.AddDays(4));

        Assert.Equal((2L, 1L), await CountsAsync());
        Assert.Equal(["test/waits", "test/young"], await rows.ListAsync<string>("select event::text from notices order by 1"));
        var report = await ReportAsync();
        Assert.Equal((8, 3L), (report.Rule.Id, report.Erased));
        Assert.Equal(0, await _desk.Get<CoverKeeper>().RunAsync(Desk.Cancel)); // it was told, though the notice has gone
        Assert.Equal(0L, await rows.ReadAsync<long>("select count(*) from notices where about = $1", loan.Id));
        Assert.False(await rows.ReadAsync<bool>("select notify($1, 'ClaimOpened', null, 'test/sent', true)", SmallBank.Officer.Id));
        // The next event of the same loan is news.
        await _desk.MoveToAsync(new DateOnly(2026, 12, 1));
        Assert.Equal(1, await _desk.Get<CoverKeeper>().RunAsync(Desk.Cancel));

        async Task<(long Notices, long Mails)> CountsAsync() =>
            (await rows.ReadAsync<long>("select count(*) from notices"), await rows.ReadAsync<long>("select count(*) from mails"));

        async Task<RetentionItem> ReportAsync() => (await _desk.Get<RetentionSearch>().ReadAsync(SmallBank.Admin.Actor, Desk.Cancel))
            .Items.Single(item => item.Rule.Purpose == RetentionPurpose.Notice);
    }

    [Fact]
    public async Task The_page_has_numbers_for_readers_who_see_no_debtor()
    {
        await _desk.DraftedAsync(A.Form());
        await _desk.MoveToAsync(A.Today.AddMonths(7));

        var before = await _desk.Get<RetentionSearch>().ReadAsync(SmallBank.Admin.Actor, Desk.Cancel);
        await _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);
        var after = await _desk.Get<RetentionSearch>().ReadAsync(SmallBank.Admin.Actor, Desk.Cancel);

        Assert.Equal((1L, 0L, 0L), (before.Items[0].Due, before.Items[0].Held, before.Items[0].Erased));
        Assert.Equal((0L, 0L, 1L), (after.Items[0].Due, after.Items[0].Held, after.Items[0].Erased));
        Assert.Equal(1, Assert.Single(after.Runs).Erased);
    }

    [Fact]
    public async Task An_erased_case_is_seen_by_its_office_alone()
    {
        await _desk.DraftedAsync(A.Form());
        await NightOfAsync(A.Today.AddMonths(7));

        Assert.Equal(1L, await _desk.Database.AsAppAsync(RowScope.Of(SmallBank.Officer.Actor), "select count(*) from erasures"));
        Assert.Equal(0L, await _desk.Database.AsAppAsync(RowScope.Of(SmallBank.OtherOfficer.Actor), "select count(*) from erasures"));
    }

    private async Task<Guid> RejectedAsync()
    {
        var id = await _desk.SubmittedAsync();
        await _desk.Reviews.RejectAsync(id, await _desk.VersionAsync(id), new() { Reason = "NotWorking" }, SmallBank.Reviewer.Actor, Desk.Cancel);
        return id;
    }

    private async Task NightOfAsync(DateOnly day)
    {
        await _desk.MoveToAsync(day);
        await _desk.Get<RetentionKeeper>().RunAsync(Desk.Cancel);
    }

    private Task<long> ErasedAsync() => _desk.Database.ReadAsync<long>("select count(*) from erasures");
}
