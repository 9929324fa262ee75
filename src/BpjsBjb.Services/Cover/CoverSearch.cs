using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Cover;

/// <summary>Reads the covers behind paid-out loans: the work list by what is at risk, the radar of branches, one loan with its ways on.</summary>
public sealed class CoverSearch
{
    private const int PageSize = 25;

    private readonly BpjsBjbDbContext _db;
    private readonly LoanSearch _loans;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal CoverSearch(BpjsBjbDbContext db, LoanSearch loans, RuleBookSource rules, TimeProvider clock) =>
        (_db, _loans, _rules, _clock) = (db, loans, rules, clock);

    public async Task<Page<CoverListItem>> ListAsync(CoverTab tab, int page, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var name = tab.ToString();
        var found = (await StandingsAsync(cancel)).Where(row => row.Tab == name);
        var total = await found.CountAsync(cancel);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var standings = await found.OrderByDescending(row => row.Outstanding * row.Uncovered).ThenBy(row => row.CoveredThrough).ThenBy(row => row.LoanId)
            .Skip((number - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var ofPeople = standings.FindAll(row => row.EmployerId is null).ConvertAll(row => row.LoanId);
        var lines = await _db.Database.SqlQuery<CoverLine>($"select * from cover_lines({ofPeople})")
            .ToDictionaryAsync(line => (line.LoanId, (Guid?)line.ParticipationId), cancel);
        var employers = await EmployersAsync(standings.FindAll(row => row.EmployerId is not null), cancel);
        return new Page<CoverListItem>(
            [
                .. standings.Select(row => employers.TryGetValue(row.LoanId, out var employer)
                    ? Item(row, tab, employer)
                    : Item(row, tab, lines[(row.LoanId, row.ParticipationId)])),
            ],
            number,
            PageSize,
            total);
    }

    /// <summary>Whether a loan in the reader's scope is an employer's, whose cover is its workers'.</summary>
    public async Task<bool> IsOfEmployerAsync(Guid loanId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await _db.Loans.AsNoTracking().VisibleTo(actor).AnyAsync(loan => loan.Id == loanId && loan.EmployerId != null, cancel);
    }

    /// <summary>Every tab, in its order, with its count and its rupiah-months at risk.</summary>
    public async Task<IReadOnlyList<CoverCount>> CountsAsync(Actor actor, CancellationToken cancel) => (await BoardAsync(actor, cancel)).Counts;

    /// <summary>Each branch in the reader's scope, the most at risk first.</summary>
    public async Task<IReadOnlyList<BranchRisk>> RadarAsync(Actor actor, CancellationToken cancel) => (await BoardAsync(actor, cancel)).Radar;

    /// <summary>Tabs and branches together: one reading of what is in scope.</summary>
    public async Task<CoverBoard> BoardAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var sums = await (await StandingsAsync(cancel)).GroupBy(row => new { row.Tab, row.OfficeId })
            .Select(group => new
            {
                group.Key.Tab,
                group.Key.OfficeId,
                Loans = group.Count(),
                Outstanding = group.Sum(row => row.Outstanding),
                Risk = group.Sum(row => row.Outstanding * row.Uncovered),
            })
            .ToListAsync(cancel);
        var byTab = sums.ToLookup(sum => Enum.Parse<CoverTab>(sum.Tab));
        return new CoverBoard(
            [
                .. Enum.GetValues<CoverTab>().Select(tab => new CoverCount(
                    tab, byTab[tab].Sum(sum => sum.Loans), new Rupiah(tab is CoverTab.Claim ? 0 : byTab[tab].Sum(sum => sum.Risk)))),
            ],
            [
                .. byTab.Where(tab => tab.Key is not CoverTab.Closed and not CoverTab.Claim)
                    .SelectMany(tab => tab.Select(sum => (IsUncovered: tab.Key is CoverTab.Grace or CoverTab.Ended, Sum: sum)))
                    .GroupBy(part => part.Sum.OfficeId)
                    .Select(branch => new BranchRisk(
                        branch.Key, branch.Sum(part => part.Sum.Loans), branch.Where(part => part.IsUncovered).Sum(part => part.Sum.Loans),
                        new Rupiah(branch.Sum(part => part.Sum.Outstanding)), new Rupiah(branch.Sum(part => part.Sum.Risk))))
                    .OrderByDescending(branch => branch.Risk),
            ]);
    }

    /// <summary>One paid-out loan, or null when it is not there, not paid out or not the reader's.</summary>
    public async Task<CoverDetails?> DetailsAsync(Guid loanId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await _loans.DetailsAsync(loanId, actor, cancel) is not { Status: LoanStatus.Disbursed } loan) return null;

        var today = loan.Today;
        var current = Month.Of(today);
        var book = await _rules.ReadAsync(cancel);
        var rules = RulesOn(book, today);
        var insured = await _db.Facilities.Where(facility => facility.Id == loanId).Select(facility => new { facility.ParticipationId, facility.HasCard })
            .SingleAsync(cancel);
        var covered = await _db.FacilityMonths.Where(month => month.LoanId == loanId && month.ParticipationId == insured.ParticipationId)
            .Select(month => month.Month).ToHashSetAsync(cancel);
        var claimed = await _db.Database.SqlQuery<DateOnly?>(
            $"""
             select max(claimed_on) as "Value" from jht_claims where participation_id = {insured.ParticipationId} and claimed_on <= {today}
             """).SingleAsync(cancel);
        var outlook = CoverOutlook.Of(today, insured.HasCard, covered, rules, claimed is not null);
        var stated = await _db.Participations.AsNoTracking().Where(row => row.Id == insured.ParticipationId)
            .Select(row => new { row.ContributionBase, row.Category, row.Sector, row.WithJht }).SingleAsync(cancel);
        var balance = await _db.LoanBalances.AsNoTracking().Where(row => row.LoanId == loanId && row.AsOf <= today)
            .OrderByDescending(row => row.AsOf).FirstOrDefaultAsync(cancel);
        var monthsLeft = loan.Horizon[^1].Month.Since(Max(current, loan.Horizon[0].Month)) + 1;
        return new CoverDetails(
            loan,
            outlook,
            rules,
            balance is null
                ? new OwedNow(LoanBalance.Estimate(loan.PaidOutTotal, loan.TermMonths, monthsLeft), null)
                : new OwedNow(balance.Outstanding, balance.AsOf),
            loan.Horizon.UncoveredAhead(current),
            outlook.Missed.Count > 0 ? Choice(outlook.Missed[0], outlook.Missed.Count, outlook.FullBenefitKept) : null,
            Choice(outlook.Anew, 1, outlook.FullBenefitAnew),
            new Rupiah(loan.PaidOutTotal.Amount / loan.TermMonths),
            book.LimitOf(LimitKind.GraceMonths, today).Citation,
            book.LimitOf(LimitKind.JkmWaitingMonths, today).Citation,
            await ContactsAsync(loanId, cancel),
            await _db.Database.SqlQuery<CoverTurn>(
                $"select month, became, at from cover_changes where participation_id = {insured.ParticipationId} order by month desc").ToListAsync(cancel),
            await _db.LoanClosures.AsNoTracking().SingleOrDefaultAsync(row => row.LoanId == loanId, cancel),
            await _db.CoverExits.AsNoTracking().SingleOrDefaultAsync(
                row => row.LoanId == loanId && row.ParticipationId == insured.ParticipationId, cancel),
            await _db.Bills.AsNoTracking()
                .Where(bill => bill.ParticipationId == insured.ParticipationId && bill.PaidAt == null && bill.CancelledAt == null && bill.DueOn >= today)
                .Select(bill => (Guid?)bill.Id).SingleOrDefaultAsync(cancel))
        {
            JhtClaimedOn = claimed,
        };

        CoverChoice Choice(Month first, int months, Month fullFrom)
        {
            var quote = ContributionQuote.For(
                new ContributionQuestion(
                    stated.ContributionBase, stated.Category, stated.Sector, ContributionPayer.Participant, stated.WithJht, first, months),
                book);
            return new CoverChoice([.. Enumerable.Range(0, months).Select(first.Plus)], quote.Total, fullFrom, quote);
        }

        static Month Max(Month left, Month right) => left > right ? left : right;
    }

    internal static CoverRules RulesOn(RuleBook book, DateOnly today) => new(
        book.LimitOf(LimitKind.GraceMonths, today).Value,
        book.LimitOf(LimitKind.JkmWaitingMonths, today).Value,
        book.LimitOf(LimitKind.CoverEndsSoonDays, today).Value,
        book.LimitOf(LimitKind.LastChanceDays, today).Value);

    private async Task<IQueryable<CoverStanding>> StandingsAsync(CancellationToken cancel)
    {
        var today = _clock.Today();
        var soon = today.AddDays((await _rules.ReadAsync(cancel)).LimitOf(LimitKind.CoverEndsSoonDays, today).Value);
        return _db.Database.SqlQuery<CoverStanding>(
            $"""
             select loan_id, participation_id, employer_id, office_id, tab, covered_through, arrears_until, uncovered, outstanding
               from cover_standings({today}, {soon})
             """);
    }

    private static CoverListItem Item(CoverStanding row, CoverTab tab, CoverLine line) => new(
        row.LoanId, line.ApplicationNumber, line.FullName, line.ProductCode, row.OfficeId, tab, row.CoveredThrough, row.ArrearsUntil, row.Uncovered,
        new Rupiah(row.Outstanding), line.BalanceOn, tab is CoverTab.Claim ? Rupiah.Zero : new Rupiah(row.Outstanding) * row.Uncovered,
        line.ContactedAt, line.ContactOutcome is { } outcome ? Enum.Parse<ContactOutcome>(outcome) : null, line.AgainOn, line.ClaimId);

    private static CoverListItem Item(CoverStanding row, CoverTab tab, EmployerCoverLine line) => new(
        row.LoanId, line.ApplicationNumber, line.Name, line.ProductCode, row.OfficeId, tab, row.CoveredThrough, row.ArrearsUntil, row.Uncovered,
        new Rupiah(row.Outstanding), line.BalanceOn, new Rupiah(row.Outstanding) * row.Uncovered, ContactedAt: null, ContactOutcome: null, AgainOn: null,
        ClaimId: null, new WorkersPaid(Month.Of(line.Month), line.WorkersCovered, line.Workers));

    /// <summary>The employers of a page of loans, each with its workers of the first month not wholly paid; of this one where all are.</summary>
    private async Task<Dictionary<Guid, EmployerCoverLine>> EmployersAsync(List<CoverStanding> rows, CancellationToken cancel)
    {
        if (rows.Count == 0) return [];

        var current = Month.Of(_clock.Today());
        var loans = rows.ConvertAll(row => row.LoanId);
        var months = rows.ConvertAll(row => row.CoveredThrough is { } day && Month.Of(day) < current ? Month.Of(day).Plus(1).FirstDay : current.FirstDay);
        return await _db.Database.SqlQuery<EmployerCoverLine>(
            $"""
             select l.id as loan_id, l.application_number, l.product_code, e.name,
                    (select max(b.as_of) from loan_balances b where b.loan_id = l.id) as balance_on, asked.month,
                    count(w.nik_hash)::int as workers,
                    count(w.nik_hash) filter (where exists (select from worker_months m where m.employer_id = e.id and m.nik_hash = w.nik_hash
                                                                                          and m.month = asked.month))::int as workers_covered
               from unnest({loans}, {months}) as asked (loan_id, month)
               join loans l on l.id = asked.loan_id
               join employers e on e.id = l.employer_id
               left join lateral (select distinct worker.nik_hash from employer_workers worker
                                   where worker.employer_id = e.id and worker.valid_from <= (asked.month + interval '1 month' - interval '1 day')::date
                                     and (worker.valid_to is null or worker.valid_to >= asked.month)) w on true
              group by l.id, e.id, asked.month
             """).ToDictionaryAsync(line => line.LoanId, cancel);
    }

    private async Task<IReadOnlyList<ContactLine>> ContactsAsync(Guid loanId, CancellationToken cancel) => await (
        from contact in _db.CoverContacts.AsNoTracking()
        where contact.LoanId == loanId
        join user in _db.Users on contact.By equals user.Id into users
        from user in users.DefaultIfEmpty()
        orderby contact.At descending
        select new ContactLine(contact.Means, contact.Outcome, contact.AgainOn, user.FullName ?? "–", contact.At)).ToListAsync(cancel);
}
