using System.Globalization;
using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Claims;

/// <summary>What the bank and BPJS write down of a death or an accident. Every row is only added; the database has the last word.</summary>
public sealed class ClaimService
{
    public static readonly Refusal UnknownDebtor = new("claim.debtor-unknown");
    public static readonly Refusal ChangedMeanwhile = new("claim.changed-meanwhile");
    public static readonly Refusal RelationMissing = new("heir.relation-missing"); // as the form of the heirs says it

    private static readonly Dictionary<string, Refusal> ClaimRefusals = new()
    {
        [ClaimClosureConfiguration.OnceOnly] = Claim.Closed,
        [ClaimClosureConfiguration.SecondPerson] = ClaimClosure.OwnClaim,
        [Claim.InTheFuture.Code] = Claim.InTheFuture.On(nameof(OpenClaim.HappenedOn)),
        [Claim.BeforeBirth.Code] = Claim.BeforeBirth.On(nameof(OpenClaim.HappenedOn)),
        [Claim.BeforeParticipation.Code] = Claim.BeforeParticipation.On(nameof(OpenClaim.HappenedOn)),
        [Claim.ToldInTheFuture.Code] = Claim.ToldInTheFuture.On(nameof(OpenClaim.ToldOn)),
        [Claim.ToldBeforeEvent.Code] = Claim.ToldBeforeEvent.On(nameof(OpenClaim.ToldOn)),
        [ClaimEvent.StepInTheFuture.Code] = ClaimEvent.StepInTheFuture.On(nameof(RecordStep.On)),
        [ClaimEvent.StepBeforeEvent.Code] = ClaimEvent.StepBeforeEvent.On(nameof(RecordStep.On)),
        [ClaimClosure.PaidInTheFuture.Code] = ClaimClosure.PaidInTheFuture.On(nameof(CloseClaim.PaidOn)),
        [ClaimClosure.PaidBeforeEvent.Code] = ClaimClosure.PaidBeforeEvent.On(nameof(CloseClaim.PaidOn)),
        [ClaimClosure.RightsNotLapsed.Code] = ClaimClosure.RightsNotLapsed.On(nameof(CloseClaim.Outcome)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger<ClaimService> _log;

    internal ClaimService(BpjsBjbDbContext db, PersonalDataVault vault, TimeProvider clock, ILogger<ClaimService> log) =>
        (_db, _vault, _clock, _log) = (db, vault, clock, log);

    /// <summary>Opens the claim of the debtor of a loan; it reaches all their loans. The same one sent twice is one.</summary>
    public async Task<Result<Guid>> OpenAsync(Guid loanId, OpenClaim input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var typed = input.Read(refusals);
        var time = TimeOf(input.HappenedTime, refusals);
        if (typed is null || refusals.Count > 0) return refusals;

        var insured = await _db.Loans.AsNoTracking().VisibleTo(by).Where(loan => loan.Id == loanId)
            .Join(_db.LoanInsured, loan => loan.Id, row => row.LoanId, (_, row) => new { row.ParticipationId, row.PersonId }).SingleOrDefaultAsync(cancel);
        if (insured is null) return UnknownDebtor;

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var opened = Claim.Open(
            id, (insured.ParticipationId, insured.PersonId), typed.Kind, typed.HappenedOn, time, _vault.Seal(SealedColumns.ClaimPlace, id, typed.Place), typed.ToldBy,
            typed.ToldOn, by, now);
        if (opened.IsRefused) return opened.Refusals.ToArray();

        _db.Add(opened.Value);
        var failed = await _db.TrySaveAsync(ChangedMeanwhile, ClaimRefusals, cancel);
        if (failed.Count == 0)
        {
            _log.ClaimOpened(id, insured.ParticipationId, typed.Kind);
            return id;
        }

        var same = await _db.Claims.AsNoTracking()
            .Where(claim => claim.ParticipationId == insured.ParticipationId && claim.Kind == typed.Kind && claim.HappenedOn == typed.HappenedOn && claim.OpenedBy == by.UserId)
            .OrderByDescending(claim => claim.OpenedAt).Select(claim => (Guid?)claim.Id).FirstOrDefaultAsync(cancel);
        return failed[0].Code == Claim.AlreadyOpen.Code && same is { } other ? other : failed.ToArray();
    }

    /// <summary>The heirs were told, BPJS has the report or the claim, reminders go on or stop.</summary>
    public async Task<Result<Guid>?> RecordAsync(Guid claimId, RecordStep input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await FindAsync(claimId, by, cancel) is not { } claim) return null;

        List<Refusal> refusals = [];
        var step = SectionValidators.Choice<ClaimEventKind>(input.Step);
        if (step is null or ClaimEventKind.ItemReceived or ClaimEventKind.ItemNotNeeded or ClaimEventKind.ItemMissing)
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

    /// <summary>A document came, is not needed, or is open again.</summary>
    public async Task<Result<Guid>?> MarkAsync(Guid claimId, MarkItem input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await FindAsync(claimId, by, cancel) is not { } claim) return null;

        List<Refusal> refusals = [];
        var item = SectionValidators.Choice<ClaimItem>(input.Item);
        var state = SectionValidators.Choice<ItemState>(input.State);
        if (item is null || state is null) refusals.Add(ClaimEvent.ItemMissing.On(nameof(input.Item)));
        var now = _clock.GetUtcNow();
        var on = TypedText.DayOf(input.ReceivedOn, nameof(input.ReceivedOn), refusals) ?? JakartaTime.DateIn(now);
        var reason = state == ItemState.NotNeeded ? SectionValidators.Choice<ItemReason>(input.Reason) : null;
        if (state == ItemState.NotNeeded && reason is null) refusals.Add(ClaimEvent.ItemReasonMissing.On(nameof(input.Reason)));
        if (on > JakartaTime.DateIn(now)) refusals.Add(ClaimEvent.StepInTheFuture.On(nameof(input.ReceivedOn)));
        if (refusals.Count > 0) return refusals;

        var kind = state switch
        {
            ItemState.Received => ClaimEventKind.ItemReceived,
            ItemState.NotNeeded => ClaimEventKind.ItemNotNeeded,
            _ => ClaimEventKind.ItemMissing,
        };
        return await AddAsync(ClaimEvent.Of(claim, kind, item, on, reason, by, now), cancel);
    }

    /// <summary>Somebody entitled who was not named when the debtor registered. Their name is sealed.</summary>
    public async Task<Result<Guid>?> AddHeirAsync(Guid claimId, AddHeir input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await FindAsync(claimId, by, cancel) is not { } claim) return null;

        List<Refusal> refusals = [];
        var name = PersonName.Parse(input.Name);
        refusals.AddRange(name.Refusals.Select(refusal => refusal.On(nameof(input.Name))));
        var relation = SectionValidators.Choice<HeirRelation>(input.Relation);
        if (relation is null) refusals.Add(RelationMissing.On(nameof(input.Relation)));
        var phone = TypedText.Of(input.Phone) is null ? null : MobilePhone.Parse(input.Phone);
        if (phone is not null) refusals.AddRange(phone.Refusals.Select(refusal => refusal.On(nameof(input.Phone))));
        if (refusals.Count > 0) return refusals;

        var now = _clock.GetUtcNow();
        var since = now.AddMinutes(-1);
        await LockAsync(claimId, cancel);
        var recent = await _db.ClaimHeirs.AsNoTracking()
            .Where(heir => heir.ClaimId == claimId && heir.AddedBy == by.UserId && heir.Relation == relation && heir.AddedAt >= since).ToListAsync(cancel);
        if (recent.Exists(heir => _vault.Open(SealedColumns.ClaimHeirName, heir.Id, heir.NameSealed) == name.Value)) return claimId;

        var id = Guid.CreateVersion7(now);
        _db.Add(ClaimHeir.Of(
            id, claim, _vault.Seal(SealedColumns.ClaimHeirName, id, name.Value), relation!.Value,
            phone is null ? null : _vault.Seal(SealedColumns.ClaimHeirPhone, id, phone.Value.E164), by, now));
        var failed = await _db.TrySaveAsync(ChangedMeanwhile, ClaimRefusals, cancel);
        return failed.Count > 0 ? failed.ToArray() : claimId;
    }

    /// <summary>Ends a claim, by somebody else than who opened it. The same end sent twice is one.</summary>
    public async Task<Result<Guid>?> CloseAsync(Guid claimId, CloseClaim input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await FindAsync(claimId, by, cancel) is not { } claim) return null;

        var closed = input.Read(claim, by, _clock.GetUtcNow());
        if (closed.IsRefused) return closed.Refusals.ToArray();

        _db.Add(closed.Value);
        var failed = await _db.TrySaveAsync(ChangedMeanwhile, ClaimRefusals, cancel);
        if (failed.Count == 0)
        {
            _log.ClaimClosed(claimId, closed.Value.Outcome);
            return claimId;
        }

        var wanted = closed.Value;
        return await _db.ClaimClosures.AsNoTracking().AnyAsync(
            row => row.ClaimId == claimId && row.ClosedBy == by.UserId && row.Outcome == wanted.Outcome && row.Reason == wanted.Reason
                && row.PaidOn == wanted.PaidOn && row.Amount == wanted.Amount,
            cancel) ? claimId : failed.ToArray();
    }

    /// <summary>The other click of a double click finds the first.</summary>
    private async Task<Result<Guid>> AddAsync(ClaimEvent line, CancellationToken cancel)
    {
        var since = line.At.AddMinutes(-1);
        await LockAsync(line.ClaimId, cancel);
        var last = await _db.ClaimEvents.AsNoTracking().Where(row => row.ClaimId == line.ClaimId && row.Item == line.Item && row.At >= since)
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).FirstOrDefaultAsync(cancel);
        if (last is not null && (last.Kind, last.On, last.Reason, last.By) == (line.Kind, line.On, line.Reason, line.By)) return line.ClaimId;

        _db.Add(line);
        var failed = await _db.TrySaveAsync(ChangedMeanwhile, ClaimRefusals, cancel);
        return failed.Count > 0 ? failed.ToArray() : line.ClaimId;
    }

    private async Task LockAsync(Guid claimId, CancellationToken cancel) =>
        await _db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({claimId.ToString()}, 2))", cancel);

    /// <summary>A claim with a case in the actor's scope.</summary>
    private Task<Claim?> FindAsync(Guid claimId, Actor by, CancellationToken cancel) =>
        _db.Claims.AsNoTracking().SingleOrDefaultAsync(
            claim => claim.Id == claimId && _db.Enrollments.VisibleTo(by).Any(enrollment => enrollment.ParticipationId == claim.ParticipationId), cancel);

    private static TimeOnly? TimeOf(string? text, List<Refusal> refusals)
    {
        if (TypedText.Of(text) is not { } typed) return null;
        if (TimeOnly.TryParseExact(typed.Replace('.', ':'), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;

        refusals.Add(Claim.TimeNotATime.On(nameof(OpenClaim.HappenedTime)));
        return null;
    }
}
