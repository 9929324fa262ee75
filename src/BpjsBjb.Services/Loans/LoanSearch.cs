using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Loans;

/// <summary>Reads credit facilities: the list and one facility with the gate's verdict.</summary>
public sealed class LoanSearch
{
    private const int PageSize = 25;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly TimelineSource _timeline;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal LoanSearch(BpjsBjbDbContext db, PersonalDataVault vault, TimelineSource timeline, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _timeline, _rules, _clock) = (db, vault, timeline, rules, clock);

    public async Task<Page<LoanListItem>> ListAsync(LoanTab tab, int page, Actor actor, CancellationToken cancel)
    {
        var today = _clock.Today();
        var month = Month.Of(today).FirstDay;
        var grace = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.GraceMonths, today).Value;
        var found =
            from loan in _db.Loans.AsNoTracking().VisibleTo(actor)
            from insured in loan.Insured
            join participation in _db.Participations on insured.ParticipationId equals participation.Id
            join person in _db.People on insured.PersonId equals person.Id
            select new
            {
                loan.Id,
                loan.ApplicationNumber,
                person.FullName,
                loan.ProductCode,
                loan.LoanAmount,
                loan.RegencyCode,
                loan.Status,
                insured.DeclineReason,
                HasCard = participation.KpjHash != null,
                participation.CoveredThrough,
                IsCovered = _db.CoveredMonths.Any(row => row.ParticipationId == participation.Id && row.Month == month),
            };
        found = tab switch
        {
            LoanTab.Blocked => found.Where(row => row.Status == LoanStatus.Applied && !(row.DeclineReason != null || (row.HasCard && row.IsCovered))),
            LoanTab.Ready => found.Where(row => row.Status == LoanStatus.Cleared
                || (row.Status == LoanStatus.Applied && (row.DeclineReason != null || (row.HasCard && row.IsCovered)))),
            LoanTab.Disbursed => found.Where(row => row.Status == LoanStatus.Disbursed),
            _ => found,
        };
        var total = await found.CountAsync(cancel);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await found.OrderByDescending(row => row.Id).Skip((number - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new Page<LoanListItem>(
            [
                .. rows.Select(row => new LoanListItem(
                    row.Id, row.ApplicationNumber, row.FullName, row.ProductCode, row.LoanAmount, row.RegencyCode, row.Status,
                    row.DeclineReason is not null || (row.HasCard && row.IsCovered),
                    ParticipationStates.On(today, row.HasCard, row.CoveredThrough, row.IsCovered, grace), row.CoveredThrough)),
            ],
            number,
            PageSize,
            total);
    }

    /// <summary>One facility, or null when it is not there or not the reader's.</summary>
    public async Task<LoanDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var row = await (
            from loan in _db.Loans.AsNoTracking().VisibleTo(actor)
            where loan.Id == id
            from insured in loan.Insured
            join participation in _db.Participations on insured.ParticipationId equals participation.Id
            join person in _db.People on insured.PersonId equals person.Id
            join business in _db.Businesses on loan.BusinessId equals business.Id
            join enrollment in _db.Enrollments on loan.Id equals enrollment.LoanId
            select new { loan, insured, participation, person, business, enrollment })
            .AsNoTracking().SingleOrDefaultAsync(cancel);
        if (row is null) return null;

        var rules = await _rules.ReadAsync(cancel);
        var today = _clock.Today();
        var covered = await _db.CoveredMonths.AsNoTracking().Where(month => month.ParticipationId == row.participation.Id)
            .Select(month => month.Month).ToListAsync(cancel);
        var grace = rules.LimitOf(LimitKind.GraceMonths, today).Value;
        var benefit = rules.BenefitsOn(today).FirstOrDefault(rule => rule.Kind == BenefitKind.JkmDeath);
        return new LoanDetails(
            id, row.enrollment.Id, row.enrollment.Reference, row.enrollment.Status, row.enrollment.Outcome, row.person.FullName,
            Nik.Stored(_vault.Open(SealedColumns.PersonNik, row.person.Id, row.person.NikSealed)).ToString(),
            row.loan.ApplicationNumber, row.loan.ProductCode, row.loan.LoanAmount, row.loan.TermMonths, row.loan.Purpose, row.loan.AppliedOn,
            row.loan.OfficeId, row.enrollment.BpjsOfficeId, row.loan.Status, row.loan.Duty,
            rules.ParticipationDuties.Single(rule => rule.Id == row.loan.DutyRuleId).Citation, row.business,
            row.participation.ContributionBase,
            ParticipationStates.On(
                today, row.participation.HasCard, row.participation.CoveredThrough, covered.Contains(Month.Of(today).FirstDay), grace),
            row.participation.KpjSealed is { } kpj ? _vault.Open(SealedColumns.ParticipationKpj, row.participation.Id, kpj) : null,
            row.participation.CoveredThrough,
            await GateAsync(id, today, cancel),
            Horizon(row.loan, [.. covered], today, grace),
            await BillsAsync(row.participation.Id, row.enrollment.Id, row.person.FullName, today, cancel),
            await DisbursementsAsync(id, cancel),
            await _timeline.OfAsync(row.enrollment.Id, cancel),
            benefit?.Amount, row.insured.DeclineReason, row.loan.RegisteredBy == actor.UserId, row.loan.Version);
    }

    private async Task<IReadOnlyList<GateCondition>> GateAsync(Guid loanId, DateOnly on, CancellationToken cancel) =>
        await _db.Database
            .SqlQuery<GateCondition>($"select code, is_met, blocks, covered_through from loan_gate({loanId}, {on})")
            .ToListAsync(cancel);

    /// <summary>Every month of the loan's term: covered, in grace, lost, or still to be paid.</summary>
    private static IReadOnlyList<HorizonMonth> Horizon(Loan loan, HashSet<DateOnly> covered, DateOnly today, int grace)
    {
        var first = Month.Of(loan.AppliedOn);
        var current = Month.Of(today);
        return [.. Enumerable.Range(0, loan.TermMonths).Select(offset => StateOf(first.Plus(offset)))];

        HorizonMonth StateOf(Month month)
        {
            if (covered.Contains(month.FirstDay)) return new(month, HorizonState.Covered, month == current);
            if (month >= current && !covered.Any(day => Month.Of(day) < month)) return new(month, HorizonState.NotPaidYet, month == current);
            if (month > current) return new(month, HorizonState.NotPaidYet, false);

            var last = covered.Where(day => Month.Of(day) < month).Select(day => (Month?)Month.Of(day)).Max();
            var isGrace = last is { } end && month.Since(end) <= grace;
            return new(month, isGrace ? HorizonState.Grace : HorizonState.Gap, month == current);
        }
    }

    private async Task<IReadOnlyList<BillListItem>> BillsAsync(
        Guid participationId, Guid enrollmentId, string fullName, DateOnly today, CancellationToken cancel)
    {
        var rows = await _db.Bills.AsNoTracking().Where(bill => bill.ParticipationId == participationId)
            .OrderByDescending(bill => bill.IssuedAt)
            .Select(bill => new
            {
                bill,
                PaidOn = _db.Payments.Where(payment => payment.BillId == bill.Id).Select(payment => (DateOnly?)payment.PaidOn).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return
        [
            .. rows.Select(row => new BillListItem(
                row.bill.Id, row.bill.Number, row.bill.EnrollmentId ?? enrollmentId, fullName, "", row.bill.StatusOn(today),
                Month.Of(row.bill.FirstMonth), row.bill.Months, row.bill.Total, row.bill.DueOn, row.PaidOn)),
        ];
    }

    private async Task<IReadOnlyList<PaidOut>> DisbursementsAsync(Guid loanId, CancellationToken cancel) => await (
        from row in _db.Disbursements.AsNoTracking()
        where row.LoanId == loanId
        join user in _db.Users on row.RecordedBy equals user.Id into users
        from user in users.DefaultIfEmpty()
        orderby row.ValueDate
        select new PaidOut(row.Amount, row.ValueDate, row.Reference, user.FullName ?? "–", row.RecordedAt)).ToListAsync(cancel);
}
