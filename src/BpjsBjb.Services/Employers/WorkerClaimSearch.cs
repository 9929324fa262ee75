using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Employers;

/// <summary>Reads the claims of an employer's workers.</summary>
public sealed class WorkerClaimSearch
{
    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal WorkerClaimSearch(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, TimeProvider clock) =>
        (_db, _vault, _rules, _clock) = (db, vault, rules, clock);

    /// <summary>The claims of an employer's workers, the newest first.</summary>
    public async Task<IReadOnlyList<WorkerClaimItem>> OfEmployerAsync(Guid employerId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (!await _db.Employers.VisibleTo(actor).AnyAsync(row => row.Id == employerId, cancel)) return [];

        return (await _db.Database.SqlQuery<ItemRow>(
            $"""
             select c.id, w.full_name, c.kind, c.happened_on, ended.outcome
               from worker_claims c join employer_workers w on w.id = c.worker_id left join worker_claim_closures ended on ended.claim_id = c.id
              where c.employer_id = {employerId} order by c.opened_at desc
             """).ToListAsync(cancel))
            .ConvertAll(row => new WorkerClaimItem(
                row.Id, row.FullName, Enum.Parse<ClaimKind>(row.Kind), row.HappenedOn,
                ClaimSearch.StatusOf(row.Outcome is { } outcome ? Enum.Parse<ClaimOutcome>(outcome) : null)));
    }

    /// <summary>Everybody who works or worked for an employer, each stretch on one wage for itself; null where the employer is not the reader's.</summary>
    public async Task<(string EmployerName, IReadOnlyList<ClaimableWorker> Workers)?> WorkersAsync(Guid employerId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await _db.Employers.AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(row => row.Id == employerId, cancel) is not { } employer) return null;

        return (employer.Name, await _db.EmployerWorkers.AsNoTracking().Where(row => row.EmployerId == employerId)
            .OrderBy(row => row.FullName).ThenBy(row => row.ValidFrom)
            .Select(row => new ClaimableWorker(row.Id, row.FullName, row.ValidFrom, row.ValidTo)).ToListAsync(cancel));
    }

    /// <summary>One claim, or null when it is not there or not the reader's.</summary>
    public async Task<WorkerClaimDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await _db.ReadWorkerClaimAsync(id, actor, cancel) is not var (row, claim)) return null;

        var employer = await _db.Employers.AsNoTracking().SingleAsync(one => one.Id == row.EmployerId, cancel);
        var worker = await _db.EmployerWorkers.AsNoTracking().SingleAsync(one => one.Id == row.WorkerId, cancel);
        var events = await _db.WorkerClaimEventsAsync(claim, actor, cancel);
        var end = await EndAsync(id, cancel);
        var users = events.Select(line => line.By).Append(row.OpenedBy).ToList();
        var names = await _db.Users.Where(user => users.Contains(user.Id)).ToDictionaryAsync(user => user.Id, user => user.FullName, cancel);
        var book = await _rules.ReadAsync(cancel);
        var wage = Rupiah.Parse(_vault.Open(SealedColumns.WorkerWage, worker.Id, worker.WageSealed)).Value;
        return new WorkerClaimDetails(
            id, employer.Id, employer.Name, worker.FullName, Nik.Stored(_vault.Open(SealedColumns.WorkerNik, worker.Id, worker.NikSealed)),
            claim.Kind, claim.HappenedOn, _vault.Open(SealedColumns.WorkerClaimPlace, id, row.PlaceSealed), claim.ToldBy, claim.ToldOn,
            row.OpenedBy, NameOf(row.OpenedBy), row.OpenedAt, end, _clock.GetUtcNow(),
            ClaimDeadlines.Of(
                claim.Kind, claim.HappenedOn, time: null, claim.ToldOn, events, end is null ? null : JakartaTime.DateIn(end.At), book),
            Checklist.Of(claim.Kind, claim.HappenedOn, events, book),
            [.. events.OrderByDescending(line => line.At).Select(line => new WorkerClaimLine(line.Kind, line.Item, line.On, line.Reason, NameOf(line.By), line.At))],
            ClaimOutlook.OfWageEarner(claim.Kind, claim.HappenedOn, await LedgerAsync(worker, cancel), wage, book));

        string NameOf(Guid user) => names.GetValueOrDefault(user, "–");
    }

    private async Task<WorkerClaimEnd?> EndAsync(Guid id, CancellationToken cancel)
    {
        var rows = await _db.Database.SqlQuery<EndRow>(
            $"""
             select c.outcome, c.reason, c.paid_on, c.amount, coalesce(u.full_name, '–') as by_name, c.closed_at
               from worker_claim_closures c left join users u on u.id = c.closed_by where c.claim_id = {id}
             """).ToListAsync(cancel);
        return rows is [var row]
            ? new WorkerClaimEnd(
                Enum.Parse<ClaimOutcome>(row.Outcome), row.Reason is { } reason ? Enum.Parse<ClaimReason>(reason) : null, row.PaidOn,
                row.Amount is { } amount ? new Rupiah(amount) : null, row.ByName, row.ClosedAt)
            : null;
    }

    /// <summary>The months this employer paid for the worker, and when.</summary>
    private async Task<IReadOnlyList<LedgerMonth>> LedgerAsync(EmployerWorker worker, CancellationToken cancel) =>
        (await _db.Database.SqlQuery<LedgerRow>(
            $"""
             select m.month, p.paid_on, (p.recorded_at at time zone 'Asia/Jakarta')::date as recorded_on
               from worker_months m join employer_payments p on p.id = m.payment_id
              where m.employer_id = {worker.EmployerId} and m.nik_hash = {worker.NikHash} order by m.month
             """).ToListAsync(cancel))
            // What was paid for each worker is not kept apart; the outlook needs the months alone.
            .ConvertAll(row => new LedgerMonth(Month.Of(row.Month), row.PaidOn, row.RecordedOn, ContributionPayer.Participant, Rupiah.Zero, Base: null));

    private sealed record ItemRow(Guid Id, string FullName, string Kind, DateOnly HappenedOn, string? Outcome);

    private sealed record EndRow(string Outcome, string? Reason, DateOnly? PaidOn, long? Amount, string ByName, DateTimeOffset ClosedAt);

    private sealed record LedgerRow(DateOnly Month, DateOnly PaidOn, DateOnly RecordedOn);
}
