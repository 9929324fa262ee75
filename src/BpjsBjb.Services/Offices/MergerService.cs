using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Offices;

/// <summary>Proposes and decides mergers of two branches. Nothing moves here: <see cref="MergerKeeper"/> does it on the day.</summary>
public sealed class MergerService
{
    private const int LongestReason = 1_000;

    private static readonly Dictionary<string, Refusal> ByCode = new()
    {
        [OfficeMerger.NotTwoBranches.Code] = OfficeMerger.NotTwoBranches.On(nameof(ProposeMerger.IntoId)),
        [OfficeMerger.AlreadyPlanned.Code] = OfficeMerger.AlreadyPlanned.On(nameof(ProposeMerger.IntoId)),
        [OfficeChange.Closed.Code] = OfficeChange.ParentClosed.On(nameof(ProposeMerger.IntoId)),
        [OfficeMerger.DayPast.Code] = OfficeMerger.DayPast.On(nameof(ProposeMerger.EffectiveOn)),
    };

    private static readonly Dictionary<string, Refusal> Deciding = [];

    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;
    private readonly ILogger<MergerService> _log;

    internal MergerService(BpjsBjbDbContext db, TimeProvider clock, ILogger<MergerService> log) => (_db, _clock, _log) = (db, clock, log);

    public async Task<Result<Guid>> ProposeAsync(Guid from, ProposeMerger input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        if (!Guid.TryParse(input.IntoId, out var into)) refusals.Add(OfficeMerger.IntoMissing.On(nameof(input.IntoId)));
        var day = TypedText.DayOf(input.EffectiveOn, nameof(input.EffectiveOn), refusals, OfficeMerger.DayMissing);
        var reason = TypedText.Of(input.Reason);
        if (reason is null) refusals.Add(OfficeMerger.ReasonMissing.On(nameof(input.Reason)));
        else if (reason.Length > LongestReason) refusals.Add(Validation.TooLong.With(LongestReason).On(nameof(input.Reason)));
        if (refusals.Count > 0) return refusals;

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var refused = await _db.TrySaveAsync(
            OfficeMerger.Decided, ByCode, cancel, $"select propose_merger({id}, {from}, {into}, {day}, {reason}, {now})");
        if (refused.Count > 0) return refused.ToArray();

        _log.MergerProposed(id, by.UserId);
        return id;
    }

    public Task<Result<Guid>> ApproveAsync(Guid id, Actor by, CancellationToken cancel) => DecideAsync(id, MergerStatus.Approved, by, cancel);

    public Task<Result<Guid>> RefuseAsync(Guid id, Actor by, CancellationToken cancel) => DecideAsync(id, MergerStatus.Refused, by, cancel);

    /// <summary>By the proposer alone.</summary>
    public Task<Result<Guid>> WithdrawAsync(Guid id, Actor by, CancellationToken cancel) => DecideAsync(id, MergerStatus.Withdrawn, by, cancel);

    /// <summary>Of what was approved, before its day: one administrator is enough.</summary>
    public Task<Result<Guid>> CancelAsync(Guid id, Actor by, CancellationToken cancel) => DecideAsync(id, MergerStatus.Cancelled, by, cancel);

    private async Task<Result<Guid>> DecideAsync(Guid id, MergerStatus decision, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var refused = await _db.TrySaveAsync(
            OfficeMerger.Decided, Deciding, cancel, $"select decide_merger({id}, {decision.ToString()}, {_clock.GetUtcNow()})");
        if (refused.Count > 0) return refused.ToArray();

        _log.MergerDecided(id, decision, by.UserId);
        return id;
    }
}
