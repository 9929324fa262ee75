using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.IntegrationTests.Support;
using BpjsBjb.Services.Csr;

namespace BpjsBjb.IntegrationTests.Csr;

/// <summary>It does not just stop: next payers, a donor who pays late, benefits, and who is told.</summary>
public sealed class CsrFollowTests(PostgresServer server) : IAsyncLifetime
{
    // A clock of its own for each test: time only goes on.
    private readonly Desk _desk = new(server);

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Each_person_has_a_next_payer_the_latest_word_counts_and_nobody_is_an_answer()
    {
        var fund = await _desk.FundedAsync();
        await _desk.NamedAsync(fund, 3);
        var id = await _desk.AllocatedAsync(fund, "300.000");
        Assert.Equal(["csr.not-paid"], (await NextAsync(id, "None", all: true)).Codes());
        await _desk.BilledAsync(id);
        await _desk.SettledAsync(id);
        Assert.Equal(["csr.next-payer-missing@Payer"], (await NextAsync(id, "", all: true)).CodesAtFields());
        Assert.Equal(["csr.nobody-chosen@AllWithout"], (await NextAsync(id, "Village")).CodesAtFields());

        var people = await _desk.Get<CsrSearch>().PeopleAsync(id, new CsrPeopleFilter(), SmallBank.Reviewer.Actor, Desk.Cancel);
        Assert.Equal(1, (await NextAsync(id, "Village", people.Items[0].CandidateId)).Value);
        Assert.Equal(2, (await NextAsync(id, "None", all: true)).Value);
        Assert.Equal(1, (await NextAsync(id, "Participant", people.Items[0].CandidateId)).Value);

        Assert.Equal(
            [new CsrNextPayerCount(NextPayer.None, 2), new CsrNextPayerCount(NextPayer.Participant, 1)],
            (await _desk.AllocationAsync(id)).NextPayers.OrderBy(next => next.Payer.ToString(), StringComparer.Ordinal));
        Assert.Equal(0, (await _desk.FundAsync(fund)).WithoutNextPayer);
    }

    [Fact]
    public async Task A_late_donor_needs_an_exception_of_another_office()
    {
        var fund = await _desk.FundedAsync();
        await _desk.NamedAsync(fund, 1);
        var id = await _desk.AllocatedAsync(fund, "100.000");
        await _desk.BilledAsync(id);
        Assert.Equal(["csr.not-late"], (await AskAsync(id)).Codes());

        await _desk.MoveToAsync(new DateOnly(2027, 1, 5));
        Assert.Equal(["csr.paid-late@PaidOn"], (await _desk.SettledAsync(id)).CodesAtFields());
        Assert.Empty((await AskAsync(id)).Refusals);
        Assert.Equal(["csr.exception-asked"], (await AskAsync(id)).Codes());
        Assert.Equal(["csr.own-exception"], (await DecideAsync(id, "Granted", SmallBank.BpjsSupervisor)).Codes()); // the same office
        Assert.Equal(["csr.paid-late@PaidOn"], (await _desk.SettledAsync(id)).CodesAtFields());
        Assert.Empty((await DecideAsync(id, "Granted", SmallBank.Regional)).Refusals);
        Assert.Equal(["csr.exception-decided"], (await DecideAsync(id, "Refused", SmallBank.Regional)).Codes());
        Assert.Empty((await _desk.SettledAsync(id)).Refusals);
        Assert.Equal(6, (await _desk.FundAsync(fund)).Ledger.PersonMonths);
    }

    [Fact]
    public async Task A_month_that_is_over_is_neither_proposed_nor_approved()
    {
        var fund = await _desk.FundedAsync();
        await _desk.NamedAsync(fund, 1);
        var id = (await _desk.ProposedAsync(fund, "100.000")).Value;
        Assert.Equal(["csr.outside-fund@FirstMonth"], (await _desk.ProposedAsync(fund, "100.000", months: 6, first: "01-2027")).CodesAtFields());

        await _desk.MoveToAsync(new DateOnly(2027, 1, 5));
        Assert.Equal(["csr.month-is-past@FirstMonth"], (await _desk.ProposedAsync(fund, "100.000")).CodesAtFields());
        Assert.Equal(["csr.month-is-past"], (await _desk.ApprovedAsync(id, SmallBank.Regional)).Codes());
    }

    [Fact]
    public async Task A_benefit_is_of_a_paid_month_and_a_death_is_only_once()
    {
        var fund = await _desk.FundedAsync();
        var number = (await _desk.NamedAsync(fund, 1))[0];
        var id = await _desk.CoveredAsync(fund, "100.000");
        await _desk.MoveToAsync(new DateOnly(2027, 1, 5));
        var person = (await _desk.Get<CsrSearch>().PeopleAsync(id, new CsrPeopleFilter(), SmallBank.Reviewer.Actor, Desk.Cancel)).Items[0];

        Assert.Equal(["csr.event-not-covered@HappenedOn"], (await BenefitAsync(id, person.CandidateId, "Death", "30-11-2026")).CodesAtFields());
        Assert.Empty((await BenefitAsync(id, person.CandidateId, "Death", "20-12-2026")).Refusals);
        Assert.Equal(["csr.benefit-used"], (await BenefitAsync(id, person.CandidateId, "Death", "21-12-2026")).Codes());
        Assert.Equal(["csr.benefit-order@PaidOn"], (await BenefitAsync(id, person.CandidateId, "Accident", "04-01-2027", "03-01-2027")).CodesAtFields());

        // Known as dead, also on another fund's list.
        var other = await _desk.FundedAsync();
        var list = await _desk.ListedAsync(other, await _desk.WorkbookAsync(CsrSteps.Row(number)));
        var row = Assert.Single((await _desk.Get<CsrListService>().RowsAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel))!);
        Assert.Equal(["csr.candidate-dead"], row.Row.Faults.Select(fault => fault.Refusal.Code));
    }

    [Fact]
    public async Task Whoever_proposed_is_told_once_45_days_before_the_end()
    {
        var fund = await _desk.FundedAsync();
        await _desk.NamedAsync(fund, 1);
        var id = await _desk.CoveredAsync(fund, "100.000");
        Assert.Equal(new DateOnly(2027, 4, 16), (await _desk.AllocationAsync(id)).NextPayersFrom);

        await _desk.MoveToAsync(new DateOnly(2027, 4, 15));
        await _desk.Get<CsrKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(0, await ToldAsync(id));
        await _desk.MoveToAsync(new DateOnly(2027, 4, 16));
        await _desk.Get<CsrKeeper>().RunAsync(Desk.Cancel);
        await _desk.Get<CsrKeeper>().RunAsync(Desk.Cancel);
        Assert.Equal(1, await ToldAsync(id));
    }

    [Fact]
    public async Task The_file_of_a_list_is_let_go_after_its_days_and_what_was_kept_stays()
    {
        var fund = await _desk.FundedAsync();
        await _desk.NamedAsync(fund, CsrSteps.Row(A.Number()));
        var list = await _desk.ListedAsync(fund, await _desk.WorkbookAsync(CsrSteps.Row(A.Number()), ["1", "x", "NELAYAN", "3204", "Kusuka", "1", "Desa"]));
        Assert.Empty((await _desk.Get<CsrListService>().ConfirmAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel)).Refusals);

        await _desk.Get<CsrKeeper>().RunAsync(Desk.Cancel);
        Assert.NotNull(await _desk.Get<CsrListService>().RowsAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel));
        await _desk.MoveToAsync(A.Today.AddDays(31));
        await _desk.Get<CsrKeeper>().RunAsync(Desk.Cancel);
        Assert.Null(await _desk.Get<CsrListService>().RowsAsync(list.Value, [Sheets.Words], SmallBank.Reviewer.Actor, Desk.Cancel));
        Assert.Equal(2, await _desk.Database.ReadAsync<long>("select count(*) from csr_candidates where fund_id = $1", fund));
    }

    private Task<long> ToldAsync(Guid id) => _desk.Database.ReadAsync<long>("select count(*) from notices where about = $1 and kind = 'CsrCoverEnding'", id);

    private Task<Result<int>> NextAsync(Guid id, string payer, Guid? person = null, bool all = false) => _desk.Get<CsrFollowService>().RecordNextPayerAsync(
        id, new RecordNextPayer { Payer = payer, Chosen = person is { } one ? [one] : [], AllWithout = all ? "true" : null }, SmallBank.Reviewer.Actor, Desk.Cancel);

    private Task<Result<Guid>> AskAsync(Guid id) =>
        _desk.Get<CsrAllocationService>().AskExceptionAsync(id, new AskException { Reason = "DonorBudgetLate" }, SmallBank.Reviewer.Actor, Desk.Cancel);

    private Task<Result<Guid>> DecideAsync(Guid id, string verdict, TestUser by) =>
        _desk.Get<CsrAllocationService>().DecideExceptionAsync(id, new DecideException { Verdict = verdict }, by.Actor, Desk.Cancel);

    private Task<Result<Guid>> BenefitAsync(Guid id, Guid person, string kind, string happened, string paid = "05-01-2027") => _desk.Get<CsrFollowService>().RecordBenefitAsync(
        id, new RecordBenefit { CandidateId = $"{person}", Kind = kind, HappenedOn = happened, PaidOn = paid, Amount = "42.000.000" }, SmallBank.Reviewer.Actor, Desk.Cancel);
}
