using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Gate;

/// <summary>What another system is told of a loan and a value date. It names no person.</summary>
/// <param name="Reasons">Codes of what closed the gate; none while it is open.</param>
public sealed record DecisionForSystem(
    Guid Id, string ApplicationNumber, DateOnly OnDate, bool IsOpen, Rupiah AmountCap, IReadOnlyList<string> Reasons, DateTimeOffset DecidedAt,
    DateTimeOffset ExpiresAt);

/// <summary>Has decisions made for other systems, such as the bank's core. They are kept like those a person asks for.</summary>
public sealed class DecisionService
{
    public static readonly Refusal UnknownLoan = new("decision.loan-unknown");

    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;

    internal DecisionService(BpjsBjbDbContext db, TimeProvider clock) => (_db, _clock) = (db, clock);

    /// <param name="client">The system that asks.</param>
    public async Task<Result<DecisionForSystem>> DecideAsync(string applicationNumber, DateOnly on, string client, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(RowScope.Everything, cancel);
        var loan = await _db.Loans.AsNoTracking().Where(row => row.ApplicationNumber == applicationNumber && row.Status != LoanStatus.Cancelled)
            .Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancel);
        if (loan is null) return UnknownLoan;
        if (await _db.DecideAsync(loan.Value, on, client, _clock.GetUtcNow(), cancel) is not { } id) return UnknownLoan;

        var row = await _db.Database.SqlQuery<Row>(
            $"""
             select d.is_open, d.amount_cap, d.decided_at, d.expires_at,
                    array(select jsonb_array_elements_text(d.facts -> 'reasons')) as reasons
               from gate_decisions d where d.id = {id}
             """).SingleAsync(cancel);
        await work.CommitAsync();
        return new DecisionForSystem(
            id, applicationNumber, on, row.IsOpen, new Rupiah(row.AmountCap),
            row.Reasons, row.DecidedAt, row.ExpiresAt);
    }

    private sealed record Row(bool IsOpen, long AmountCap, DateTimeOffset DecidedAt, DateTimeOffset ExpiresAt, string[] Reasons);
}
