using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Reviews;

/// <summary>Two records made one: proposed by one person, carried out by a second, and taken back. What moves is the database's to do.</summary>
public sealed class DuplicateService
{
    private static readonly Dictionary<string, Refusal> Refusals = new()
    {
        [PersonMerge.CardNotChosen.Code] = PersonMerge.CardNotChosen.On(nameof(ProposeMerge.Card)),
        ["ux_person_merges_survivor"] = PersonMerge.InProgress,
        ["ux_person_merges_merged"] = PersonMerge.InProgress,
        ["ck_person_merges_two_people"] = PersonMerge.OwnProposal,
        ["ck_person_merges_refused"] = PersonMerge.ReasonMissing.On(nameof(StateReason.Reason)),
        ["ux_participations_person_segment"] = PersonMerge.UndoChanged,
        ["pk_covered_months"] = PersonMerge.UndoChanged,
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger<DuplicateService> _log;

    internal DuplicateService(BpjsBjbDbContext db, PersonalDataVault vault, TimeProvider clock, ILogger<DuplicateService> log) =>
        (_db, _vault, _clock, _log) = (db, vault, clock, log);

    /// <summary>Two different people: the pair does not come back until something else makes them alike.</summary>
    public async Task<Result<Guid>> DismissAsync(Guid pair, StateReason input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (SectionValidators.Choice<DismissalReason>(input.Reason) is not { } why) return PersonMerge.DismissalMissing.On(nameof(input.Reason));

        return await DoneAsync(
            $"""
             update duplicate_pairs set dismissed_by = {by.UserId}, dismissed_at = {_clock.GetUtcNow()}, dismissed_why = {why.ToString()} where id = {pair}
             """,
            pair,
            () => _log.PairDismissed(pair, by.UserId),
            cancel);
    }

    /// <param name="shown">The pair as the proposer saw it.</param>
    public async Task<Result<Guid>> ProposeAsync(DuplicateDetails shown, ProposeMerge input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        if (!IsSide(input.Survivor)) refusals.Add(PersonMerge.SurvivorMissing.On(nameof(input.Survivor)));
        var differing = Enum.GetValues<PersonAttribute>().Where(shown.Differs).ToList();
        refusals.AddRange(differing.Where(attribute => !IsSide(input.ChoiceOf(attribute))).Select(attribute => PersonMerge.ChoiceMissing.On(attribute.ToString())));
        if (shown.NeedsCard && !IsSide(input.Card)) refusals.Add(PersonMerge.CardNotChosen.On(nameof(input.Card)));
        if (refusals.Count > 0) return refusals;

        var (survivor, merged) = input.Survivor == ProposeMerge.SideA ? (shown.A.Id, shown.B.Id) : (shown.B.Id, shown.A.Id);
        var takes = differing.Where(attribute => input.ChoiceOf(attribute) != input.Survivor).Select(attribute => attribute.ToString()).ToArray();
        var card = shown.NeedsCard ? (input.Card == input.Survivor ? MergeSide.Survivor : MergeSide.Merged).ToString() : null;
        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return await DoneAsync(
            $"select propose_merge({id}, {survivor}, {merged}, {takes}, {card}, {now})",
            id, () => _log.MergeMoved(id, MergeStatus.Proposed, by.UserId), cancel);
    }

    /// <summary>Carries the merge out. What is sealed for one record opens for no other, so that it is sealed anew for the survivor.</summary>
    public async Task<Result<Guid>> ApproveAsync(Guid id, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var proposed = await _db.Database.SqlQuery<ProposedMerge>($"select survivor_id, merged_id, takes from person_merges where id = {id}")
            .SingleOrDefaultAsync(cancel);
        if (proposed is null) return PersonMerge.NotYours;

        var merged = await _db.People.AsNoTracking().SingleAsync(person => person.Id == proposed.MergedId, cancel);
        return await DoneAsync(
            $"""
             select carry_out_merge({id}, {Taken(PersonAttribute.MotherName, SealedColumns.PersonMotherName, merged.MotherNameSealed)},
                 {Taken(PersonAttribute.Phone, SealedColumns.PersonPhone, merged.PhoneSealed)},
                 {Taken(PersonAttribute.Address, SealedColumns.PersonAddress, merged.AddressSealed)}, {_clock.GetUtcNow()})
             """,
            id, () => _log.MergeMoved(id, MergeStatus.Merged, by.UserId), cancel);

        byte[]? Taken(PersonAttribute attribute, string column, byte[] value) =>
            !proposed.Takes.Contains(attribute.ToString()) ? null
            : value.Length == 0 ? value
            : _vault.Seal(column, proposed.SurvivorId, _vault.Open(column, merged.Id, value));
    }

    public async Task<Result<Guid>> RefuseAsync(Guid id, StateReason input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (SectionValidators.Choice<MergeRefusalReason>(input.Reason) is not { } why) return PersonMerge.ReasonMissing.On(nameof(input.Reason));

        return await DoneAsync(
            $"select refuse_merge({id}, {why.ToString()}, {_clock.GetUtcNow()})", id, () => _log.MergeMoved(id, MergeStatus.Refused, by.UserId), cancel);
    }

    /// <summary>By the proposer; from anybody else the database wants a reason.</summary>
    public async Task<Result<Guid>> WithdrawAsync(Guid id, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        return await DoneAsync(
            $"select refuse_merge({id}, {(string?)null}, {_clock.GetUtcNow()})", id, () => _log.MergeMoved(id, MergeStatus.Withdrawn, by.UserId), cancel);
    }

    public async Task<Result<Guid>> UndoAsync(Guid id, StateReason input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (SectionValidators.Choice<MergeUndoReason>(input.Reason) is not { } why) return PersonMerge.ReasonMissing.On(nameof(input.Reason));

        return await DoneAsync(
            $"select undo_merge({id}, {why.ToString()}, {_clock.GetUtcNow()})", id, () => _log.MergeMoved(id, MergeStatus.Undone, by.UserId), cancel);
    }

    private async Task<Result<Guid>> DoneAsync(FormattableString statement, Guid id, Action log, CancellationToken cancel)
    {
        var refused = await _db.TrySaveAsync(PersonMerge.ChangedMeanwhile, Refusals, cancel, statement);
        if (refused.Count > 0) return refused.ToArray();

        log();
        return id;
    }

    private static bool IsSide(string? typed) => typed is ProposeMerge.SideA or ProposeMerge.SideB;

    private sealed record ProposedMerge(Guid SurvivorId, Guid MergedId, string[] Takes);
}
