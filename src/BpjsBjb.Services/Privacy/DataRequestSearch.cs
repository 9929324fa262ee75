using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Privacy;

/// <summary>Requests of debtors in the reader's offices, and what a case says about consent and restriction.</summary>
public sealed class DataRequestSearch
{
    public const int Most = 200;

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal DataRequestSearch(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _rules, _clock) = (db, vault, rules, clock);

    /// <summary>What is due first comes first; settled ones only where asked for.</summary>
    public async Task<RequestList> ListAsync(bool withSettled, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var now = _clock.GetUtcNow();
        var rows = await (
            from request in _db.DataRequests.AsNoTracking().VisibleTo(actor)
            where withSettled || (request.Status != DataRequestStatus.Done && request.Status != DataRequestStatus.Refused)
            join enrollment in _db.Enrollments on request.EnrollmentId equals enrollment.Id
            orderby request.DoneAt == null ? 0 : 1, request.DueAt, request.Id
            select new { request, enrollment.FullName, enrollment.Reference }).Take(Most + 1).ToListAsync(cancel);
        var items = rows.Take(Most).Select(row => new RequestListItem(
            row.request.Id, row.request.Number, row.request.Kind, row.request.Status, row.FullName, row.Reference, row.request.ReceivedAt,
            row.request.DueAt, row.request.DoneAt, IsOverdue(row.request, now))).ToList();
        return new RequestList(items, items.Count(item => item.IsOverdue), rows.Count > Most);
    }

    public async Task<RequestDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var request = await _db.DataRequests.AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (request is null) return null;

        var about = await _db.Enrollments.AsNoTracking().Where(e => e.Id == request.EnrollmentId)
            .Select(e => new { e.Reference, e.FullName }).SingleAsync(cancel);
        Guid?[] people = [request.RecordedBy, request.VerifiedBy, request.DecidedBy, request.LiftedBy];
        var names = await _db.Users.Where(user => people.Contains(user.Id)).ToDictionaryAsync(user => user.Id, user => user.FullName, cancel);
        var rules = await _rules.ReadAsync(cancel);
        var holds = request is { Kind: DataRequestKind.Erasure, IsOpen: true } ? await HoldsAsync(request.NikHash, rules, cancel) : [];
        return new RequestDetails(
            request.Id, request.Number, request.Version, request.Kind, request.Status, request.EnrollmentId, about.Reference, about.FullName,
            request.Channel, request.ReceivedAt, request.DueAt, IsOverdue(request, _clock.GetUtcNow()),
            Open(SealedColumns.RequestWanted, id, request.WantedSealed), request.RecordedBy, NameOf(request.RecordedBy)!,
            request.VerifiedHow, NameOf(request.VerifiedBy), request.VerifiedAt, NameOf(request.DecidedBy), request.DecidedAt,
            request.RefusedWhy, Open(SealedColumns.RequestAnswer, id, request.AnswerSealed), request.DoneAt, request.IsRestricting,
            request.LiftedAt, NameOf(request.LiftedBy), holds,
            rules.LimitOf(DataRequest.ClockOf(request.Kind), JakartaTime.DateIn(request.ReceivedAt)).Citation);

        string? NameOf(Guid? user) => user is { } known ? names.GetValueOrDefault(known, "–") : null;
    }

    /// <summary>What stands beside a case; null when the case is not the reader's.</summary>
    public async Task<CasePrivacy?> OfCaseAsync(Guid enrollmentId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var hash = await _db.Enrollments.AsNoTracking().VisibleTo(actor).Where(e => e.Id == enrollmentId).Select(e => e.NikHash).SingleOrDefaultAsync(cancel);
        if (hash is null) return null;

        var consent = await _db.Consents.AsNoTracking().Where(row => row.EnrollmentId == enrollmentId)
            .OrderByDescending(row => row.RecordedAt).FirstOrDefaultAsync(cancel);
        var isRestricted = await _db.Database.SqlQuery<bool>($"select processing_is_restricted({hash}) as \"Value\"").SingleAsync(cancel);
        var erasedAt = await _db.Database.SqlQuery<DateTimeOffset>($"select at as \"Value\" from erasures where enrollment_id = {enrollmentId}")
            .ToListAsync(cancel);
        return new CasePrivacy(
            consent?.NoticeVersion, consent?.Basis, consent?.Manner, consent?.RecordedAt, consent?.WithdrawnAt, isRestricted,
            erasedAt.Count > 0 ? erasedAt[0] : null);
    }

    private static bool IsOverdue(DataRequest request, DateTimeOffset now) => (request.DoneAt ?? now) > request.DueAt;

    private async Task<IReadOnlyList<Hold>> HoldsAsync(byte[] hash, RuleBook rules, CancellationToken cancel)
    {
        var today = _clock.Today();
        var rows = await _db.Database.SqlQuery<HoldRow>($"select code, until from erasure_holds({hash}, portal_today())").ToListAsync(cancel);
        return [.. rows.Select(row => new Hold(
            row.Code, row.Until, PurposeOf(row.Code) is { } purpose ? rules.RetentionOf(purpose, today).Citation : null))];
    }

    private static RetentionPurpose? PurposeOf(string code) =>
        code == ErasureHold.CaseOpen.Code || code == ErasureHold.RequestOpen.Code ? null
        : code == ErasureHold.Membership.Code ? RetentionPurpose.Membership
        : RetentionPurpose.CreditFile;

    private string? Open(string column, Guid id, byte[]? value) => value is null ? null : _vault.Open(column, id, value);

    private sealed record HoldRow(string Code, DateOnly? Until);
}
