using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Csr;

/// <summary>
/// Looks at long lists, slice by slice, and says after each how far it is. A look that was killed is begun again by whoever finds it silent, and given up
/// after the third time; of two servers one has it.
/// </summary>
public sealed class CsrLookKeeper : IJob
{
    private const int Slice = 2_000;
    private const int MostAttempts = 3;

    /// <summary>Seconds without a sign of life after which a look counts as killed; a slice takes far less.</summary>
    private const int SilentSeconds = 60;

    private readonly WorkerDatabase _databases;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<CsrLookKeeper> _log;

    internal CsrLookKeeper(WorkerDatabase databases, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock, ILogger<CsrLookKeeper> log) =>
        (_databases, _vault, _rules, _clock, _log) = (databases, vault, rules, clock, log);

    /// <summary>One round: every list that waits, one after another.</summary>
    /// <returns>How many lists it looked at.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        await db.Database.ExecuteSqlAsync(
            $"""
             update csr_looks set status = 'Failed', finished_at = {_clock.GetUtcNow()}
              where status = 'Running' and attempts >= {MostAttempts} and alive_at < clock_timestamp() - make_interval(secs => {SilentSeconds})
             """,
            cancel);
        var done = 0;
        for (; await ClaimAsync(db, cancel) is { } look; done++) await LookAsync(db, look, cancel);
        return done;
    }

    private static async Task<Look?> ClaimAsync(BpjsBjbDbContext db, CancellationToken cancel) => (await db.Database.SqlQuery<Look>(
        $"""
         update csr_looks k
            set status = 'Running', attempts = attempts + 1, alive_at = clock_timestamp(), done = 0
           from csr_lists l
          where l.id = k.list_id
            and k.list_id = (select w.list_id from csr_looks w join csr_lists p on p.id = w.list_id
                              where p.status = 'Planned' and w.rows_sealed is not null
                                and (w.status = 'Waiting' or (w.status = 'Running' and w.alive_at < clock_timestamp() - make_interval(secs => {SilentSeconds})))
                              order by w.asked_at limit 1 for update of w skip locked)
         returning k.list_id, l.fund_id, k.attempts, k.rows_sealed
         """).ToListAsync(cancel)) is [var look] ? look : null;

    private async Task LookAsync(BpjsBjbDbContext db, Look look, CancellationToken cancel)
    {
        var rows = LookedRows.OpenTyped(_vault.Open(SealedColumns.CsrLook, look.ListId, look.RowsSealed));
        var checks = new CandidateChecks(db, _vault, _rules);
        if (await checks.FundAsync(look.FundId, cancel) is not { } fund) return;

        Dictionary<string, int> seen = [];
        List<CheckedCandidate> found = new(rows.Count);
        foreach (var slice in rows.Chunk(Slice))
        {
            found.AddRange(await checks.CheckAsync(fund, slice, look.ListId, seen, cancel));
            if (!await TellAsync(db, look, found.Count, cancel)) return;
        }

        await FinishAsync(db, look, found, cancel);
    }

    /// <returns>False when somebody else has taken the look over.</returns>
    private static async Task<bool> TellAsync(BpjsBjbDbContext db, Look look, int done, CancellationToken cancel) => await db.Database.ExecuteSqlAsync(
        $"""
         update csr_looks set done = {done}, alive_at = clock_timestamp()
          where list_id = {look.ListId} and attempts = {look.Attempts} and status = 'Running'
         """,
        cancel) == 1;

    /// <summary>The counts and what was found together, unless the list was put aside meanwhile.</summary>
    private async Task FinishAsync(BpjsBjbDbContext db, Look look, List<CheckedCandidate> found, CancellationToken cancel)
    {
        var (now, refused) = (_clock.GetUtcNow(), found.Count(row => row.IsRefused));
        var kept = _vault.Seal(SealedColumns.CsrLook, look.ListId, LookedRows.Found(found));
        await using var work = await db.Database.BeginTransactionAsync(cancel);
        var isOurs = await db.Database.ExecuteSqlAsync(
            $"""
             update csr_lists
                set accepted = {found.Count - refused}, refused = {refused}, warned = {found.Count(row => !row.IsRefused && row.Warnings.Count > 0)}, looked_at = {now}
              where id = {look.ListId} and status = 'Planned' and looked_at is null
             """,
            cancel) == 1 && await db.Database.ExecuteSqlAsync(
            $"""
             update csr_looks set status = 'Finished', done = {found.Count}, rows_sealed = {kept}, finished_at = {now}
              where list_id = {look.ListId} and attempts = {look.Attempts} and status = 'Running'
             """,
            cancel) == 1;
        if (!isOurs) return;

        await work.CommitAsync(CancellationToken.None);
        _log.CsrListLookedAt(look.ListId, found.Count, refused);
    }

    private sealed record Look(Guid ListId, Guid FundId, int Attempts, byte[] RowsSealed);
}
