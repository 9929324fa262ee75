using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Privacy;

/// <summary>Takes a debtor's request, makes sure of the asker, and answers it: one person writes it down, another decides.</summary>
public sealed class DataRequestService
{
    public const int LongestText = 1000;

    private static readonly Dictionary<string, Refusal> RecordRefusals = new()
    {
        [DataRequestConfiguration.OneOpen] = DataRequest.AlreadyOpen.On(nameof(RecordRequest.Kind)),
    };

    private static readonly Dictionary<string, Refusal> DecideRefusals = new()
    {
        [DataRequestConfiguration.FourEyes] = DataRequest.OwnRecord,
        [DataRequest.LegalHold.Code] = DataRequest.LegalHold.On(nameof(DecideRequest.IsGranted)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<DataRequestService> _log;

    internal DataRequestService(
        BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock, ILogger<DataRequestService> log) =>
        (_db, _vault, _rules, _clock, _log) = (db, vault, rules, clock, log);

    /// <summary>Writes a request down under the case the asker was recognised by; null when the case is not the reader's.</summary>
    public async Task<Result<Guid>?> RecordAsync(Guid enrollmentId, RecordRequest input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var about = await _db.Enrollments.AsNoTracking().VisibleTo(by).Where(e => e.Id == enrollmentId)
            .Select(e => new RequestedCase(e.Id, e.NikHash, e.BankPosition, e.BpjsPosition)).SingleOrDefaultAsync(cancel);
        if (about is null) return null;

        var now = _clock.GetUtcNow();
        List<Refusal> refusals = [];
        var kind = SectionValidators.Choice<DataRequestKind>(input.Kind);
        var channel = SectionValidators.Choice<RequestChannel>(input.Channel);
        var receivedAt = ReceivedAt(input.ReceivedOn, now, refusals);
        if (kind is null) refusals.Add(DataRequest.KindMissing.On(nameof(input.Kind)));
        if (channel is null) refusals.Add(DataRequest.ChannelMissing.On(nameof(input.Channel)));
        if (kind is DataRequestKind.Correction && TypedText.Of(input.Wanted) is null) refusals.Add(DataRequest.WantedMissing.On(nameof(input.Wanted)));
        if (TypedText.Of(input.Wanted)?.Length > LongestText) refusals.Add(DataRequest.TextTooLong.With(LongestText).On(nameof(input.Wanted)));
        if (refusals.Count > 0) return refusals;

        var id = Guid.CreateVersion7(now);
        var hours = (await _rules.ReadAsync(cancel)).LimitOf(DataRequest.ClockOf(kind!.Value), JakartaTime.DateIn(receivedAt)).Value;
        _db.Add(DataRequest.Receive(id, kind.Value, about, channel!.Value, receivedAt, hours, Sealed(SealedColumns.RequestWanted, id, input.Wanted), by));
        var failed = await _db.TrySaveAsync(DataRequest.ChangedMeanwhile, RecordRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.DataRequestReceived(id, kind.Value, by.UserId);
        return id;
    }

    public async Task<Result<Guid>?> VerifyAsync(Guid id, uint version, VerifyRequest input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await FindAsync(id, version, by, cancel) is not { } request) return null;
        if (SectionValidators.Choice<IdentityCheck>(input.How) is not { } how) return DataRequest.CheckMissing.On(nameof(input.How));

        return await SavedAsync(request, request.Verify(how, by, _clock.GetUtcNow()), cancel);
    }

    /// <summary>Decides. A restriction holds from this moment, an erasure is carried out by the next round of the background.</summary>
    public async Task<Result<Guid>?> DecideAsync(Guid id, uint version, DecideRequest input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await FindAsync(id, version, by, cancel) is not { } request) return null;

        List<Refusal> refusals = [];
        var isGranted = SectionValidators.YesOrNo(input.IsGranted);
        var reason = SectionValidators.Choice<RequestRefusal>(input.Reason);
        if (isGranted is null) refusals.Add(DataRequest.DecisionMissing.On(nameof(input.IsGranted)));
        if (isGranted is false && reason is null) refusals.Add(DataRequest.ReasonMissing.On(nameof(input.Reason)));
        if (isGranted is false && TypedText.Of(input.Answer) is null) refusals.Add(DataRequest.AnswerMissing.On(nameof(input.Answer)));
        if (TypedText.Of(input.Answer)?.Length > LongestText) refusals.Add(DataRequest.TextTooLong.With(LongestText).On(nameof(input.Answer)));
        if (refusals.Count > 0) return refusals;

        var now = _clock.GetUtcNow();
        var answer = Sealed(SealedColumns.RequestAnswer, id, input.Answer);
        if (isGranted is false) return await SavedAsync(request, request.Refuse(reason!.Value, answer, by, now), cancel);

        var granted = request.Grant(answer, by, now);
        if (granted.IsRefused) return granted.Refusals.ToArray();

        if (request.Kind == DataRequestKind.Withdrawal && await WithdrawConsentAsync(request, by, now, cancel) is { Count: > 0 } stands) return stands.ToArray();
        return await SavedAsync(request, granted, cancel);
    }

    /// <summary>Ends a restriction, when what it was asked for is settled.</summary>
    public async Task<Result<Guid>?> LiftAsync(Guid id, uint version, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        return await FindAsync(id, version, by, cancel) is { } request
            ? await SavedAsync(request, request.Lift(by, _clock.GetUtcNow()), cancel)
            : null;
    }

    /// <summary>The consent ends, and with it whatever is still open on the case (UU 27/2022 art. 40).</summary>
    private async Task<IReadOnlyList<Refusal>> WithdrawConsentAsync(DataRequest request, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        var consent = await _db.Consents.Where(row => row.EnrollmentId == request.EnrollmentId && row.WithdrawnAt == null)
            .OrderByDescending(row => row.RecordedAt).FirstOrDefaultAsync(cancel);
        if (consent is null) return [Consent.NotTheBasis.On(nameof(DecideRequest.IsGranted))];

        var withdrawn = consent.Withdraw(by, now);
        if (withdrawn.IsRefused) return [.. withdrawn.Refusals.Select(refusal => refusal.On(nameof(DecideRequest.IsGranted)))];

        var enrollment = await _db.Enrollments.Include(e => e.ReturnedFields).SingleAsync(e => e.Id == request.EnrollmentId, cancel);
        if (enrollment.Status is not (EnrollmentStatus.Submitted or EnrollmentStatus.Returned)) return [];

        var ended = enrollment.Withdraw(by, now);
        if (ended.IsRefused) return ended.Refusals;

        var cancelled = (await _db.Loans.SingleAsync(loan => loan.Id == enrollment.LoanId, cancel)).Cancel();
        return cancelled.Refusals;
    }

    private async Task<Result<Guid>> SavedAsync(DataRequest request, Result<DataRequest> done, CancellationToken cancel)
    {
        if (done.IsRefused) return done.Refusals.ToArray();

        var failed = await _db.TrySaveAsync(DataRequest.ChangedMeanwhile, DecideRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.DataRequestMoved(request.Id, request.Status);
        return request.Id;
    }

    private async Task<DataRequest?> FindAsync(Guid id, uint version, Actor by, CancellationToken cancel)
    {
        var request = await _db.DataRequests.VisibleTo(by).SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (request is not null) _db.Entry(request).Property(row => row.Version).OriginalValue = version;
        return request;
    }

    private byte[]? Sealed(string column, Guid id, string? typed) => TypedText.Of(typed) is { } text ? _vault.Seal(column, id, text) : null;

    /// <summary>When the clock began, of a day as typed.</summary>
    internal static DateTimeOffset ReceivedAt(string? typed, DateTimeOffset now, List<Refusal> refusals)
    {
        const string field = nameof(RecordRequest.ReceivedOn);
        if (TypedText.DayOf(typed, field, refusals, DataRequest.ReceivedMissing) is not { } day) return now;

        var today = JakartaTime.DateIn(now);
        if (day > today) refusals.Add(DataRequest.ReceivedInFuture.On(field));
        if (day < today.AddYears(-1)) refusals.Add(DataRequest.ReceivedTooEarly.On(field));
        return day == today ? now : JakartaTime.StartOf(day);
    }
}
