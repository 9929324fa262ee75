using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Privacy;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Csr;

/// <summary>
/// Takes names off donors' lists: of those who asked, and past their term. A batch is one statement, so it may be killed anywhere and run twice at once;
/// the database looks at the reason and every hold again.
/// </summary>
internal sealed class CsrEraser(PersonalDataVault vault, TimeProvider clock)
{
    private const int Batch = 2_000;

    /// <summary>Erasures that were granted to people on lists; what a duty keeps is counted and stays until its term.</summary>
    /// <returns>How many listings it took off.</returns>
    public async Task<int> CarryOutAsync(BpjsBjbDbContext db, CancellationToken cancel)
    {
        var erased = 0;
        foreach (var request in await db.Database.SqlQuery<RequestRow>(
            $"select id, nik_hash from csr_requests where status = 'Granted' order by due_at").ToListAsync(cancel))
        {
            var done = await OfPersonAsync(db, request.NikHash, request.Id, null, cancel);
            erased += done;
            await db.Database.ExecuteSqlAsync(
                $"""
                 update csr_requests r
                    set status = 'Done', done_at = {clock.GetUtcNow()}, nik_hash = erased_hash(candidate_id),
                        erased = (select count(*) from csr_erasures e where e.request_id = r.id),
                        kept = (select count(*) from csr_named(r.nik_hash, portal_today()))
                  where id = {request.Id} and status = 'Granted' and not exists (select from csr_named(r.nik_hash, portal_today()) n where not n.is_held)
                 """,
                cancel);
        }

        return erased;
    }

    /// <summary>Listings of a person that nothing holds.</summary>
    public async Task<int> OfPersonAsync(BpjsBjbDbContext db, byte[] hash, Guid? request, Guid? dataRequest, CancellationToken cancel)
    {
        var free = await db.Database.SqlQuery<Guid>($"select candidate_id as \"Value\" from csr_named({hash}, portal_today()) where not is_held").ToListAsync(cancel);
        return free.Count == 0 ? 0 : await EraseAsync(db, free, null, request, dataRequest, cancel);
    }

    /// <summary>Listings past their term on this day.</summary>
    public async Task<int> DueAsync(BpjsBjbDbContext db, DateOnly day, CancellationToken cancel)
    {
        var due = await db.Database.SqlQuery<DueRow>($"select candidate_id, rule_id from csr_retention_due({day}) where not is_held").ToListAsync(cancel);
        var erased = 0;
        foreach (var rule in due.GroupBy(row => row.RuleId))
        {
            foreach (var batch in rule.Select(row => row.CandidateId).Chunk(Batch)) erased += await EraseAsync(db, batch, rule.Key, null, null, cancel);
        }

        await LetPapersGoAsync(db, cancel);
        return erased;
    }

    /// <summary>Scanned lists of names of funds in which nobody has a name any more.</summary>
    private async Task LetPapersGoAsync(BpjsBjbDbContext db, CancellationToken cancel)
    {
        foreach (var id in await db.Database.SqlQuery<Guid>($"select id as \"Value\" from csr_papers_of_nobody() id").ToListAsync(cancel))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                 update csr_documents set content_sealed = {vault.Seal(SealedColumns.CsrDocument, id, "")}, let_go_at = {clock.GetUtcNow()}
                  where id = {id} and let_go_at is null
                 """,
                cancel);
        }
    }

    private async Task<int> EraseAsync(
        BpjsBjbDbContext db, IReadOnlyList<Guid> ids, int? rule, Guid? request, Guid? dataRequest, CancellationToken cancel)
    {
        var niks = ids.Select(id => vault.Seal(SealedColumns.CsrNik, id, RetentionKeeper.NoNik)).ToArray();
        return await db.Database.SqlQuery<int>(
            $"select csr_erase({ids.ToArray()}, {niks}, {rule}::int, {request}::uuid, {dataRequest}::uuid) as \"Value\"").SingleAsync(cancel);
    }

    private sealed record RequestRow(Guid Id, byte[] NikHash);

    private sealed record DueRow(Guid CandidateId, int RuleId);
}
