using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Gate;

/// <summary>Asks the database's gate. It alone decides, and alone writes payouts (<c>gate.v1.sql</c>); here is only its door.</summary>
internal static class Gatekeeper
{
    /// <summary>Has a decision made and kept for a value date.</summary>
    /// <param name="client">The system that asks; null where a person does.</param>
    /// <returns>The decision's number; null where the loan is not in the caller's scope.</returns>
    public static async Task<Guid?> DecideAsync(
        this BpjsBjbDbContext db, Guid loanId, DateOnly on, string? client, DateTimeOffset now, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7(now);
        var isOpen = (await db.Database.SqlQuery<bool?>($"select decide_gate({id}, {loanId}, {on}, {client}) as \"Value\"").ToListAsync(cancel)).Single();
        return isOpen is null ? null : id;
    }

    /// <summary>Pays out on a decision. One attempt is on record either way, once the unit of work is committed.</summary>
    /// <param name="seen">The loan's version that was shown.</param>
    /// <returns>Why it was refused; null when it is paid out.</returns>
    public static async Task<Refusal?> PayOutAsync(this BpjsBjbDbContext db, Disbursement payout, uint seen, Guid? decisionId, CancellationToken cancel) =>
        (await db.Database.SqlQuery<string?>(
            $"""
             select disburse({payout.Id}, {payout.LoanId}, {(long)seen}, {decisionId}::uuid, {payout.Amount.Amount}, {payout.ValueDate}, {payout.Reference}) as "Value"
             """).ToListAsync(cancel)).Single() is { } code
            ? new Refusal(code)
            : null;

    /// <summary>Keeps an attempt that was refused before the gate was asked, or at the commit.</summary>
    public static Task RecordRefusedAsync(
        this BpjsBjbDbContext db, Guid loanId, Rupiah amount, DateOnly on, string reference, Refusal why, DateTimeOffset now, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"select record_refused_attempt({Guid.CreateVersion7(now)}, {loanId}, {amount.Amount}, {on}, {reference}, {why.Code})", cancel);

    /// <summary>For a history that is told afterwards: pays out as of an earlier moment what the gate lets through today.</summary>
    /// <exception cref="InvalidOperationException">The gate refuses.</exception>
    public static void PayOutAsRecorded(this BpjsBjbDbContext db, Disbursement payout)
    {
        db.Database.ExecuteSql($"select set_config('app.user', {payout.RecordedBy.ToString()}, true)");
        var decision = Guid.CreateVersion7(payout.RecordedAt);
        db.Database.ExecuteSql($"select decide_gate({decision}, {payout.LoanId}, {payout.ValueDate})");
        var why = db.Database.SqlQuery<string?>(
            $"""
             select disburse_as_recorded({payout.Id}, {payout.LoanId}, {decision}, {payout.Amount.Amount}, {payout.ValueDate}, {payout.Reference},
                                         {payout.RecordedAt}) as "Value"
             """).AsEnumerable().Single();
        // What the commit would ask is asked now: later chapters of the same transaction may tell of a lapse or a death.
        db.Database.ExecuteSql($"set constraints disbursements_prove immediate");
        db.Database.ExecuteSql($"set constraints disbursements_prove deferred");
        db.Database.ExecuteSql($"select set_config('app.user', {Guid.Empty.ToString()}, true)");
        if (why is not null) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Loan {payout.LoanId}: {why}"));
    }
}
