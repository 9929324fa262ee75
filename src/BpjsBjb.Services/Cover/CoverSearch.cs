using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Rules;
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
        var lines = await _db.Database.SqlQuery<CoverLine>($"select * from cover_lines({standings.ConvertAll(row => row.LoanId)})")
            .ToDictionaryAsync(line => (line.LoanId, line.ParticipationId), cancel);
        return new Page<CoverListItem>(
            [
                .. standings.Select(row => (Row: row, Line: lines[(row.LoanId, row.ParticipationId)])).Select(found => new CoverListItem(
                    found.Row.LoanId, found.Line.ApplicationNumber, found.Line.FullName, found.Line.ProductCode, found.Row.OfficeId, tab,
                    found.Row.CoveredThrough, found.Row.ArrearsUntil, found.Row.Uncovered, new Rupiah(found.Row.Outstanding), found.Line.BalanceOn,
                    tab is CoverTab.Claim ? Rupiah.Zero : new Rupiah(found.Row.Outstanding) * found.Row.Uncovered,
                    found.Line.ContactedAt, found.Line.ContactOutcome is { } outcome ? Enum.Parse<ContactOutcome>(outcome) : null, found.Line.AgainOn,
                    found.Line.ClaimId)),
            ],
            number,
            PageSize,
            total);
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
        var outlook = CoverOutlook.Of(today, insured.HasCard, covered, rules);
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
                .Select(bill => (Guid?)bill.Id).SingleOrDefaultAsync(cancel));

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
             select loan_id, participation_id, office_id, tab, covered_through, arrears_until, uncovered, outstanding from cover_standings({today}, {soon})
             """);
    }

    private async Task<IReadOnlyList<ContactLine>> ContactsAsync(Guid loanId, CancellationToken cancel) => await (
        from contact in _db.CoverContacts.AsNoTracking()
        where contact.LoanId == loanId
        join user in _db.Users on contact.By equals user.Id into users
        from user in users.DefaultIfEmpty()
        orderby contact.At descending
        select new ContactLine(contact.Means, contact.Outcome, contact.AgainOn, user.FullName ?? "–", contact.At)).ToListAsync(cancel);
}
