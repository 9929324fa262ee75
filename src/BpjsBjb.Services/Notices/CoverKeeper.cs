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
        return await db.Database.SqlQuery<int>($"select tell_of_covers({days}) as \"Value\"").SingleAsync(cancel);
    }
}
