using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Gate;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Gate;

/// <summary>Reads the gate: waivers, decisions, attempts, and what the nightly proof found.</summary>
public sealed class GateSearch
{
    private const int PageSize = 25;
    private const int MostLines = 50;

    private readonly BpjsBjbDbContext _db;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal GateSearch(BpjsBjbDbContext db, RuleBookSource rules, TimeProvider clock) => (_db, _rules, _clock) = (db, rules, clock);

    public async Task<Page<WaiverListItem>> WaiversAsync(WaiverTab tab, int page, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var name = tab.ToString();
        var found = Waivers().Where(row => row.Tab == name);
        var total = await found.CountAsync(cancel);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await found.OrderByDescending(row => row.ProposedAt).ThenBy(row => row.Id)
            .Skip((number - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new Page<WaiverListItem>([.. rows.Select(row => row.ToItem())], number, PageSize, total);
    }

    public async Task<IReadOnlyDictionary<WaiverTab, int>> CountsAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var counts = await Waivers().GroupBy(row => row.Tab).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancel);
        return Enum.GetValues<WaiverTab>().ToDictionary(tab => tab, tab => counts.GetValueOrDefault(tab.ToString()));
    }

    /// <summary>One waiver, or null when it is not there or not the reader's.</summary>
    public async Task<WaiverListItem?> WaiverAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return (await Waivers().SingleOrDefaultAsync(row => row.Id == id, cancel))?.ToItem();
    }

    /// <summary>The newest attempts that were refused.</summary>
    public async Task<IReadOnlyList<DisbursementAttempt>> RefusedAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await AttemptsAsync(Attempts().Where(row => row.Code != null), cancel);
    }

    /// <summary>The gate of a person's or an employer's loan, or null when it is not there or not the reader's.</summary>
    public async Task<LoanGate?> LoanAsync(Guid loanId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var loan = await _db.Loans.AsNoTracking().VisibleTo(actor).Where(row => row.Id == loanId)
            .Select(row => new { row.ApplicationNumber, row.EmployerId, row.Duty }).SingleOrDefaultAsync(cancel);
        if (loan is null) return null;

        var today = _clock.Today();
        var conditions = await _db.Database.SqlQuery<GateCondition>(
            $"select code, is_met, blocks, covered_through, waived_until from loan_gate({loanId}, {today})").ToListAsync(cancel);
        var waivable = await _db.Database.SqlQuery<string>(
            $"""
             select g.code as "Value" from loan_gate({loanId}, {today}) g
              where not g.is_met and g.blocks and gate_is_waivable(g.code, {loan.Duty.ToString()})
                and not exists (select from gate_waivers w where w.loan_id = {loanId} and w.code = g.code and w.verdict is null)
             """).ToListAsync(cancel);
        var decisions = await _db.Database.SqlQuery<DecisionRow>(
            $"""
             select d.id, d.on_date, d.is_open, d.amount_cap, d.asked_by, u.full_name as by_name, d.decided_at, d.expires_at,
                    array(select jsonb_array_elements_text(d.facts -> 'reasons')) as reasons
               from gate_decisions d left join users u on u.id = d.decided_by
              where d.loan_id = {loanId}
              order by d.decided_at desc, d.id desc limit {MostLines}
             """).ToListAsync(cancel);
        return new LoanGate(
            loanId, loan.ApplicationNumber, loan.EmployerId is not null, await DebtorAsync(loanId, loan.EmployerId, cancel), today, conditions, waivable,
            [.. decisions.Select(row => row.ToDecision())],
            await AttemptsAsync(Attempts().Where(row => row.LoanId == loanId), cancel),
            [.. (await Waivers().Where(row => row.LoanId == loanId).OrderByDescending(row => row.ProposedAt).ToListAsync(cancel)).Select(row => row.ToItem())],
            (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.WaiverDays, today).Value);
    }

    /// <summary>The last proofs and every difference that still stands or stood lately.</summary>
    public async Task<(IReadOnlyList<GateProof> Proofs, IReadOnlyList<GateDifference> Differences)> ProofsAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return (
            await _db.Database.SqlQuery<GateProof>($"select at, disbursements, differences from gate_proofs order by at desc limit {MostLines}").ToListAsync(cancel),
            await _db.Database.SqlQuery<GateDifference>(
                $"""
                 select disbursement_id, loan_id, code, found_at, gone_at from gate_differences
                  order by gone_at is not null, found_at desc limit {MostLines}
                 """).ToListAsync(cancel));
    }

    private async Task<string?> DebtorAsync(Guid loanId, Guid? employerId, CancellationToken cancel) => employerId is { } id
        ? await _db.Employers.Where(row => row.Id == id).Select(row => row.Name).SingleOrDefaultAsync(cancel)
        : await _db.Facilities.Where(row => row.Id == loanId).Select(row => row.FullName).FirstOrDefaultAsync(cancel);

    /// <summary>One statement; the gate of a loan is asked once, however many of its waivers have run out.</summary>
    private IQueryable<WaiverRow> Waivers() => _db.Database.SqlQuery<WaiverRow>(
        $"""
         with asked as materialized (
             select ran_out.loan_id, g.code
               from (select distinct w.loan_id from gate_waivers w
                      where w.verdict = 'Approved' and w.valid_until < portal_today()
                        and not exists (select from loan_closures c where c.loan_id = w.loan_id)) ran_out
              cross join lateral loan_gate(ran_out.loan_id, portal_today()) g
              where not g.is_met and g.blocks
         )
         select w.id, w.loan_id, l.application_number, l.employer_id is not null as is_employers, l.office_id, w.code as condition, w.reason, w.days,
                case when w.verdict is null then 'Waiting'
                     when w.verdict = 'Approved' and w.valid_until >= portal_today() then 'InForce'
                     when w.verdict = 'Approved' and exists (select from asked where asked.loan_id = w.loan_id and asked.code = w.code) then 'Reopened'
                     else 'Over' end as tab,
                proposer.full_name as proposed_by, w.proposed_by as proposed_by_id, w.proposed_at, w.verdict, decider.full_name as decided_by, w.decided_at, w.valid_until
           from gate_waivers w
           join loans l on l.id = w.loan_id
           join users proposer on proposer.id = w.proposed_by
           left join users decider on decider.id = w.decided_by
         """);

    private IQueryable<AttemptRow> Attempts() => _db.Database.SqlQuery<AttemptRow>(
        $"""
         select a.loan_id, l.application_number, l.employer_id is not null as is_employers, a.amount, a.value_date, a.code, u.full_name as by_name, a.at, l.applied_on
           from disbursement_attempts a
           join loans l on l.id = a.loan_id
           left join users u on u.id = a.by
         """);

    private static async Task<IReadOnlyList<DisbursementAttempt>> AttemptsAsync(IQueryable<AttemptRow> rows, CancellationToken cancel) =>
    [
        .. (await rows.OrderByDescending(row => row.At).Take(MostLines).ToListAsync(cancel)).Select(row => new DisbursementAttempt(
            row.LoanId, row.ApplicationNumber, row.IsEmployers, new Rupiah(row.Amount), row.ValueDate, RefusalOf(row), row.ByName, row.At)),
    ];

    /// <summary>The code that was kept, with the value its sentence asks for.</summary>
    private static Refusal? RefusalOf(AttemptRow row) => row.Code is not { } code ? null
        : code == Disbursement.BeforeApplication.Code ? Disbursement.BeforeApplication.With(row.AppliedOn)
        : new Refusal(code);

    private sealed record AttemptRow(
        Guid LoanId, string ApplicationNumber, bool IsEmployers, long Amount, DateOnly ValueDate, string? Code, string? ByName, DateTimeOffset At,
        DateOnly AppliedOn);

    private sealed record DecisionRow(
        Guid Id, DateOnly OnDate, bool IsOpen, long AmountCap, string? AskedBy, string? ByName, DateTimeOffset DecidedAt, DateTimeOffset ExpiresAt, string[] Reasons)
    {
        public GateDecision ToDecision() => new(Id, OnDate, IsOpen, new Rupiah(AmountCap), Reasons, AskedBy, ByName, DecidedAt, ExpiresAt);
    }

    private sealed record WaiverRow(
        Guid Id, Guid LoanId, string ApplicationNumber, bool IsEmployers, Guid OfficeId, string Condition, string Reason, int Days, string Tab,
        string ProposedBy, Guid ProposedById, DateTimeOffset ProposedAt, string? Verdict, string? DecidedBy, DateTimeOffset? DecidedAt, DateOnly? ValidUntil)
    {
        public WaiverListItem ToItem() => new(
            Id, LoanId, ApplicationNumber, IsEmployers, OfficeId, Condition, Enum.Parse<WaiverReason>(Reason), Days, Enum.Parse<WaiverTab>(Tab), ProposedBy,
            ProposedById, ProposedAt, Verdict is null ? null : Enum.Parse<WaiverVerdict>(Verdict), DecidedBy, DecidedAt, ValidUntil);
    }
}
