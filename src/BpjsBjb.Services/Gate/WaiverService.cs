using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Gate;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Rules;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Gate;

/// <summary>Proposes and decides waivers of a condition of the gate: two people of different offices, some days.</summary>
public sealed class WaiverService
{
    private static readonly Dictionary<string, Refusal> NoOthers = [];

    private readonly BpjsBjbDbContext _db;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<WaiverService> _log;

    internal WaiverService(BpjsBjbDbContext db, RuleBookSource rules, TimeProvider clock, ILogger<WaiverService> log) =>
        (_db, _rules, _clock, _log) = (db, rules, clock, log);

    public async Task<Result<Guid>> ProposeAsync(Guid loanId, ProposeWaiver input, Actor by, CancellationToken cancel)
    {
        var most = (await _rules.ReadAsync(cancel)).LimitOf(LimitKind.WaiverDays, _clock.Today()).Value;
        var tooLong = Waiver.TooLong.With(most).On(nameof(input.Days));
        List<Refusal> refusals = [];
        var reason = SectionValidators.Choice<WaiverReason>(input.Reason);
        var isNumber = int.TryParse(input.Days, NumberStyles.None, CultureInfo.InvariantCulture, out var days);
        if (string.IsNullOrWhiteSpace(input.Condition)) refusals.Add(Waiver.ConditionMissing.On(nameof(input.Condition)));
        if (reason is null) refusals.Add(Waiver.ReasonMissing.On(nameof(input.Reason)));
        if (!isNumber) refusals.Add(Waiver.DaysMissing.On(nameof(input.Days)));
        else if (days < 1 || days > most) refusals.Add(tooLong);
        if (refusals.Count > 0) return refusals;

        await using var work = await _db.BeginAsync(by, cancel);
        var id = Guid.CreateVersion7(_clock.GetUtcNow());
        var failed = await _db.TrySaveAsync(
            Waiver.NotYours, NoOthers, cancel,
            $"select propose_waiver({id}, {loanId}, {input.Condition}, {reason.ToString()}, {days})");
        if (failed.Count > 0) return failed.ToArray();

        _log.WaiverProposed(id, loanId, by.UserId);
        return id;
    }

    public async Task<Result<Guid>> DecideAsync(Guid id, DecideWaiver input, Actor by, CancellationToken cancel)
    {
        if (SectionValidators.Choice<WaiverVerdict>(input.Verdict) is not { } verdict) return Waiver.ConfirmationMissing.On(nameof(input.Verdict));

        await using var work = await _db.BeginAsync(by, cancel);
        var failed = await _db.TrySaveAsync(Waiver.NotYours, NoOthers, cancel, $"select decide_waiver({id}, {verdict.ToString()})");
        if (failed.Count > 0) return failed.ToArray();

        _log.WaiverDecided(id, verdict, by.UserId);
        return id;
    }
}
