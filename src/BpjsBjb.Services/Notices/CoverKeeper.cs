using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Notices;

/// <summary>
/// Tells whoever registered a loan that its debtor's cover ends soon, that a month is missed, or that the membership has ended. Run twice it tells
/// nobody twice: each event is named by the loan and the day cover ended.
/// </summary>
public sealed class CoverKeeper : IJob
{
    private readonly WorkerDatabase _databases;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal CoverKeeper(WorkerDatabase databases, RuleBookSource rules, TimeProvider clock) => (_databases, _rules, _clock) = (databases, rules, clock);

    /// <returns>How many people it told.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var days = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.CoverEndsSoonDays, _clock.Today()).Value;
        await using var db = _databases.Create();
        return (await db.Database.SqlQuery<int>(
            $"""
             with standing as (
                 select w.registered_by, w.loan_id, w.covered_through,
                        case when w.is_covered then 'CoverEnding' when w.arrears_until >= portal_today() then 'GraceBegan' else 'CoverEnded' end as kind
                   from cover_watch(portal_today()) w
                  where w.closed_on is null and not w.is_deceased and not w.reminders_stopped and w.uncovered > 0 and w.covered_through <= portal_today() + {days})
             select count(*) filter (where notify(registered_by, kind, loan_id, 'loans/' || loan_id || '/' || kind || '/' || covered_through))::int as "Value"
               from standing
             """).ToListAsync(cancel)).Single();
    }
}
