using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Employers;

/// <summary>Reads an employer's loan with the gate's verdict and everybody it requires covered, by name.</summary>
public sealed class EmployerLoanSearch
{
    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal EmployerLoanSearch(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _rules, _clock) = (db, vault, rules, clock);

    /// <summary>One loan, or null when it is not there, not an employer's or not the reader's.</summary>
    public async Task<EmployerLoanDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await _db.Loans.AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(loan => loan.Id == id && loan.EmployerId != null, cancel) is not { } loan)
        {
            return null;
        }

        var employer = await _db.Employers.AsNoTracking().SingleAsync(row => row.Id == loan.EmployerId, cancel);
        var rules = await _rules.ReadAsync(cancel);
        var today = _clock.Today();
        var gate = await _db.Database
            .SqlQuery<GateCondition>($"select code, is_met, blocks, covered_through, waived_until from loan_gate({id}, {today})").ToListAsync(cancel);
        return new EmployerLoanDetails(
            id, employer.Id, employer.Name, employer.LegalForm, employer.Npp, loan.ApplicationNumber, loan.ProductCode, loan.LoanAmount,
            loan.TermMonths, loan.Purpose, loan.AppliedOn, loan.OfficeId, employer.BpjsOfficeId, loan.Status, loan.Duty,
            rules.ParticipationDuties.Single(rule => rule.Id == loan.DutyRuleId).Citation, gate, today,
            await MembersAsync(id, actor, today, cancel),
            await WorkersAsync(id, today, cancel),
            await DisbursementsAsync(id, cancel),
            today, loan.RegisteredBy == actor.UserId, loan.Version)
        {
            Lifted = await _db.Database.SqlQuery<LiftedClearance>(
                $"""
                 select coalesce(u.full_name, '–') as by_name, x.at, array_to_string(x.causes, ' ') as causes
                   from lifted_clearances x left join users u on u.id = x.changed_by
                  where x.loan_id = {id} order by x.at desc limit 5
                 """).ToListAsync(cancel),
        };
    }

    /// <summary>A member of a list, to begin their registration with; null when not there or not the reader's.</summary>
    public async Task<MemberItem?> MemberAsync(Guid memberId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var row = await (
            from member in _db.LoanMembers.AsNoTracking()
            join loan in _db.Loans.VisibleTo(actor) on member.LoanId equals loan.Id
            where member.Id == memberId
            select member).SingleOrDefaultAsync(cancel);
        return row is null ? null : new MemberItem(row.Id, row.FullName, NikOf(row), row.Exemption, MemberStanding.NotRegistered, CoveredThrough: null, CaseId: null);
    }

    private async Task<IReadOnlyList<MemberItem>> MembersAsync(Guid loanId, Actor actor, DateOnly today, CancellationToken cancel)
    {
        var rows = await _db.LoanMembers.AsNoTracking().Where(member => member.LoanId == loanId)
            .OrderBy(member => member.FullName).ThenBy(member => member.Id).ToListAsync(cancel);
        if (rows.Count == 0) return [];

        var cover = (await _db.Database
            .SqlQuery<MemberCover>($"select member_id, has_card, is_covered, covered_through from loan_member_cover({loanId}, {today})").ToListAsync(cancel))
            .ToDictionary(one => one.MemberId);
        var hashes = rows.Select(row => row.NikHash).ToList();
        var cases = (await _db.Enrollments.AsNoTracking().VisibleTo(actor)
            .Where(e => hashes.Contains(e.NikHash) && e.Status != EnrollmentStatus.Withdrawn && e.Status != EnrollmentStatus.Rejected)
            .Select(e => new { e.Id, e.NikHash }).ToListAsync(cancel))
            .GroupBy(e => Convert.ToHexString(e.NikHash)).ToDictionary(group => group.Key, group => group.Max(e => e.Id));
        return
        [
            .. rows.Select(row =>
            {
                var known = cover[row.Id];
                var caseId = cases.TryGetValue(Convert.ToHexString(row.NikHash), out var found) ? found : (Guid?)null;
                return new MemberItem(
                    row.Id, row.FullName, NikOf(row), row.Exemption, StandingOf(row, known, caseId), known.IsCovered ? known.CoveredThrough : null, caseId);
            }),
        ];
    }

    private static MemberStanding StandingOf(LoanMember member, MemberCover cover, Guid? caseId) => (member, cover) switch
    {
        ({ Exemption: not null }, _) => MemberStanding.Exempt,
        (_, { IsCovered: true }) => MemberStanding.Covered,
        (_, { HasCard: true }) => MemberStanding.Unpaid,
        _ => caseId is null ? MemberStanding.NotRegistered : MemberStanding.InProgress,
    };

    private async Task<IReadOnlyList<WorkerItem>> WorkersAsync(Guid loanId, DateOnly today, CancellationToken cancel)
    {
        var cover = (await _db.Database.SqlQuery<WorkerCover>($"select worker_id, is_covered from loan_worker_cover({loanId}, {today})").ToListAsync(cancel))
            .ToDictionary(one => one.WorkerId, one => one.IsCovered);
        var ids = cover.Keys.ToList();
        var rows = await _db.EmployerWorkers.AsNoTracking().Where(worker => ids.Contains(worker.Id)).OrderBy(worker => worker.FullName).ToListAsync(cancel);
        return [.. rows.Select(row => new WorkerItem(row.Id, row.FullName, row.Role, cover[row.Id]))];
    }

    private async Task<IReadOnlyList<PaidOut>> DisbursementsAsync(Guid loanId, CancellationToken cancel) => await (
        from row in _db.Disbursements.AsNoTracking()
        where row.LoanId == loanId
        join user in _db.Users on row.RecordedBy equals user.Id into users
        from user in users.DefaultIfEmpty()
        orderby row.ValueDate
        select new PaidOut(row.Amount, row.ValueDate, row.Reference, user.FullName ?? "–", row.RecordedAt)).ToListAsync(cancel);

    private Nik NikOf(LoanMember member) => Nik.Stored(_vault.Open(SealedColumns.MemberNik, member.Id, member.NikSealed));

    private sealed record MemberCover(Guid MemberId, bool HasCard, bool IsCovered, DateOnly? CoveredThrough);

    private sealed record WorkerCover(Guid WorkerId, bool IsCovered);
}
