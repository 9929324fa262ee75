using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Privacy;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Csr;

/// <summary>Takes and answers requests of people who stand on donors' lists alone: one person writes them down, another decides.</summary>
public sealed class CsrRequestService
{
    private static readonly Dictionary<string, Refusal> RecordRefusals = new()
    {
        ["ux_csr_requests_open"] = DataRequest.AlreadyOpen.On(nameof(RecordCsrRequest.Kind)),
    };

    private static readonly Dictionary<string, Refusal> DecideRefusals = new()
    {
        ["ck_csr_requests_four_eyes"] = DataRequest.OwnRecord,
        [DataRequest.LegalHold.Code] = CsrHold.AllHeld.On(nameof(DecideCsrRequest.IsGranted)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<CsrRequestService> _log;

    internal CsrRequestService(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock, ILogger<CsrRequestService> log) =>
        (_db, _vault, _rules, _clock, _log) = (db, vault, rules, clock, log);

    /// <summary>Writes a request down under a listing of the recorder's funds, by which the asker was recognised.</summary>
    public async Task<Result<Guid>> RecordAsync(RecordCsrRequest input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var now = _clock.GetUtcNow();
        List<Refusal> refusals = [];
        var nik = Nik.Parse(input.Nik);
        refusals.AddRange(nik.Refusals.Select(refusal => refusal.On(nameof(input.Nik))));
        var kind = SectionValidators.Choice<DataRequestKind>(input.Kind);
        if (kind is not (DataRequestKind.Access or DataRequestKind.Erasure)) refusals.Add(DataRequest.KindMissing.On(nameof(input.Kind)));
        var channel = SectionValidators.Choice<RequestChannel>(input.Channel);
        if (channel is null) refusals.Add(DataRequest.ChannelMissing.On(nameof(input.Channel)));
        var receivedAt = DataRequestService.ReceivedAt(input.ReceivedOn, now, refusals);
        var how = SectionValidators.Choice<IdentityCheck>(input.How);
        if (how is null) refusals.Add(DataRequest.CheckMissing.On(nameof(input.How)));
        if (refusals.Count > 0) return refusals;

        var hash = _vault.HashOf(nik.Value);
        var listed = await _db.Database.SqlQuery<Guid>(
            $"""
             select c.id as "Value" from csr_candidates c join csr_lists l on l.id = c.list_id
              where c.nik_hash = {hash} and c.erased_at is null order by l.uploaded_at desc limit 1
             """).ToListAsync(cancel);
        if (listed is not [var candidate]) return CsrHold.NobodyListed.On(nameof(input.Nik));

        var id = Guid.CreateVersion7(now);
        var hours = (await _rules.ReadAsync(cancel)).LimitOf(DataRequest.ClockOf(kind!.Value), JakartaTime.DateIn(receivedAt)).Value;
        var failed = await _db.TrySaveAsync(
            DataRequest.ChangedMeanwhile,
            RecordRefusals,
            cancel,
            $"""
             insert into csr_requests (id, kind, candidate_id, nik_hash, channel, verified_how, received_at, due_at, recorded_by, recorded_at)
             values ({id}, {kind.Value.ToString()}, {candidate}, {hash}, {channel!.Value.ToString()}, {how!.Value.ToString()}, {receivedAt},
                     {receivedAt.AddHours(hours)}, {by.UserId}, {now})
             """);
        if (failed.Count > 0) return failed.ToArray();

        _log.DataRequestReceived(id, kind.Value, by.UserId);
        return id;
    }

    /// <summary>Decides; null when the request is not the reader's. An erasure is carried out by the next round of the background.</summary>
    public async Task<Result<Guid>?> DecideAsync(Guid id, DecideCsrRequest input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var found = await _db.Database.SqlQuery<StandingRow>($"select kind, status, recorded_by from csr_requests where id = {id} for update").ToListAsync(cancel);
        if (found is not [var standing]) return null;

        List<Refusal> refusals = [];
        var isGranted = SectionValidators.YesOrNo(input.IsGranted);
        var reason = SectionValidators.Choice<RequestRefusal>(input.Reason);
        if (isGranted is null) refusals.Add(DataRequest.DecisionMissing.On(nameof(input.IsGranted)));
        if (isGranted is false && reason is null) refusals.Add(DataRequest.ReasonMissing.On(nameof(input.Reason)));
        if (refusals.Count > 0) return refusals;

        if (standing.Status != nameof(DataRequestStatus.Verified)) return DataRequest.NotVerified;
        if (standing.RecordedBy == by.UserId) return DataRequest.OwnRecord;

        var now = _clock.GetUtcNow();
        var status = isGranted is false ? DataRequestStatus.Refused
            : standing.Kind == nameof(DataRequestKind.Erasure) ? DataRequestStatus.Granted
            : DataRequestStatus.Done;
        var failed = await _db.TrySaveAsync(
            DataRequest.ChangedMeanwhile,
            DecideRefusals,
            cancel,
            $"""
             update csr_requests
                set status = {status.ToString()}, refused_why = {(isGranted is false ? reason!.Value.ToString() : null)}::text, decided_by = {by.UserId},
                    decided_at = {now}, done_at = {(status == DataRequestStatus.Granted ? (DateTimeOffset?)null : now)}::timestamptz
              where id = {id}
             """);
        if (failed.Count > 0) return failed.ToArray();

        _log.DataRequestMoved(id, status);
        return id;
    }

    private sealed record StandingRow(string Kind, string Status, Guid RecordedBy);
}
