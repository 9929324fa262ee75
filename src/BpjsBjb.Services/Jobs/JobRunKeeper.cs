using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Jobs;

/// <summary>Removes what jobs wrote down longer ago than it is kept; the last round of each job stays.</summary>
public sealed class JobRunKeeper : IJob
{
    private readonly WorkerDatabase _databases;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal JobRunKeeper(WorkerDatabase databases, RuleBookSource rules, TimeProvider clock) => (_databases, _rules, _clock) = (databases, rules, clock);

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var days = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.JobRunDays, _clock.Today()).Value;
        await using var db = _databases.Create();
        return await db.Database.ExecuteSqlAsync(
            $"""
             delete from job_runs r where r.outcome <> 'Running' and coalesce(r.finished_at, r.started_at) < clock_timestamp() - make_interval(days => {days})
                and exists (select from job_runs later where later.job = r.job and later.id > r.id)
             """,
            cancel);
    }
}
