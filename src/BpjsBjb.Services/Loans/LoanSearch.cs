using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Cover;
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
        await using var work = await _db.BeginAsync(actor, cancel);
        var today = _clock.Today();
        var grace = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.GraceMonths, today).Value;
        var loans = _db.Loans.VisibleTo(actor).Where(loan => loan.EmployerId == null);
        var found = tab switch
        {
            LoanTab.Blocked => Waiting(actor, today).Where(row => !row.GateIsOpen).Select(row => row.Facility.Id),
            LoanTab.Ready => Waiting(actor, today).Where(row => row.GateIsOpen).Select(row => row.Facility.Id),
            LoanTab.Disbursed => loans.Where(loan => loan.Status == LoanStatus.Disbursed).Select(loan => loan.Id),
            _ => loans.Select(loan => loan.Id),
        };
        var total = await found.CountAsync(cancel);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var shown = await found.OrderByDescending(id => id).Skip((number - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var rows = await Judged(_db.Facilities.VisibleTo(actor).Where(row => shown.Contains(row.Id)), today)
            .OrderByDescending(row => row.Facility.Id).ToListAsync(cancel);
        var claimed = await _db.JhtClaimedAsync(rows.ConvertAll(row => row.Facility.ParticipationId), today, cancel);
        return new Page<LoanListItem>(
            [
                .. rows.Select(row => new LoanListItem(
                    row.Facility.Id, row.Facility.ApplicationNumber, row.Facility.FullName, row.Facility.ProductCode, row.Facility.LoanAmount,
                    row.Facility.RegencyCode, row.Facility.Status, row.GateIsOpen, row.Facility.DeclineReason,
                    ParticipationStates.On(
                        today, row.Facility.HasCard, row.Facility.CoveredThrough, row.IsCovered, grace, claimed.Contains(row.Facility.ParticipationId)),
                    row.Facility.CoveredThrough)),
            ],
            number,
            PageSize,
            total);
    }

    public async Task<LoanCounts> CountAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var all = await _db.Loans.VisibleTo(actor).Where(loan => loan.EmployerId == null).GroupBy(loan => loan.Status)
            .Select(group => new { Status = group.Key, Count = group.Count() }).ToListAsync(cancel);
        var waiting = await Waiting(actor, _clock.Today()).GroupBy(row => row.GateIsOpen)
            .Select(group => new { GateIsOpen = group.Key, Count = group.Count() }).ToListAsync(cancel);
        return new LoanCounts(
            waiting.Where(group => !group.GateIsOpen).Sum(group => group.Count),
            waiting.Where(group => group.GateIsOpen).Sum(group => group.Count),
            all.Where(group => group.Status == LoanStatus.Disbursed).Sum(group => group.Count),
            all.Sum(group => group.Count));
    }

    private IQueryable<JudgedFacility> Waiting(Actor actor, DateOnly today) => Judged(
        _db.Facilities.VisibleTo(actor).Where(row => row.Status == LoanStatus.Applied || row.Status == LoanStatus.Cleared), today);

    /// <summary>The list's rows. The gate is told by its blocking conditions, as <c>loan_gate</c> judges them one by one; by itself where more hangs on it.</summary>
    private IQueryable<JudgedFacility> Judged(IQueryable<Facility> facilities, DateOnly today)
    {
        var month = Month.Of(today).FirstDay;
        // Cover is one month by its key for each row; as EXISTS the planner may gather the months of all facilities first.
        return
            from facility in facilities
            let isCovered = _db.FacilityMonths
                .Where(row => row.LoanId == facility.Id && row.ParticipationId == facility.ParticipationId && row.Month == month)
                .Select(row => (DateOnly?)row.Month).FirstOrDefault() != null
            select new JudgedFacility
            {
                Facility = facility,
                IsCovered = isCovered,
                GateIsOpen = facility.NeedsLook ? _db.LoanGateIsOpen(facility.Id, today) : (facility.DeclineReason != null || (facility.HasCard && isCovered)) && facility.IsAccepted,
            };
    }

    /// <summary>One facility, or null when it is not there or not the reader's.</summary>
    /// <param name="gateOn">The day the gate is asked about; today is asked as well, and shown when it is today that blocks.</param>
    public async Task<LoanDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel, DateOnly? gateOn = null)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var row = await (
            from loan in _db.Loans.AsNoTracking().VisibleTo(actor)
            where loan.Id == id
            join enrollment in _db.Enrollments on loan.Id equals enrollment.LoanId
            select new { loan, enrollment })
            .AsNoTracking().SingleOrDefaultAsync(cancel);
        if (row is null) return null;

        // One by one: joined, the planner would weigh each table's row policy against all others.
        var insured = await _db.Facilities.Where(facility => facility.Id == id)
            .Select(facility => new { facility.ParticipationId, facility.DeclineReason }).SingleAsync(cancel);
        var participation = await _db.Participations.AsNoTracking().SingleAsync(p => p.Id == insured.ParticipationId, cancel);
        var person = await _db.People.AsNoTracking().SingleAsync(p => p.Id == participation.PersonId, cancel);
        var business = await _db.Businesses.AsNoTracking().SingleAsync(b => b.Id == row.loan.BusinessId, cancel);
        var rules = await _rules.ReadAsync(cancel);
        var today = _clock.Today();
        var covered = await _db.FacilityMonths.Where(month => month.LoanId == id && month.ParticipationId == participation.Id)
            .Select(month => month.Month).ToHashSetAsync(cancel);
        var grace = rules.LimitOf(LimitKind.GraceMonths, today).Value;
        var claimed = await _db.JhtClaimedAsync([participation.Id], today, cancel);
        var (gate, on) = await GateAsync(id, gateOn ?? today, today, cancel);
        var paidOut = await DisbursementsAsync(id, cancel);
        var cover = participation.HasCard ? CoveragePeriod.Around(Month.Of(today), covered) : null;
        return new LoanDetails(
            id, row.enrollment.Id, row.enrollment.Reference, row.enrollment.Status, row.enrollment.Outcome, person.FullName,
            Nik.Stored(_vault.Open(SealedColumns.PersonNik, person.Id, person.NikSealed)),
            row.loan.ApplicationNumber, row.loan.ProductCode, row.loan.LoanAmount, row.loan.TermMonths, row.loan.Purpose, row.loan.AppliedOn,
            row.loan.OfficeId, row.enrollment.BpjsOfficeId, row.loan.Status, row.loan.Duty,
            rules.ParticipationDuties.Single(rule => rule.Id == row.loan.DutyRuleId).Citation, business,
            participation.ContributionBase,
            ParticipationStates.On(
                today, participation.HasCard, participation.CoveredThrough, covered.Contains(Month.Of(today).FirstDay), grace, claimed.Count > 0),
            participation.KpjSealed is { } kpj ? _vault.Open(SealedColumns.ParticipationKpj, participation.Id, kpj) : null,
            participation.CoveredThrough, cover, today, gate, on,
            Horizon.Of(Month.Of(paidOut.Count > 0 ? paidOut[0].ValueDate : row.loan.AppliedOn), row.loan.TermMonths, covered, Month.Of(today), grace),
            await BillsAsync(participation.Id, row.enrollment.Id, person.FullName, today, cancel),
            paidOut,
            await ProofsAsync(id, cancel),
            await _timeline.OfAsync(row.enrollment.Id, cancel),
            BenefitOf(cover, covered, rules, today), insured.DeclineReason, row.loan.RegisteredBy == actor.UserId, row.loan.Version);
    }

    private async Task<(IReadOnlyList<GateCondition> Gate, DateOnly On)> GateAsync(
        Guid loanId, DateOnly asked, DateOnly today, CancellationToken cancel)
    {
        var gate = await GateAsync(loanId, asked, cancel);
        return asked == today || gate.Any(condition => condition.Blocks && !condition.IsMet)
            ? (gate, asked)
            : (await GateAsync(loanId, today, cancel), today);
    }

    private async Task<IReadOnlyList<GateCondition>> GateAsync(Guid loanId, DateOnly on, CancellationToken cancel) =>
        await _db.Database
            .SqlQuery<GateCondition>($"select code, is_met, blocks, covered_through, waived_until from loan_gate({loanId}, {on})")
            .ToListAsync(cancel);

    /// <summary>The full benefit is due once the waiting months up to this one are paid without a gap; before, funeral money only.</summary>
    private static FamilyBenefit BenefitOf(CoveragePeriod? cover, HashSet<DateOnly> covered, RuleBook rules, DateOnly today)
    {
        var benefits = rules.BenefitsOn(today);
        var full = benefits.Single(rule => rule.Kind == BenefitKind.JkmDeath);
        var funeral = benefits.Single(rule => rule.Kind == BenefitKind.JkmFuneralOnly);
        var waiting = rules.LimitOf(LimitKind.JkmWaitingMonths, today).Value;
        var current = Month.Of(today);
        var hasWaited = Enumerable.Range(0, waiting).All(back => covered.Contains(current.Plus(-back).FirstDay));
        var due = hasWaited ? full : funeral;
        return new FamilyBenefit(
            cover is null ? Rupiah.Zero : due.Amount!.Value, full.Amount!.Value, due.Citation, full.Citation, waiting);
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

    private async Task<IReadOnlyList<IssuedProof>> ProofsAsync(Guid loanId, CancellationToken cancel) => await (
        from row in _db.Proofs.AsNoTracking()
        where row.LoanId == loanId
        join user in _db.Users on row.IssuedBy equals user.Id into users
        from user in users.DefaultIfEmpty()
        orderby row.IssuedAt descending
        select new IssuedProof(row.Id, row.DocumentNumber, row.CoveredFrom, row.CoveredThrough, row.IssuedAt, user.FullName ?? "–"))
        .ToListAsync(cancel);

    private sealed class JudgedFacility
    {
        public required Facility Facility { get; init; }

        public required bool IsCovered { get; init; }

        public required bool GateIsOpen { get; init; }
    }
}
