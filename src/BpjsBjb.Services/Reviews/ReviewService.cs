using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Reviews;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Reviews;

/// <summary>BPJS's side of a case: accept with a card number, return named fields, or reject with a coded reason.</summary>
public sealed class ReviewService
{
    public static readonly Refusal OutcomeMissing = new("review.outcome-missing");
    public static readonly Refusal CardAlreadyUsed = new("review.card-already-used");
    public static readonly Refusal OtherCardHeld = new("review.other-card-held");
    public static readonly Refusal CoveredThroughOutOfRange = new("review.covered-through-out-of-range");
    public static readonly Refusal RejectionReasonMissing = new("review.rejection-reason-missing");
    public static readonly Refusal ReturnReasonMissing = new("review.return-reason-missing");

    private const int LongestMessage = 500;
    private const int MonthsAheadAtMost = 60;

    private static readonly Dictionary<string, Refusal> AcceptRefusals = new()
    {
        [ParticipationConfiguration.OneCardOnce] = CardAlreadyUsed.On(nameof(AcceptEnrollment.Kpj)),
        [EnrollmentConfiguration.FourEyes] = Enrollment.OwnRegistration,
        [BillConfiguration.OneOpenBillPerParticipation] = Enrollment.ChangedMeanwhile,
    };

    private static readonly Dictionary<string, Refusal> RedirectRefusals = new()
    {
        [ReviewRedirect.OfficeUnknown.Code] = ReviewRedirect.OfficeUnknown.On(nameof(RedirectCase.OfficeId)),
        [ReviewRedirect.SameOffice.Code] = ReviewRedirect.SameOffice.On(nameof(RedirectCase.OfficeId)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly FormVault _forms;
    private readonly Submission _submission;
    private readonly RuleBookSource _rules;
    private readonly ReferenceSource _reference;
    private readonly ReviewClaims _claims;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReviewService> _log;

    internal ReviewService(
        BpjsBjbDbContext db, PersonalDataVault vault, FormVault forms, Submission submission, RuleBookSource rules, ReferenceSource reference,
        ReviewClaims claims, TimeProvider clock, ILogger<ReviewService> log) =>
        (_db, _vault, _forms, _submission, _rules, _reference, _claims, _clock, _log) =
        (db, vault, forms, submission, rules, reference, claims, clock, log);

    /// <summary>Accepts a case; a bill is issued in the same transaction unless the card is already paid for this month.</summary>
    public async Task<Result<Guid>> AcceptAsync(Guid id, uint version, AcceptEnrollment accept, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var enrollment = await FindAsync(id, version, by, cancel);
        if (enrollment is null) return Enrollment.NotInReview;

        var now = _clock.GetUtcNow();
        var today = JakartaTime.DateIn(now);
        var kpj = Kpj.Parse(accept.Kpj);
        var outcome = SectionValidators.Choice<AcceptanceOutcome>(accept.Outcome);
        List<Refusal> refusals = [.. kpj.Refusals.Select(refusal => refusal.On(nameof(accept.Kpj)))];
        if (outcome is not (AcceptanceOutcome.NewMembership or AcceptanceOutcome.AdditionalToWageEarner or AcceptanceOutcome.LinkedToExisting))
        {
            refusals.Add(OutcomeMissing.On(nameof(accept.Outcome)));
        }

        var paidThrough = PaidThrough(accept, outcome, today, refusals);
        if (refusals.Count > 0) return refusals;

        if (await IsAcceptedAsync(id, outcome!.Value, kpj.Value, by, cancel)) return id;
        if (await _claims.HeldByOtherAsync(id, by, cancel) is { } held) return held;

        var accepted = enrollment.Accept(outcome.Value, by, now);
        if (accepted.IsRefused) return accepted.Refusals.ToArray();

        var participation = await _db.Participations.SingleAsync(row => row.Id == enrollment.ParticipationId, cancel);
        if (participation.KpjHash is { } card && !card.AsSpan().SequenceEqual(_vault.HashOf(kpj.Value)))
        {
            return OtherCardHeld.On(nameof(accept.Kpj));
        }

        await TakeOverAsync(enrollment, participation, kpj.Value, now, cancel);
        var saved = await SaveAcceptedAsync(enrollment, participation, paidThrough, by, now, cancel);
        // The other click of a double click may have accepted this very case a moment ago.
        return saved.IsRefused && await IsAcceptedAsync(id, outcome.Value, kpj.Value, by, cancel) ? id : saved;
    }

    public async Task<Result<Guid>> ReturnAsync(Guid id, uint version, ReturnEnrollment input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var enrollment = await FindAsync(id, version, by, cancel);
        if (enrollment is null) return Enrollment.NotInReview;

        List<Refusal> refusals = [];
        List<ReturnedField> fields = [];
        for (var i = 0; i < input.Fields.Count; i++)
        {
            if (input.Fields[i] is not { IsChosen: true } choice) continue;
            if (!ReviewFields.Returnable.Contains(choice.Field)) refusals.Add(Enrollment.NotReturnedField.On($"Fields[{i}].Field"));
            else if (SectionValidators.Choice<ReturnReason>(choice.Reason) is { } reason) fields.Add(ReturnedField.Of(id, choice.Field!, reason));
            else refusals.Add(ReturnReasonMissing.On($"Fields[{i}].Reason"));
        }

        if (input.Message?.Trim().Length > LongestMessage) refusals.Add(Validation.TooLong.With(LongestMessage).On(nameof(input.Message)));
        if (refusals.Count > 0) return refusals;
        if (await _claims.HeldByOtherAsync(id, by, cancel) is { } held) return held;

        var sent = _forms.Open(enrollment) with { SentBefore = null };
        var kept = _forms.Seal(id, sent with { SentBefore = new SentForm([.. fields.Select(field => field.Field)], sent) });
        var returned = enrollment.ReturnForCorrection(fields, Sealed(id, input.Message), by, _clock.GetUtcNow(), kept);
        if (returned.IsRefused) return returned.Refusals.ToArray();

        var failed = await _db.TrySaveAsync(Enrollment.ChangedMeanwhile, AcceptRefusals, cancel);
        if (failed.Count > 0) return await NamedAsync(failed, id, by, cancel);

        _log.EnrollmentReturned(id, by.UserId, fields.Count);
        return id;
    }

    public async Task<Result<Guid>> RejectAsync(Guid id, uint version, RejectEnrollment input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var enrollment = await FindAsync(id, version, by, cancel);
        if (enrollment is null) return Enrollment.NotInReview;
        if (SectionValidators.Choice<RejectionReason>(input.Reason) is not { } reason) return RejectionReasonMissing.On(nameof(input.Reason));
        if (input.Message?.Trim().Length > LongestMessage) return Validation.TooLong.With(LongestMessage).On(nameof(input.Message));
        if (await _claims.HeldByOtherAsync(id, by, cancel) is { } held) return held;

        var rejected = enrollment.Reject(reason, Sealed(id, input.Message), by, _clock.GetUtcNow());
        if (rejected.IsRefused) return rejected.Refusals.ToArray();

        var cancelled = (await _db.Loans.SingleAsync(loan => loan.Id == enrollment.LoanId, cancel)).Cancel();
        if (cancelled.IsRefused) return cancelled.Refusals.ToArray();

        var failed = await _db.TrySaveAsync(Enrollment.ChangedMeanwhile, AcceptRefusals, cancel);
        if (failed.Count > 0) return await NamedAsync(failed, id, by, cancel);

        _log.EnrollmentRejected(id, by.UserId);
        return id;
    }

    /// <summary>Sends a case on to another branch of BPJS: from then on it is that branch's, with its history and the time it has waited.</summary>
    public async Task<Result<Guid>> RedirectAsync(Guid id, uint version, RedirectCase input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        if (!Guid.TryParse(input.OfficeId, out var office)) refusals.Add(ReviewRedirect.OfficeMissing.On(nameof(input.OfficeId)));
        var reason = SectionValidators.Choice<RedirectReason>(input.Reason);
        if (reason is null) refusals.Add(ReviewRedirect.ReasonMissing.On(nameof(input.Reason)));
        if (refusals.Count > 0) return refusals;
        if (await _claims.HeldByOtherAsync(id, by, cancel) is { } held) return held;

        var now = _clock.GetUtcNow();
        var failed = await _db.TrySaveAsync(
            Enrollment.ChangedMeanwhile, RedirectRefusals, cancel,
            $"select redirect_case({Guid.CreateVersion7(now)}, {id}, {(long)version}, {office}, {reason!.Value.ToString()}, {now})");
        if (failed.Count > 0) return await NamedAsync(failed, id, by, cancel);

        _log.EnrollmentRedirected(id, office, by.UserId);
        return id;
    }

    private static DateOnly? PaidThrough(AcceptEnrollment accept, AcceptanceOutcome? outcome, DateOnly today, List<Refusal> refusals)
    {
        if (outcome != AcceptanceOutcome.LinkedToExisting || string.IsNullOrWhiteSpace(accept.CoveredThrough)) return null;

        var typed = TypedDate.Parse(accept.CoveredThrough);
        if (typed.IsRefused)
        {
            refusals.AddRange(typed.Refusals.Select(refusal => refusal.On(nameof(accept.CoveredThrough))));
            return null;
        }

        var ahead = Month.Of(typed.Value).Since(Month.Of(today));
        if (ahead is >= 0 and <= MonthsAheadAtMost) return Month.Of(typed.Value).FirstDay;

        refusals.Add(CoveredThroughOutOfRange.With(today).On(nameof(accept.CoveredThrough)));
        return null;
    }

    /// <summary>What BPJS accepted becomes the record: particulars, base, heirs and the card.</summary>
    private async Task TakeOverAsync(Enrollment enrollment, Participation participation, Kpj kpj, DateTimeOffset at, CancellationToken cancel)
    {
        var application = Application.From(_forms.Open(enrollment), await _reference.ReadAsync(cancel));
        var person = await _db.People.SingleAsync(row => row.Id == enrollment.PersonId, cancel);
        _submission.Describe(person, application);
        _submission.State(participation, application, await _rules.ReadAsync(cancel), JakartaTime.DateIn(at));
        await _submission.ReplaceHeirsAsync(participation.Id, application.Heirs, at, cancel);
        participation.IssueCard(_vault.Seal(SealedColumns.ParticipationKpj, participation.Id, kpj.Digits), _vault.HashOf(kpj), at);
    }

    private async Task<Result<Guid>> SaveAcceptedAsync(
        Enrollment enrollment, Participation participation, DateOnly? paidThrough, Actor by, DateTimeOffset at, CancellationToken cancel)
    {
        var needsBill = paidThrough is null && !await IsBilledOrCoveredAsync(participation.Id, at, cancel);
        var bill = needsBill ? await BillAsync(enrollment, participation, by, at, cancel) : null;
        if (bill is not null) _db.Add(bill);

        var failed = await _db.TrySaveAsync(
            Enrollment.ChangedMeanwhile,
            AcceptRefusals,
            cancel,
            paidThrough is { } month ? (FormattableString)$"select record_prior_cover({participation.Id}, {month})" : null);
        if (failed.Count > 0) return await NamedAsync(failed, enrollment.Id, by, cancel);

        _log.EnrollmentAccepted(enrollment.Id, by.UserId);
        if (bill is not null) _log.BillIssued(bill.Id, participation.Id, bill.Months);
        return enrollment.Id;
    }

    /// <summary>Another loan of the same person may have brought a bill or this month's cover already: nothing is billed twice.</summary>
    private async Task<bool> IsBilledOrCoveredAsync(Guid participationId, DateTimeOffset at, CancellationToken cancel)
    {
        var month = Month.Of(JakartaTime.DateIn(at)).FirstDay;
        return await _db.CoveredMonths.AnyAsync(row => row.ParticipationId == participationId && row.Month == month, cancel)
            || await _db.Bills.AnyAsync(bill => bill.ParticipationId == participationId && bill.PaidAt == null && bill.CancelledAt == null, cancel);
    }

    private async Task<Bill> BillAsync(Enrollment enrollment, Participation participation, Actor by, DateTimeOffset at, CancellationToken cancel)
    {
        var application = Application.From(_forms.Open(enrollment), await _reference.ReadAsync(cancel));
        var quote = ContributionQuote.For(
            new ContributionQuestion(
                application.MonthlyIncome, application.Category, application.Sector, ContributionPayer.Participant, application.WithJht,
                Month.Of(JakartaTime.DateIn(at)), application.Months),
            await _rules.ReadAsync(cancel));
        return Bill.Issue(participation.Id, enrollment.Id, quote, by, at);
    }

    /// <summary>Who took the case a moment before this decision, by name.</summary>
    private async Task<Refusal[]> NamedAsync(IReadOnlyList<Refusal> failed, Guid id, Actor by, CancellationToken cancel) =>
        failed.Any(refusal => refusal.Code == ReviewClaim.ByOther.Code)
            ? [await _claims.HeldByOtherAsync(id, by, cancel) ?? Enrollment.ChangedMeanwhile]
            : [.. failed];

    private async Task<Enrollment?> FindAsync(Guid id, uint version, Actor by, CancellationToken cancel)
    {
        var enrollment = await _db.Enrollments.VisibleTo(by).Include(e => e.ReturnedFields).SingleOrDefaultAsync(e => e.Id == id, cancel);
        if (enrollment is not null) _db.Entry(enrollment).Property(e => e.Version).OriginalValue = version;
        return enrollment;
    }

    /// <summary>The same acceptance sent twice is one acceptance and both answers are yes.</summary>
    private async Task<bool> IsAcceptedAsync(Guid id, AcceptanceOutcome outcome, Kpj kpj, Actor by, CancellationToken cancel)
    {
        var hash = _vault.HashOf(kpj);
        return await _db.Enrollments.AsNoTracking().VisibleTo(by).AnyAsync(
            e => e.Id == id && e.Status == EnrollmentStatus.Accepted && e.Outcome == outcome && e.DecidedBy == by.UserId
                && _db.Participations.Any(row => row.Id == e.ParticipationId && row.KpjHash == hash),
            cancel);
    }

    private byte[]? Sealed(Guid enrollmentId, string? message) => string.IsNullOrWhiteSpace(message)
        ? null
        : _vault.Seal(SealedColumns.EventMessage, enrollmentId, message.Trim());
}
