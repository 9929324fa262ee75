using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Notices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Csr;

/// <summary>
/// Tells whoever proposed an allocation that its cover ends soon and people have no next payer, lets go of files nobody mended in time, and puts
/// lists aside that nobody decided in that time: their file holds the names of people nobody has a use for.
/// Run twice it tells nobody twice.
/// </summary>
public sealed class CsrKeeper : IJob
{
    private readonly WorkerDatabase _databases;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal CsrKeeper(WorkerDatabase databases, RuleBookSource rules, TimeProvider clock) => (_databases, _rules, _clock) = (databases, rules, clock);

    /// <returns>How many people it told, and of how many files it let go.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var rules = await _rules.ReadAsync(cancel);
        var today = _clock.Today();
        var nextPayer = rules.LimitOf(LimitKind.CsrNextPayerDays, today).Value;
        var kept = _clock.GetUtcNow().AddDays(-rules.LimitOf(LimitKind.CsrFileDays, today).Value);
        await using var db = _databases.Create();
        var told = await db.Database.SqlQuery<int>(
            $"""
             select count(*) filter (where notify(a.proposed_by, {nameof(NoticeKind.CsrCoverEnding)}, a.id, 'csr/' || a.id || '/ending'))::int as "Value"
               from csr_allocations a join csr_bills b on b.allocation_id = a.id join csr_bill_payments y on y.bill_id = b.id
              where a.status = 'Approved'
                and {today} between (a.first_month + make_interval(months => a.months))::date - 1 - {nextPayer} and (a.first_month + make_interval(months => a.months))::date - 1
                and exists (select from csr_items i where i.allocation_id = a.id
                               and not exists (select from csr_next_payers n where n.allocation_id = i.allocation_id and n.candidate_id = i.candidate_id))
             """).SingleAsync(cancel);
        var letGo = await db.Database.ExecuteSqlAsync(
            $"""
             update csr_lists
                set content_sealed = null, status = case status when 'Planned' then 'Discarded' else status end,
                    decided_at = case status when 'Planned' then {_clock.GetUtcNow()} else decided_at end
              where content_sealed is not null and uploaded_at < {kept}
             """,
            cancel);
        return told + letGo;
    }
}
