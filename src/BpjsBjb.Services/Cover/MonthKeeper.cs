using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Cover;

/// <summary>
/// Turns the months: writes down once what each participation became on the first. Each month is one transaction; killed, it has not turned; run twice
/// or on two servers, the second finds it done.
/// </summary>
public sealed class MonthKeeper : IJob
{
    private readonly WorkerDatabase _databases;
    private readonly TimeProvider _clock;
    private readonly ILogger<MonthKeeper> _log;

    internal MonthKeeper(WorkerDatabase databases, TimeProvider clock, ILogger<MonthKeeper> log) => (_databases, _clock, _log) = (databases, clock, log);

    /// <summary>Turns every month that has begun and is not turned yet.</summary>
    /// <returns>How many participations fell into grace or ended.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var current = Month.Of(_clock.Today());
        var last = await db.Database.SqlQuery<DateOnly?>($"select max(month) as \"Value\" from cover_turns").SingleAsync(cancel);
        var changed = 0;
        for (var month = last is { } turned ? Month.Of(turned).Plus(1) : current; month <= current; month = month.Plus(1))
        {
            var count = await db.Database.SqlQuery<int?>($"select turn_month({month.FirstDay}) as \"Value\"").SingleAsync(cancel);
            if (count is null) continue; // another server was quicker

            changed += count.Value;
            _log.MonthTurned(count.Value);
        }

        return changed;
    }
}
