using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Employers;

/// <summary>What the bank and BPJS write down of a wage earner's death, accident or disease. Every row is only added; the database has the last word.</summary>
public sealed class WorkerClaimService
{
    public static readonly Refusal WorkerMissing = new("worker-claim.worker-missing");
    public static readonly Refusal NotEmployed = new("worker-claim.not-employed");
    public static readonly Refusal NoFacility = new("worker-claim.no-facility");

    private static readonly Dictionary<string, Refusal> ClaimRefusals = new()
    {
        ["pk_worker_claim_closures"] = Claim.Closed,
        ["ck_worker_claim_closures_second_person"] = ClaimClosure.OwnClaim,
        [NotEmployed.Code] = NotEmployed.On(nameof(OpenWorkerClaim.HappenedOn)),
        [NoFacility.Code] = NoFacility,
        [Claim.AlreadyOpen.Code] = Claim.AlreadyOpen,
        [Claim.Closed.Code] = Claim.Closed,
        [Claim.InTheFuture.Code] = Claim.InTheFuture.On(nameof(OpenWorkerClaim.HappenedOn)),
        [Claim.ToldInTheFuture.Code] = Claim.ToldInTheFuture.On(nameof(OpenWorkerClaim.ToldOn)),
        [Claim.ToldBeforeEvent.Code] = Claim.ToldBeforeEvent.On(nameof(OpenWorkerClaim.ToldOn)),
        [ClaimEvent.StepInTheFuture.Code] = ClaimEvent.StepInTheFuture.On(nameof(RecordStep.On)),
        [ClaimEvent.StepBeforeEvent.Code] = ClaimEvent.StepBeforeEvent.On(nameof(RecordStep.On)),
        [ClaimClosure.PaidInTheFuture.Code] = ClaimClosure.PaidInTheFuture.On(nameof(CloseClaim.PaidOn)),
        [ClaimClosure.PaidBeforeEvent.Code] = ClaimClosure.PaidBeforeEvent.On(nameof(CloseClaim.PaidOn)),
        [ClaimClosure.RightsNotLapsed.Code] = ClaimClosure.RightsNotLapsed.On(nameof(CloseClaim.Outcome)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger<WorkerClaimService> _log;

    internal WorkerClaimService(BpjsBjbDbContext db, PersonalDataVault vault, TimeProvider clock, ILogger<WorkerClaimService> log) =>
        (_db, _vault, _clock, _log) = (db, vault, clock, log);

    /// <summary>Opens the claim of one of an employer's workers. The same one sent twice is one. Null where the employer is not the reader's.</summary>
    public async Task<Result<Guid>?> OpenAsync(Guid employerId, OpenWorkerClaim input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (!await _db.Employers.VisibleTo(by).AnyAsync(row => row.Id == employerId, cancel)) return null;

        List<Refusal> refusals = [];
        var isChosen = Guid.TryParse(input.Worker, out var worker);
        if (!isChosen) refusals.Add(WorkerMissing.On(nameof(input.Worker)));
        if (input.Read(refusals) is not { } typed) return refusals;

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var placeSealed = _vault.Seal(SealedColumns.WorkerClaimPlace, id, typed.Place);
        var opened = Claim.Open(id, (worker, worker), typed.Kind, typed.HappenedOn, null, placeSealed, typed.ToldBy, typed.ToldOn, by, now);
        if (opened.IsRefused) return opened.Refusals.ToArray();

        var failed = await _db.TrySaveAsync(
            ClaimService.ChangedMeanwhile,
            ClaimRefusals,
            cancel,
            $"""
             insert into worker_claims (id, employer_id, worker_id, kind, happened_on, place_sealed, told_by, told_on, opened_by, opened_at)
             values ({id}, {employerId}, {worker}, {typed.Kind.ToString()}, {typed.HappenedOn}, {placeSealed}, {typed.ToldBy.ToString()}, {typed.ToldOn}, {by.UserId},
                     {now})
             """);
        if (failed.Count == 0)
        {
            _log.WorkerClaimOpened(id, employerId, typed.Kind);
            return id;
        }

        if (failed[0].Code != Claim.AlreadyOpen.Code) return failed.ToArray();

        var same = await _db.Database.SqlQuery<Guid>(
            $"""
             select id as "Value" from worker_claims
              where worker_id = {worker} and kind = {typed.Kind.ToString()} and happened_on = {typed.HappenedOn} and opened_by = {by.UserId} order by opened_at desc limit 1
             """).ToListAsync(cancel);
        return same is [var other] ? other : failed.ToArray();
    }

    /// <summary>The heirs were told, or BPJS has the report or the claim.</summary>
    public async Task<Result<Guid>?> RecordAsync(Guid claimId, RecordStep input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.ReadWorkerClaimAsync(claimId, by, cancel) is not var (_, claim)) return null;

        List<Refusal> refusals = [];
        var step = SectionValidators.Choice<ClaimEventKind>(input.Step);
        if (step is not (ClaimEventKind.HeirsTold or ClaimEventKind.AccidentReported or ClaimEventKind.SentToBpjs))
        {
            refusals.Add(ClaimEvent.StepMissing.On(nameof(input.Step)));
        }
        else if (!ClaimEvent.IsFor(step.Value, claim.Kind))
        {
            refusals.Add(ClaimEvent.StepNotForKind.On(nameof(input.Step)));
        }

        var on = TypedText.DayOf(input.On, nameof(input.On), refusals, TypedDate.Missing);
        if (refusals.Count > 0) return refusals;

        return await AddAsync(ClaimEvent.Of(claim, step!.Value, null, on!.Value, null, by, _clock.GetUtcNow()), cancel);
    }

    /// <summary>A document came today, or is open again.</summary>
    /// <param name="item">Name of a <see cref="ClaimItem"/>.</param>
    /// <param name="state">Name of an <see cref="ItemState"/>.</param>
    public async Task<Result<Guid>?> MarkAsync(Guid claimId, string? item, string? state, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.ReadWorkerClaimAsync(claimId, by, cancel) is not var (_, claim)) return null;
        var wanted = SectionValidators.Choice<ItemState>(state);
        if (SectionValidators.Choice<ClaimItem>(item) is not { } marked || wanted is null or ItemState.NotNeeded) return ClaimEvent.ItemMissing.On("Item");

        var now = _clock.GetUtcNow();
        return await AddAsync(
            ClaimEvent.Of(
                claim, wanted == ItemState.Received ? ClaimEventKind.ItemReceived : ClaimEventKind.ItemMissing, marked, JakartaTime.DateIn(now), null, by, now),
            cancel);
    }

    /// <summary>Ends a claim, by somebody else than who opened it. The same end sent twice is one.</summary>
    public async Task<Result<Guid>?> CloseAsync(Guid claimId, CloseClaim input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await _db.ReadWorkerClaimAsync(claimId, by, cancel) is not var (row, claim)) return null;

        var now = _clock.GetUtcNow();
        var closed = input.Read(claim, by, now);
        if (closed.IsRefused) return closed.Refusals.ToArray();

        var end = closed.Value;
        var failed = await _db.TrySaveAsync(
            ClaimService.ChangedMeanwhile,
            ClaimRefusals,
            cancel,
            $"""
             insert into worker_claim_closures (claim_id, opened_by, outcome, reason, paid_on, amount, closed_by, closed_at)
             values ({claimId}, {row.OpenedBy}, {end.Outcome.ToString()}, {end.Reason?.ToString()}::varchar, {end.PaidOn}::date,
                     {end.Amount?.Amount}::bigint, {by.UserId}, {now})
             """);
        if (failed.Count == 0) return claimId;

        var isSame = await _db.Database.SqlQuery<bool>(
            $"""
             select exists (select from worker_claim_closures where claim_id = {claimId} and closed_by = {by.UserId} and outcome = {end.Outcome.ToString()}
                               and reason is not distinct from {end.Reason?.ToString()}::varchar and paid_on is not distinct from {end.PaidOn}::date
                               and amount is not distinct from {end.Amount?.Amount}::bigint) as "Value"
             """).SingleAsync(cancel);
        return isSame ? claimId : failed.ToArray();
    }

    /// <summary>The other click of a double click finds the first.</summary>
    private async Task<Result<Guid>> AddAsync(ClaimEvent line, CancellationToken cancel)
    {
        await _db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({line.ClaimId.ToString()}, 2))", cancel);
        var item = line.Item?.ToString();
        var isSame = await _db.Database.SqlQuery<bool>(
            $"""
             select coalesce((select e.kind = {line.Kind.ToString()} and e."on" = {line.On} and e."by" = {line.By} from worker_claim_events e
                               where e.claim_id = {line.ClaimId} and e.item is not distinct from {item}::varchar and e.at >= {line.At.AddMinutes(-1)}
                               order by e.at desc, e.id desc limit 1), false) as "Value"
             """).SingleAsync(cancel);
        if (isSame) return line.ClaimId;

        var failed = await _db.TrySaveAsync(
            ClaimService.ChangedMeanwhile,
            ClaimRefusals,
            cancel,
            $"""
             insert into worker_claim_events (id, claim_id, kind, item, "on", reason, "by", at)
             values ({line.Id}, {line.ClaimId}, {line.Kind.ToString()}, {item}, {line.On}, null, {line.By}, {line.At})
             """);
        return failed.Count > 0 ? failed.ToArray() : line.ClaimId;
    }
}
