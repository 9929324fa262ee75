using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Rules;

/// <summary>An employer of a run, with or without wage earners.</summary>
internal sealed record TriedEmployer(Guid OfficeId, string RegionCode, EmployerOutcome Outcome);

/// <summary>
/// Wage earners of a run: whoever earns a wage on any day of the priced month at an employer with a facility, once, by the wage at its beginning.
/// Wages are opened to be priced and kept nowhere.
/// </summary>
internal sealed class TrialEarners(BpjsBjbDbContext db, PersonalDataVault vault, RuleTrial trial, DateOnly today)
{
    private const int Batch = 500;

    private readonly List<TriedEmployer> _employers = [];
    private Guid _last;

    /// <summary>Those asked so far.</summary>
    public IReadOnlyList<TriedEmployer> Employers => _employers;

    public async Task<int> CountAsync(CancellationToken cancel) => await db.Database.SqlQuery<int>(
        $"""
         select count(distinct (w.employer_id, w.nik_hash))::int as "Value" from employer_workers w
          where w.valid_from <= {trial.Month.LastDay} and coalesce(w.valid_to, 'infinity') >= {trial.Month.FirstDay}
            and exists (select from loans l where l.employer_id = w.employer_id and l.status <> 'Cancelled')
         """).SingleAsync(cancel);

    /// <summary>The wage earners of some employers more; null when all were asked.</summary>
    /// <exception cref="InvalidOperationException">The proposal leaves a wage without its price.</exception>
    public async Task<IReadOnlyList<TrialRow>?> NextAsync(CancellationToken cancel)
    {
        var employers = await db.Database.SqlQuery<EmployerRow>(
            $"""
             select e.id, e.office_id, e.regency_code, e.class, e.risk_group, array_agg(l.product_code::text order by l.applied_on, l.id) as products,
                    array_agg(l.loan_amount order by l.applied_on, l.id) as amounts, array_agg(l.status <> 'Disbursed' order by l.applied_on, l.id) as awaited,
                    array_agg(case when l.status <> 'Disbursed' then loan_evidence(l.id, {today}) end order by l.applied_on, l.id) as evidence,
                    array_agg(case when l.status <> 'Disbursed' then loan_guaranteed_share(l.id, {today}) else 0 end order by l.applied_on, l.id) as guaranteed,
                    (array_agg(l.application_number::text order by l.applied_on, l.id))[1] as reference
               from employers e join loans l on l.employer_id = e.id
              where l.status <> 'Cancelled' and e.id > {_last}
              group by e.id order by e.id limit {Batch}
             """).ToListAsync(cancel);
        if (employers.Count == 0) return null;

        _last = employers[^1].Id;
        var ids = employers.ConvertAll(employer => employer.Id);
        var workers = (await db.Database.SqlQuery<WorkerRow>(
            $"""
             select distinct on (w.employer_id, w.nik_hash) w.id, w.employer_id, w.wage_sealed,
                    coalesce((select array_agg(m.month) from worker_months m
                               where m.employer_id = w.employer_id and m.nik_hash = w.nik_hash and m.month >= {trial.Month.FirstDay}), array[]::date[]) as paid
               from employer_workers w
              where w.employer_id = any({ids}) and w.valid_from <= {trial.Month.LastDay} and coalesce(w.valid_to, 'infinity') >= {trial.Month.FirstDay}
              order by w.employer_id, w.nik_hash, w.valid_from
             """).ToListAsync(cancel)).ToLookup(worker => worker.EmployerId);
        return [.. employers.SelectMany(employer => RowsOf(employer, workers[employer.Id]))];
    }

    private IEnumerable<TrialRow> RowsOf(EmployerRow employer, IEnumerable<WorkerRow> workers)
    {
        var size = Enum.Parse<EnterpriseClass>(employer.Class);
        var outcome = trial.Of(new LiveEmployer(size, employer.Facilities()));
        _employers.Add(new TriedEmployer(employer.OfficeId, employer.RegencyCode, outcome));

        return workers.Select((worker, i) => new TrialRow(
            $"{employer.Reference}/{i + 1}", employer.OfficeId, employer.RegencyCode,
            trial.Of(new LiveWorker(size, employer.RiskGroup, WageOf(worker), worker.Paid), outcome)));
    }

    private Rupiah WageOf(WorkerRow worker) => Rupiah.Parse(vault.Open(SealedColumns.WorkerWage, worker.Id, worker.WageSealed)).Value;

    private sealed record EmployerRow(
        Guid Id, Guid OfficeId, string RegencyCode, string Class, int RiskGroup, string[] Products, long[] Amounts, bool[] Awaited, string?[] Evidence,
        int[] Guaranteed, string Reference)
    {
        public IReadOnlyList<LiveFacility> Facilities() =>
        [
            .. Products.Select((product, i) => new LiveFacility(
                product, new Rupiah(Amounts[i]),
                Awaited[i] ? new AwaitedPayout(IsAsked: true, TrialKeeper.EvidenceOf(Evidence[i]), Guaranteed[i]) : null)),
        ];
    }

    private sealed record WorkerRow(Guid Id, Guid EmployerId, byte[] WageSealed, DateOnly[] Paid);
}
