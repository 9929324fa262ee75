using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Configurations;
using BpjsBjb.Services.Gate;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Loans;

/// <summary>Clears a loan and records what is paid out. Whether the gate is open is the database's to say.</summary>
public sealed class LoanService
{
    private const int LongestReference = 40;

    private static readonly Dictionary<string, Refusal> LoanRefusals = new()
    {
        [LoanConfiguration.FourEyes] = Loan.OwnRegistration,
        [LoanConfiguration.StatedByOther] = Loan.OwnRegistration,
        [DisbursementConfiguration.OneReferenceOnce] = Disbursement.ReferenceUsed.On(nameof(RecordDisbursement.Reference)),
        [Disbursement.ReferenceUsed.Code] = Disbursement.ReferenceUsed.On(nameof(RecordDisbursement.Reference)),
        [Disbursement.AboveLoanAmount.Code] = Disbursement.AboveLoanAmount.On(nameof(RecordDisbursement.Amount)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;
    private readonly ILogger<LoanService> _log;

    internal LoanService(BpjsBjbDbContext db, TimeProvider clock, ILogger<LoanService> log) => (_db, _clock, _log) = (db, clock, log);

    /// <summary>Declares the loan fit for disbursement; refused by the database while any condition of the gate is unmet.</summary>
    public async Task<Result<Guid>> ClearAsync(Guid id, uint version, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var loan = await FindAsync(id, version, by, cancel);
        if (loan is null) return Loan.NotApplied;
        if (loan.Status == LoanStatus.Cleared && loan.ClearedBy == by.UserId) return id;

        var now = _clock.GetUtcNow();
        var cleared = loan.Clear(by, now);
        if (cleared.IsRefused) return cleared.Refusals.ToArray();

        await NoteAsync(id, EnrollmentEventKind.Cleared, null, by, now, cancel);
        var failed = await _db.TrySaveAsync(Loan.ChangedMeanwhile, LoanRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.LoanCleared(id, by.UserId);
        return id;
    }

    /// <summary>Records a payout. The same reference and amount sent twice is one payout.</summary>
    public async Task<Result<Guid>> DisburseAsync(Guid id, uint version, RecordDisbursement input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var amount = Rupiah.Parse(input.Amount);
        var valueDate = TypedDate.Parse(input.ValueDate);
        var reference = (input.Reference ?? "").Trim();
        List<Refusal> refusals =
        [
            .. amount.Refusals.Select(refusal => refusal.On(nameof(input.Amount))),
            .. valueDate.Refusals.Select(refusal => refusal.On(nameof(input.ValueDate))),
        ];
        if (reference.Length == 0) refusals.Add(Disbursement.ReferenceMissing.On(nameof(input.Reference)));
        if (reference.Length > LongestReference) refusals.Add(Disbursement.ReferenceTooLong.With(LongestReference).On(nameof(input.Reference)));
        if (refusals.Count > 0) return refusals;

        if (await IsSameAsync(id, amount.Value, reference, cancel)) return id;

        var loan = await _db.Loans.AsNoTracking().VisibleTo(by).SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (loan is null) return Loan.NotCleared;

        var now = _clock.GetUtcNow();
        var paidOut = loan.Disburse(amount.Value, valueDate.Value, reference, by, now);
        if (paidOut.IsRefused)
        {
            await _db.RecordRefusedAsync(id, amount.Value, valueDate.Value, reference, paidOut.Refusals[0], now, cancel);
            await work.CommitAsync();
            return paidOut.Refusals.ToArray();
        }

        var refused = await PayOutAsync(paidOut.Value, version, by, now, cancel);
        if (refused.Count == 0)
        {
            _log.LoanDisbursed(id, paidOut.Value.Id);
            return id;
        }

        if (await IsSameAsync(id, amount.Value, reference, cancel)) return id;
        _log.DisbursementRefused(id, by.UserId);
        return refused.ToArray();
    }

    /// <summary>Decision and payout in one transaction. What is refused is committed too: as an attempt.</summary>
    private async Task<IReadOnlyList<Refusal>> PayOutAsync(Disbursement payout, uint version, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        var decision = await _db.DecideAsync(payout.LoanId, payout.ValueDate, client: null, now, cancel);
        if (await _db.PayOutAsync(payout, version, decision, cancel) is { } refused)
        {
            await _db.TrySaveAsync(Loan.ChangedMeanwhile, LoanRefusals, cancel);
            await _db.Database.BeginTransactionAsync(cancel);
            return [LoanRefusals.GetValueOrDefault(refused.Code, refused)];
        }

        await NoteAsync(payout.LoanId, EnrollmentEventKind.Disbursed, null, by, now, cancel);
        var failed = await _db.TrySaveAsync(Loan.ChangedMeanwhile, LoanRefusals, cancel);
        if (failed.Count == 0) return failed;

        // Refused at the commit: the transaction took its own attempt with it.
        await _db.RecordRefusedAsync(payout.LoanId, payout.Amount, payout.ValueDate, payout.Reference, failed[0], now, cancel);
        await _db.Database.CurrentTransaction!.CommitAsync(CancellationToken.None);
        await _db.Database.CurrentTransaction.DisposeAsync();
        await _db.Database.BeginTransactionAsync(cancel);
        return failed;
    }

    private async Task<Loan?> FindAsync(Guid id, uint version, Actor by, CancellationToken cancel)
    {
        var loan = await _db.Loans.VisibleTo(by).SingleOrDefaultAsync(row => row.Id == id, cancel);
        if (loan is not null) _db.Entry(loan).Property(row => row.Version).OriginalValue = version;
        return loan;
    }

    private async Task NoteAsync(Guid loanId, EnrollmentEventKind kind, string? detail, Actor by, DateTimeOffset at, CancellationToken cancel)
    {
        // An employer's loan has no case; what happens to it stands in the audit alone.
        var enrollmentId = await _db.Enrollments.Where(e => e.LoanId == loanId).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(cancel);
        if (enrollmentId is { } id) _db.Add(EnrollmentEvent.Of(id, kind, by.UserId, at, detail));
    }

    private Task<bool> IsSameAsync(Guid loanId, Rupiah amount, string reference, CancellationToken cancel) =>
        _db.Disbursements.AsNoTracking().AnyAsync(
            row => row.LoanId == loanId && row.Amount == amount && row.Reference == reference, cancel);
}
