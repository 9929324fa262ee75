using BpjsBjb.Domain.Privacy;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Access;

namespace BpjsBjb.IntegrationTests.Privacy;

/// <summary>No case is sent whose debtor was not told, and what they were told is on record.</summary>
public sealed class ConsentTests(Desk desk) : IClassFixture<Desk>
{
    private const string Record =
        "select concat_ws(' ', notice_version, basis, manner, recorded_by, recorded_at at time zone 'utc') from consents where enrollment_id = $1";

    [Fact]
    public async Task A_sent_case_says_which_notice_on_which_basis_how_by_whom_and_when()
    {
        var form = A.Form();
        var id = await desk.SubmittedAsync(form with { Consent = form.Consent with { Manner = nameof(ConsentManner.SignedForm) } });

        Assert.Equal($"1 LegalDuty SignedForm {SmallBank.Officer.Id} 2026-11-10 03:00:00", await desk.Database.ReadAsync<string>(Record, id));
    }

    [Fact]
    public async Task Where_participation_is_only_offered_the_basis_is_consent()
    {
        var id = await desk.SubmittedAsync(A.OfferedForm());

        Assert.StartsWith("1 Consent ReadAloud ", await desk.Database.ReadAsync<string>(Record, id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sent_again_it_is_recorded_once_because_the_basis_is_fixed_with_the_loan()
    {
        var form = A.Form();
        var id = await desk.SubmittedAsync(form);
        await desk.Reviews.ReturnAsync(id, await desk.VersionAsync(id), A.Return(), SmallBank.Reviewer.Actor, Desk.Cancel);
        Assert.Empty((await desk.SendAsync(id)).Refusals);
        Assert.Equal(1L, await desk.Database.ReadAsync<long>("select count(*) from consents where enrollment_id = $1", id));

        // The product says on which basis data are processed; a return opens only the fields it names.
        await desk.Reviews.ReturnAsync(id, await desk.VersionAsync(id), A.Return(), SmallBank.Reviewer.Actor, Desk.Cancel);
        var other = form.Loan with { ProductCode = "KUR-MIKRO", LoanAmount = "50.000.000" };
        var kept = await desk.Enrollments.KeepAsync(id, await desk.VersionAsync(id), other, SmallBank.Officer.Actor, Desk.Cancel);
        Assert.Equal(
            ["enrollment.field-is-fixed@LoanAmount", "enrollment.field-is-fixed@ProductCode"], kept.CodesAtFields().Order());
        Assert.Empty((await desk.SendAsync(id)).Refusals);

        Assert.Equal(["LegalDuty"], await desk.Database.ListAsync<string>("select basis from consents where enrollment_id = $1", id));
    }

    [Fact]
    public async Task Without_the_tick_a_case_is_not_sent()
    {
        var form = A.Form();
        var id = await desk.DraftedAsync(form with { Consent = form.Consent with { Given = "false" } });

        Assert.Equal(["consent.missing@Consent.Given"], (await desk.SendAsync(id)).CodesAtFields());
    }

    [Fact]
    public async Task A_tick_under_an_older_notice_does_not_count()
    {
        var form = A.Form();
        var id = await desk.DraftedAsync(form with { Consent = form.Consent with { TextVersion = "0" } });

        Assert.Equal(["consent.notice-outdated@Consent.Given"], (await desk.SendAsync(id)).CodesAtFields());
    }

    [Fact]
    public async Task The_database_itself_refuses_a_case_without_a_record()
    {
        var sent = await desk.SubmittedAsync();
        var draft = await desk.DraftedAsync(A.Form());

        var refusal = await desk.Database.RefusalAsync(
            """
            update enrollments e set status = 'Submitted', person_id = o.person_id, loan_id = o.loan_id, participation_id = o.participation_id
              from enrollments o where e.id = $1 and o.id = $2
            """,
            draft, sent);

        Assert.Equal(("BJ020", "consent.missing"), (refusal.SqlState, refusal.MessageText));
    }

    [Fact]
    public async Task A_record_is_only_ever_withdrawn_and_only_where_it_is_consent()
    {
        var bound = await desk.SubmittedAsync();
        var offered = await desk.SubmittedAsync(A.OfferedForm());
        const string withdraw = "update consents set withdrawn_at = now(), withdrawn_by = $2 where enrollment_id = $1";

        Assert.Equal("consent.not-the-basis", (await desk.Database.RefusalAsync(withdraw, bound, SmallBank.Officer.Id)).MessageText);
        await desk.Database.AsAppAsync(withdraw, offered, SmallBank.Officer.Id);
        Assert.Equal("database.append-only", (await desk.Database.RefusalAsync(withdraw, offered, SmallBank.Officer.Id)).MessageText);
        Assert.Equal("42501", (await desk.Database.RefusalAsync("update consents set basis = 'Consent'")).SqlState);
        Assert.Equal("42501", (await desk.Database.RefusalAsync("delete from consents")).SqlState);
    }

    [Fact]
    public async Task Another_office_sees_no_record()
    {
        await desk.SubmittedAsync();

        Assert.Equal(0L, await desk.Database.AsAppAsync(RowScope.Of(SmallBank.OtherOfficer.Actor), "select count(*) from consents"));
        Assert.NotEqual(0L, await desk.Database.AsAppAsync(RowScope.Of(SmallBank.Officer.Actor), "select count(*) from consents"));
    }
}
