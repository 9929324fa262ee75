using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Notices;

/// <summary>Tells whoever registered a case that its bill is about to expire. Run twice it tells nobody twice: the event has one name.</summary>
public sealed class BillKeeper : IJob
{
    private readonly WorkerDatabase _databases;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal BillKeeper(WorkerDatabase databases, RuleBookSource rules, TimeProvider clock) => (_databases, _rules, _clock) = (databases, rules, clock);

    /// <returns>How many people it told.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var days = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.BillNoticeDays, _clock.Today()).Value;
        await using var db = _databases.Create();
        return (await db.Database.SqlQuery<int>(
            $"""
             select count(*) filter (where notify(e.registered_by, {nameof(NoticeKind.BillExpiring)}, b.id, 'bills/' || b.id || '/expiring'))::int as "Value"
               from bills b join enrollments e on e.id = b.enrollment_id
              where b.paid_at is null and b.cancelled_at is null and b.due_on between portal_today() and portal_today() + {days}
                and death_of_nik(e.nik_hash) is null
             """).ToListAsync(cancel)).Single();
    }
}
