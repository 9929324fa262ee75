using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BpjsBjb.Services.Privacy;

/// <summary>
/// Erases what may no longer be kept: granted requests in every round; cases, names on donors' lists, notices and mails past their term once a night.
/// One case is one transaction, so it may be killed anywhere and run twice at once; whatever is missing is found again.
/// </summary>
public sealed class RetentionKeeper : IJob
{
    /// <summary>What stands where a NIK stood: nobody's.</summary>
    public const string NoNik = "0000000000000000";

    private const int Batch = 50;

    /// <summary>Notices and mails of one transaction.</summary>
    private const int NoticeBatch = 5_000;

    /// <summary>The night begins when Jakarta's officers are asleep and the day's dates have turned.</summary>
    private const int FirstHour = 1;

    private readonly WorkerDatabase _databases;
    private readonly PersonalDataVault _vault;
    private readonly CsrEraser _listed;
    private readonly TimeProvider _clock;
    private readonly ILogger<RetentionKeeper> _log;

    internal RetentionKeeper(WorkerDatabase databases, PersonalDataVault vault, CsrEraser listed, TimeProvider clock, ILogger<RetentionKeeper> log) =>
        (_databases, _vault, _listed, _clock, _log) = (databases, vault, listed, clock, log);

    /// <summary>One round.</summary>
    /// <returns>How many cases and listings it erased.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var erased = await CarryOutAsync(cancel);
        var now = JakartaTime.At(_clock.GetUtcNow());
        return now.Hour >= FirstHour ? erased + await NightAsync(DateOnly.FromDateTime(now.DateTime), cancel) : erased;
    }

    /// <summary>Erasures that were granted; the case a request was recorded under comes last, and closes it.</summary>
    private async Task<int> CarryOutAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        var granted = await db.DataRequests.AsNoTracking()
            .Where(row => row.Kind == DataRequestKind.Erasure && row.Status == DataRequestStatus.Granted).OrderBy(row => row.DueAt).ToListAsync(cancel);
        var erased = await _listed.CarryOutAsync(db, cancel);
        foreach (var request in granted)
        {
            erased += await _listed.OfPersonAsync(db, request.NikHash, null, request.Id, cancel); // before the request forgets whom it is of
            var cases = await db.Enrollments.AsNoTracking().Where(e => e.NikHash == request.NikHash).OrderBy(e => e.Id == request.EnrollmentId)
                .Select(e => e.Id).ToListAsync(cancel);
            foreach (var id in cases) erased += await EraseAsync(id, null, request.Id, cancel) ? 1 : 0;
        }

        return erased;
    }

    private async Task<int> NightAsync(DateOnly day, CancellationToken cancel)
    {
        await using var db = _databases.Create();
        await db.Database.ExecuteSqlAsync($"insert into retention_runs (day) values ({day}) on conflict do nothing", cancel);
        var isOver = await db.Database.SqlQuery<bool>($"select finished_at is not null as \"Value\" from retention_runs where day = {day}").SingleAsync(cancel);
        if (isOver) return 0;

        HashSet<Guid> tried = [];
        var erased = 0;
        while (true)
        {
            var due = await db.Database.SqlQuery<DueRow>(
                $"select enrollment_id, rule_id from retention_due({day}) where not is_held and enrollment_id <> all({tried.ToArray()}) limit {Batch}")
                .ToListAsync(cancel);
            if (due.Count == 0) break;

            foreach (var row in due)
            {
                tried.Add(row.EnrollmentId);
                if (await EraseAsync(row.EnrollmentId, row.RuleId, null, cancel))
                {
                    erased++;
                    await db.Database.ExecuteSqlAsync($"update retention_runs set erased = erased + 1 where day = {day}", cancel);
                }
            }
        }

        var listed = await _listed.DueAsync(db, day, cancel);
        await ForgetNoticesAsync(db, day, cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
             update retention_runs
                set finished_at = clock_timestamp(), erased = erased + {listed},
                    held = (select count(*) from retention_due({day}) where is_held) + (select count(*) from csr_retention_due({day}) where is_held)
              where day = {day} and finished_at is null
             """,
            cancel);
        return erased + listed;
    }

    /// <summary>Notices and mails go batch by batch; what names the event stays, so that nobody is told of it again.</summary>
    private static async Task ForgetNoticesAsync(BpjsBjbDbContext db, DateOnly day, CancellationToken cancel)
    {
        while (await db.Database.SqlQuery<int>($"select forget_notices({day}, {NoticeBatch}) as \"Value\"").SingleAsync(cancel) is > 0 and var gone)
        {
            await db.Database.ExecuteSqlAsync($"update retention_runs set notices = notices + {gone} where day = {day}", cancel);
        }
    }

    /// <summary>One case in one transaction, with the person when it was their last. False when a hold came up or somebody else did it.</summary>
    private async Task<bool> EraseAsync(Guid id, int? ruleId, Guid? requestId, CancellationToken cancel)
    {
        await using var db = _databases.Create();
        await using var work = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            var nik = _vault.Seal(SealedColumns.EnrollmentNik, id, NoNik);
            var form = new FormVault(_vault).Seal(id, new EnrollmentForm());
            var done = await db.Database.SqlQuery<bool>(
                $"select erase_case({id}, {ruleId}::int, {requestId}::uuid, {nik}, {form}) as \"Value\"").SingleAsync(cancel);
            if (!done) return false;

            if (await db.Enrollments.AsNoTracking().Where(e => e.Id == id).Select(e => e.PersonId).SingleAsync(cancel) is { } person)
            {
                await ErasePersonAsync(db, person, cancel);
            }

            await db.Database.ExecuteSqlAsync(
                $"update data_requests set status = 'Done', done_at = {_clock.GetUtcNow()} where id = {requestId}::uuid and enrollment_id = {id}", cancel);
            await work.CommitAsync(CancellationToken.None);
            _log.CaseErased(id, ruleId ?? 0);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith("BJ", StringComparison.Ordinal))
        {
            _log.ErasureRefused(id); // a loan or case of the person was opened since it was found
            return false;
        }
    }

    private async Task ErasePersonAsync(BpjsBjbDbContext db, Guid person, CancellationToken cancel)
    {
        var done = await db.Database.SqlQuery<bool>(
            $"""
             select erase_person({person}, {_vault.Seal(SealedColumns.PersonNik, person, NoNik)}, {_vault.Seal(SealedColumns.PersonMotherName, person, "")},
                 {_vault.Seal(SealedColumns.PersonPhone, person, "")}, {_vault.Seal(SealedColumns.PersonAddress, person, "")}) as "Value"
             """).SingleAsync(cancel);
        if (!done) return;

        // What was merged into the record goes with it.
        foreach (var merged in await db.Database.SqlQuery<Guid>($"select id as \"Value\" from people where merged_into = {person}").ToListAsync(cancel))
        {
            await ErasePersonAsync(db, merged, cancel);
        }

        foreach (var id in await db.Participations.Where(row => row.PersonId == person).Select(row => row.Id).ToListAsync(cancel))
        {
            await db.Database.ExecuteSqlAsync(
                $"select erase_participation({id}, {_vault.Seal(SealedColumns.ParticipationIncome, id, "0")})", cancel);
        }
    }

    private sealed record DueRow(Guid EnrollmentId, int RuleId);
}
