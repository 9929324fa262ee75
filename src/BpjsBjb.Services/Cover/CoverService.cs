using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Cover;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Cover;

/// <summary>What the bank does about a cover after the payout: speaks with the debtor, bills arrears, reports balances, closes loans, leaves covers.</summary>
public sealed class CoverService
{
    public static readonly Refusal UnknownLoan = new("cover.loan-unknown");
    public static readonly Refusal NothingMissed = new("cover.nothing-missed");
    public static readonly Refusal BillOpen = new("cover.bill-open");
    public static readonly Refusal JhtRecorded = new("jht.already-recorded");
    public static readonly Refusal JhtInTheFuture = new("jht.in-the-future");
    public static readonly Refusal JhtNotRegistered = new("jht.not-registered");
    public static readonly Refusal NothingToRecord = new("exit.nothing-to-record");

    private static readonly Dictionary<string, Refusal> CoverRefusals = new()
    {
        [LoanBalanceConfiguration.OneADay] = LoanBalance.AlreadyRecorded.On(nameof(RecordBalance.AsOf)),
        [LoanBalance.InTheFuture.Code] = LoanBalance.InTheFuture.On(nameof(RecordBalance.AsOf)),
        [LoanBalance.BeforePayout.Code] = LoanBalance.BeforePayout.On(nameof(RecordBalance.AsOf)),
        [LoanBalance.AboveLoanAmount.Code] = LoanBalance.AboveLoanAmount.On(nameof(RecordBalance.Outstanding)),
        [LoanClosureConfiguration.OnceOnly] = LoanClosure.AlreadyClosed,
        [LoanClosure.InTheFuture.Code] = LoanClosure.InTheFuture.On(nameof(RecordExit.ClosedOn)),
        [LoanClosure.BeforePayout.Code] = LoanClosure.BeforePayout.On(nameof(RecordExit.ClosedOn)),
        [CoverExitConfiguration.OnceOnly] = CoverExit.AlreadyRecorded,
        [CoverExit.InTheFuture.Code] = CoverExit.InTheFuture.On(nameof(RecordExit.ExitedOn)),
        [CoverExit.LoanStillOpen.Code] = CoverExit.LoanStillOpen.On(nameof(RecordExit.Exit)),
        ["pk_jht_claims"] = JhtRecorded,
        [JhtInTheFuture.Code] = JhtInTheFuture.On(nameof(RecordJhtClaim.ClaimedOn)),
        [JhtNotRegistered.Code] = JhtNotRegistered,
        [BillConfiguration.OneOpenBillPerParticipation] = BillOpen,
    };

    private readonly BpjsBjbDbContext _db;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<CoverService> _log;

    internal CoverService(BpjsBjbDbContext db, RuleBookSource rules, TimeProvider clock, ILogger<CoverService> log) =>
        (_db, _rules, _clock, _log) = (db, rules, clock, log);

    /// <summary>Writes down a word with the debtor. The same one sent twice within a minute is one.</summary>
    public async Task<Result<Guid>> ContactAsync(Guid loanId, RecordContact input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var means = SectionValidators.Choice<ContactMeans>(input.Means);
        var outcome = SectionValidators.Choice<ContactOutcome>(input.Outcome);
        var againOn = TypedText.DayOf(input.AgainOn, nameof(input.AgainOn), refusals);
        if (means is null) refusals.Add(CoverContact.MeansMissing.On(nameof(input.Means)));
        if (outcome is null) refusals.Add(CoverContact.OutcomeMissing.On(nameof(input.Outcome)));
        if (refusals.Count > 0) return refusals;

        if (await FollowedAsync(loanId, by, cancel) is not { } followed) return UnknownLoan;

        var now = _clock.GetUtcNow();
        var since = now.AddMinutes(-1);
        // One after the other, so that the other click of a double click finds the first.
        await _db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({loanId.ToString()}, 1))", cancel);
        var isSame = await _db.CoverContacts.AnyAsync(
            row => row.LoanId == loanId && row.By == by.UserId && row.Means == means && row.Outcome == outcome && row.AgainOn == againOn && row.At >= since,
            cancel);
        if (isSame) return loanId;

        var contact = CoverContact.Record(loanId, followed.ParticipationId, means!.Value, outcome!.Value, againOn, by, now);
        if (contact.IsRefused) return contact.Refusals.ToArray();

        _db.Add(contact.Value);
        return await SaveAsync(loanId, cancel);
    }

    /// <summary>What is still owed on a day, as the core system says. The same amount for the same day is one report.</summary>
    public async Task<Result<Guid>> ReportBalanceAsync(Guid loanId, RecordBalance input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var outstanding = Rupiah.Parse(input.Outstanding);
        refusals.AddRange(outstanding.Refusals.Select(refusal => refusal.On(nameof(input.Outstanding))));
        var asOf = TypedText.DayOf(input.AsOf, nameof(input.AsOf), refusals, TypedDate.Missing);
        if (refusals.Count > 0) return refusals;

        if (await FollowedAsync(loanId, by, cancel) is null && !await IsOfEmployerAsync(loanId, by, cancel)) return UnknownLoan;
        if (await IsSameBalanceAsync(loanId, asOf!.Value, outstanding.Value, cancel)) return loanId;

        _db.Add(LoanBalance.Of(loanId, asOf.Value, outstanding.Value, by, _clock.GetUtcNow()));
        var saved = await SaveAsync(loanId, cancel);
        return saved.IsRefused && await IsSameBalanceAsync(loanId, asOf.Value, outstanding.Value, cancel) ? loanId : saved;
    }

    /// <summary>The bank closed the loan, or no longer follows the debtor's cover, or both at once.</summary>
    public async Task<Result<Guid>> ExitAsync(Guid loanId, RecordExit input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var closure = TypedText.Of(input.Closure) is null ? null : SectionValidators.Choice<ClosureReason>(input.Closure);
        var exit = TypedText.Of(input.Exit) is null ? null : SectionValidators.Choice<ExitReason>(input.Exit);
        if (TypedText.Of(input.Closure) is not null && closure is null) refusals.Add(LoanClosure.ReasonMissing.On(nameof(input.Closure)));
        if (TypedText.Of(input.Exit) is not null && exit is null) refusals.Add(CoverExit.ReasonMissing.On(nameof(input.Exit)));
        var closedOn = closure is null ? null : TypedText.DayOf(input.ClosedOn, nameof(input.ClosedOn), refusals, TypedDate.Missing);
        var exitedOn = exit is null ? null : TypedText.DayOf(input.ExitedOn, nameof(input.ExitedOn), refusals, TypedDate.Missing);
        if (closure is null && exit is null && refusals.Count == 0) refusals.Add(NothingToRecord);
        if (refusals.Count > 0) return refusals;

        if (await FollowedAsync(loanId, by, cancel) is not { } followed) return UnknownLoan;

        if (await IsSameExitAsync(loanId, followed.ParticipationId, (closure, closedOn), (exit, exitedOn), cancel)) return loanId;

        var now = _clock.GetUtcNow();
        if (closure is { } closed)
        {
            _db.Add(LoanClosure.Of(loanId, closed, closedOn!.Value, by, now));
            _db.Add(EnrollmentEvent.Of(followed.EnrollmentId, EnrollmentEventKind.LoanClosed, by.UserId, now, closed.ToString()));
        }

        if (exit is { } left)
        {
            _db.Add(CoverExit.Of(loanId, followed.ParticipationId, left, exitedOn!.Value, by, now));
            _db.Add(EnrollmentEvent.Of(followed.EnrollmentId, EnrollmentEventKind.CoverLeft, by.UserId, now, left.ToString()));
        }

        var saved = await SaveAsync(loanId, cancel);
        return saved.IsRefused && await IsSameExitAsync(loanId, followed.ParticipationId, (closure, closedOn), (exit, exitedOn), cancel) ? loanId : saved;
    }

    /// <summary>The debtor claimed the old-age savings. The same day sent twice is one.</summary>
    public async Task<Result<Guid>> RecordJhtAsync(Guid loanId, RecordJhtClaim input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var on = TypedText.DayOf(input.ClaimedOn, nameof(input.ClaimedOn), refusals, TypedDate.Missing);
        if (refusals.Count > 0) return refusals;
        if (await FollowedAsync(loanId, by, cancel) is not { } followed) return UnknownLoan;

        var failed = await _db.TrySaveAsync(
            Loan.ChangedMeanwhile,
            CoverRefusals,
            cancel,
            $"""
             insert into jht_claims (participation_id, claimed_on, recorded_by, recorded_at)
             values ({followed.ParticipationId}, {on}, {by.UserId}, {_clock.GetUtcNow()})
             """);
        if (failed.Count == 0) return loanId;

        return await _db.Database.SqlQuery<bool>(
            $"select exists (select from jht_claims where participation_id = {followed.ParticipationId} and claimed_on = {on}) as \"Value\"").SingleAsync(cancel)
            ? loanId : failed.ToArray();
    }

    /// <summary>The bank closed a loan of an employer, which then leaves the list. The same end sent twice is one.</summary>
    public async Task<Result<Guid>> CloseEmployersAsync(Guid loanId, CloseEmployerLoan input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var reason = SectionValidators.Choice<ClosureReason>(input.Closure);
        if (reason is null) refusals.Add(LoanClosure.ReasonMissing.On(nameof(input.Closure)));
        var on = TypedText.DayOf(input.ClosedOn, nameof(input.ClosedOn), refusals, TypedDate.Missing);
        if (refusals.Count > 0) return refusals;
        if (!await IsOfEmployerAsync(loanId, by, cancel)) return UnknownLoan;
        if (await IsSameClosureAsync(loanId, reason!.Value, on!.Value, cancel)) return loanId;

        _db.Add(LoanClosure.Of(loanId, reason.Value, on.Value, by, _clock.GetUtcNow()));
        var saved = await SaveAsync(loanId, cancel);
        return saved.IsRefused && await IsSameClosureAsync(loanId, reason.Value, on.Value, cancel) ? loanId : saved;
    }

    /// <summary>A bill for every month missed since cover ended, up to this one, each by its own rule; due when this month ends.</summary>
    public async Task<Result<Guid>> BillArrearsAsync(Guid loanId, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await FollowedAsync(loanId, by, cancel) is not { } followed) return UnknownLoan;

        var now = _clock.GetUtcNow();
        var today = JakartaTime.DateIn(now);
        var book = await _rules.ReadAsync(cancel);
        var participation = await _db.Participations.AsNoTracking().SingleAsync(row => row.Id == followed.ParticipationId, cancel);
        var covered = await _db.CoveredMonths.Where(row => row.ParticipationId == followed.ParticipationId).Select(row => row.Month)
            .ToHashSetAsync(cancel);
        var outlook = CoverOutlook.Of(today, participation.HasCard, covered, CoverSearch.RulesOn(book, today));
        if (outlook.Missed.Count == 0) return NothingMissed;

        var open = await _db.Bills.SingleOrDefaultAsync(
            bill => bill.ParticipationId == participation.Id && bill.PaidAt == null && bill.CancelledAt == null, cancel);
        if (open is not null)
        {
            if (open.DueOn >= today) return open.FirstMonth == outlook.Missed[0].FirstDay ? open.Id : BillOpen;

            var cancelled = open.Cancel(today, now);
            if (cancelled.IsRefused) return cancelled.Refusals.ToArray();
        }

        var quote = ContributionQuote.For(
            new ContributionQuestion(
                participation.ContributionBase, participation.Category, participation.Sector, ContributionPayer.Participant, participation.WithJht,
                outlook.Missed[0], outlook.Missed.Count),
            book);
        var bill = Bill.IssueArrears(participation.Id, followed.EnrollmentId, quote, by, now);
        _db.Add(bill);
        _db.Add(EnrollmentEvent.Of(followed.EnrollmentId, EnrollmentEventKind.ArrearsBilled, by.UserId, now, outlook.Missed[0].ToString()));
        var failed = await _db.TrySaveAsync(ContributionService.BillChanged, CoverRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.BillIssued(bill.Id, participation.Id, bill.Months);
        return bill.Id;
    }

    private async Task<Result<Guid>> SaveAsync(Guid loanId, CancellationToken cancel)
    {
        var failed = await _db.TrySaveAsync(Loan.ChangedMeanwhile, CoverRefusals, cancel);
        return failed.Count > 0 ? failed.ToArray() : loanId;
    }

    private Task<bool> IsSameClosureAsync(Guid loanId, ClosureReason reason, DateOnly on, CancellationToken cancel) =>
        _db.LoanClosures.AsNoTracking().AnyAsync(row => row.LoanId == loanId && row.Reason == reason && row.ClosedOn == on, cancel);

    private Task<bool> IsSameBalanceAsync(Guid loanId, DateOnly asOf, Rupiah outstanding, CancellationToken cancel) =>
        _db.LoanBalances.AsNoTracking().AnyAsync(row => row.LoanId == loanId && row.AsOf == asOf && row.Outstanding == outstanding, cancel);

    /// <summary>Whether all of this is recorded already: the other click of a double click.</summary>
    private async Task<bool> IsSameExitAsync(
        Guid loanId, Guid participationId, (ClosureReason? Reason, DateOnly? On) closure, (ExitReason? Reason, DateOnly? On) exit, CancellationToken cancel) =>
        (closure.Reason is null || await _db.LoanClosures.AsNoTracking().AnyAsync(
            row => row.LoanId == loanId && row.Reason == closure.Reason && row.ClosedOn == closure.On, cancel))
        && (exit.Reason is null || await _db.CoverExits.AsNoTracking().AnyAsync(
            row => row.LoanId == loanId && row.ParticipationId == participationId && row.Reason == exit.Reason && row.ExitedOn == exit.On, cancel));

    /// <summary>The debtor of a paid-out loan in the reader's scope.</summary>
    private async Task<Followed?> FollowedAsync(Guid loanId, Actor actor, CancellationToken cancel) => await (
        from loan in _db.Loans.AsNoTracking().VisibleTo(actor)
        where loan.Id == loanId && loan.Status == LoanStatus.Disbursed
        join insured in _db.LoanInsured on loan.Id equals insured.LoanId
        join enrollment in _db.Enrollments on loan.Id equals enrollment.LoanId
        select new Followed(insured.ParticipationId, enrollment.Id)).SingleOrDefaultAsync(cancel);

    private Task<bool> IsOfEmployerAsync(Guid loanId, Actor actor, CancellationToken cancel) =>
        _db.Loans.AsNoTracking().VisibleTo(actor).AnyAsync(
            loan => loan.Id == loanId && loan.EmployerId != null && loan.Status == LoanStatus.Disbursed, cancel);

    private sealed record Followed(Guid ParticipationId, Guid EnrollmentId);
}
