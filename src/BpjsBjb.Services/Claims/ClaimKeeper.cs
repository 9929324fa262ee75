using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Notices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Claims;

/// <summary>
/// Tells whoever registered a debtor's loans, their supervisors and whoever opened the claim that one of its terms ends soon or is over. Run twice it
/// tells nobody twice: each event is named by the claim and the term.
/// </summary>
public sealed class ClaimKeeper : IJob
{
    private readonly WorkerDatabase _databases;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal ClaimKeeper(WorkerDatabase databases, RuleBookSource rules, TimeProvider clock) => (_databases, _rules, _clock) = (databases, rules, clock);

    /// <returns>How many people it told.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var now = _clock.GetUtcNow();
        var book = await _rules.ReadAsync(cancel);
        var notice = book.LimitOf(LimitKind.ClaimNoticeDays, JakartaTime.DateIn(now)).Value;
        var open = await db.Claims.AsNoTracking().Where(claim => !db.ClaimClosures.Any(end => end.ClaimId == claim.Id)).ToListAsync(cancel);
        var ids = open.ConvertAll(claim => claim.Id);
        var steps = (await db.ClaimEvents.AsNoTracking().Where(line => line.Item == null && ids.Contains(line.ClaimId)).ToListAsync(cancel))
            .ToLookup(line => line.ClaimId);
        var told = 0;
        foreach (var claim in open)
        {
            var deadlines = ClaimDeadlines.Of(claim.Kind, claim.HappenedOn, claim.HappenedTime, claim.ToldOn, [.. steps[claim.Id]], null, book);
            foreach (var deadline in deadlines)
            {
                if (deadline.IsOverdueAt(now)) told += await TellAsync(db, claim, deadline, NoticeKind.ClaimDeadlinePassed, cancel);
                else if (deadline.IsNearAt(now, notice)) told += await TellAsync(db, claim, deadline, NoticeKind.ClaimDeadlineNear, cancel);
            }
        }

        return told;
    }

    private static async Task<int> TellAsync(BpjsBjbDbContext db, Claim claim, ClaimDeadline deadline, NoticeKind kind, CancellationToken cancel)
    {
        var name = $"claims/{claim.Id}/{deadline.Kind}/{kind}";
        return (await db.Database.SqlQuery<int>(
            $"""
             select count(*) filter (where notify(told.id, {kind.ToString()}, {claim.Id}, {name}, true))::int as "Value"
               from (select l.registered_by as id from loan_insured i join loans l on l.id = i.loan_id where i.participation_id = {claim.ParticipationId}
                     union
                     select u.id from loan_insured i join loans l on l.id = i.loan_id join users u on u.office_id = l.office_id and u.role = 'BranchSupervisor'
                      where i.participation_id = {claim.ParticipationId}
                     union select {claim.OpenedBy}) told
             """).ToListAsync(cancel)).Single();
    }
}
