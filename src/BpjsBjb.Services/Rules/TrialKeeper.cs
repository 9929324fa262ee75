using System.Text.Json;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Rules;

/// <summary>
/// Runs proposals over all live debtors and the wage earners of those that are employers, in the worker's own login and scope. No row of theirs is
/// written: the run keeps sums, and rows by reference. A run that was killed is begun again by whoever finds it silent,
/// and given up after the third time.
/// </summary>
public sealed class TrialKeeper : IJob
{
    private const int Batch = 5_000;
    private const int MostAttempts = 3;

    /// <summary>Seconds without a sign of life after which a run counts as killed; a batch takes far less.</summary>
    private const int SilentSeconds = 60;

    private readonly WorkerDatabase _databases;
    private readonly RuleBookSource _rules;
    private readonly PersonalDataVault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger<TrialKeeper> _log;

    internal TrialKeeper(WorkerDatabase databases, RuleBookSource rules, PersonalDataVault vault, TimeProvider clock, ILogger<TrialKeeper> log) =>
        (_databases, _rules, _vault, _clock, _log) = (databases, rules, vault, clock, log);

    /// <summary>One round: every run that waits, one after another.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var db = _databases.Create();
        await db.Database.ExecuteSqlAsync(
            $"""
             update rule_trials set status = 'Failed', failure = {nameof(TrialFailure.Interrupted)}, finished_at = {_clock.GetUtcNow()}
              where status = 'Running' and attempts >= {MostAttempts} and alive_at < clock_timestamp() - make_interval(secs => {SilentSeconds})
             """,
            cancel);
        var done = 0;
        for (; await ClaimAsync(db, cancel) is { } run; done++) await RunAsync(db, run, cancel);
        return done;
    }

    private async Task<Run?> ClaimAsync(BpjsBjbDbContext db, CancellationToken cancel) => (await db.Database.SqlQuery<Run>(
        $"""
         update rule_trials
            set status = 'Running', attempts = attempts + 1, started_at = {_clock.GetUtcNow()}, alive_at = clock_timestamp(), debtors = 0, debtors_done = 0
          where id = (select id from rule_trials
                       where status = 'Waiting' or (status = 'Running' and alive_at < clock_timestamp() - make_interval(secs => {SilentSeconds}))
                       order by asked_at limit 1 for update skip locked)
         returning id, proposal_id, attempts
         """).ToListAsync(cancel)) is [var run] ? run : null;

    private async Task RunAsync(BpjsBjbDbContext db, Run run, CancellationToken cancel)
    {
        var proposal = await db.Database.SqlQuery<Proposal>($"select kind, valid_from from rule_proposals where id = {run.ProposalId}").SingleAsync(cancel);
        var changed = await db.Database.SqlQuery<string>($"select rows::text as \"Value\" from rule_rows_if({run.ProposalId}) rows").ToListAsync(cancel);
        _rules.Forget(); // the run must know every rule approved before it began
        var present = await _rules.ReadAsync(cancel);
        var proposed = present.With(ProposedRow.Read(ProposedRow.KindOf(proposal.Kind), changed));
        var trial = new RuleTrial(present, proposed, proposal.ValidFrom, _clock.Today());
        var earners = new TrialEarners(db, _vault, trial, _clock.Today());
        var total = await CountAsync(db, cancel) + await earners.CountAsync(cancel);
        if (await RowsAsync(db, run, trial, total, cancel) is not { } rows) return;
        if (await EarnersAsync(db, run, earners, rows, total, cancel)) await FinishAsync(db, run, trial, rows, earners.Employers, cancel);
    }

    /// <summary>Every wage earner of an employer with a facility; false when the run has failed, or somebody else has taken it over.</summary>
    private async Task<bool> EarnersAsync(
        BpjsBjbDbContext db, Run run, TrialEarners earners, List<TrialRow> rows, int total, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                if (await earners.NextAsync(cancel) is not { } batch) return true;

                rows.AddRange(batch);
            }
            catch (InvalidOperationException) // the proposal leaves a wage without its price
            {
                await FailAsync(db, run, cancel);
                return false;
            }

            if (!await TellAsync(db, run, rows.Count, total, cancel)) return false;
        }
    }

    private static async Task<int> CountAsync(BpjsBjbDbContext db, CancellationToken cancel) => await db.Database.SqlQuery<int>(
        $"""
         select count(*)::int as "Value" from enrollments e join loans l on l.id = e.loan_id
          where e.status = 'Accepted' and e.participation_id is not null and l.status <> 'Cancelled'
         """).SingleAsync(cancel);

    /// <returns>False when somebody else has taken the run over.</returns>
    private static async Task<bool> TellAsync(BpjsBjbDbContext db, Run run, int done, int total, CancellationToken cancel) => await db.Database.ExecuteSqlAsync(
        $"""
         update rule_trials set debtors = {Math.Max(total, done)}, debtors_done = {done}, alive_at = clock_timestamp()
          where id = {run.Id} and attempts = {run.Attempts} and status = 'Running'
         """,
        cancel) == 1;

    /// <summary>Every live debtor under both books; null when the run has failed, or somebody else has taken it over.</summary>
    private async Task<List<TrialRow>?> RowsAsync(BpjsBjbDbContext db, Run run, RuleTrial trial, int total, CancellationToken cancel)
    {
        List<TrialRow> rows = new(total);
        HashSet<Guid> counted = [];
        var last = Guid.Empty;
        while (await BatchAsync(db, last, trial, cancel) is { Count: > 0 } batch)
        {
            try
            {
                rows.AddRange(batch.Select(live => new TrialRow(
                    live.Reference, live.OfficeId, live.RegencyCode, trial.Of(live.Debtor(counted.Add(live.ParticipationId))))));
            }
            catch (InvalidOperationException) // the domain cannot price it: a fraction, or a day without its row
            {
                await FailAsync(db, run, cancel);
                return null;
            }

            last = batch[^1].Id;
            if (!await TellAsync(db, run, rows.Count, total, cancel)) return null;
        }

        return rows;
    }

    private async Task<List<Live>> BatchAsync(BpjsBjbDbContext db, Guid after, RuleTrial trial, CancellationToken cancel)
    {
        var (from, today) = (Month.Of(trial.Day).FirstDay, _clock.Today());
        return await db.Database.SqlQuery<Live>(
            $"""
             with live as (
                 select e.id, e.reference, e.office_id, e.participation_id, e.outcome, l.regency_code, l.product_code, l.loan_amount, l.id as loan_id,
                        l.status <> 'Disbursed' as is_awaited
                   from enrollments e join loans l on l.id = e.loan_id
                  where e.status = 'Accepted' and e.participation_id is not null and l.status <> 'Cancelled' and e.id > {after}
                  order by e.id limit {Batch}),
             paid as (
                 select participation_id, array_agg(month) as months from covered_months
                  where month >= {from} and participation_id in (select participation_id from live) group by participation_id),
             payer as (
                 select distinct on (participation_id) participation_id, payer from bills
                  where cancelled_at is null and participation_id in (select participation_id from live) order by participation_id, first_month desc)
             select live.id, live.reference, live.office_id, live.participation_id, coalesce(live.outcome, '') as outcome, live.regency_code, live.product_code,
                    live.loan_amount, p.category, p.sector, coalesce(payer.payer, 'Participant') as payer, p.with_jht, p.contribution_base,
                    p.segment, p.kpj_hash is not null as has_card, p.covered_through, coalesce(paid.months, array[]::date[]) as prepaid, live.is_awaited,
                    case when live.is_awaited then loan_evidence(live.loan_id, {today}) end as evidence,
                    case when live.is_awaited then loan_guaranteed_share(live.loan_id, {today}) else 0 end as guaranteed_share
               from live
               join participations p on p.id = live.participation_id
               left join paid on paid.participation_id = p.id
               left join payer on payer.participation_id = p.id
              order by live.id
             """).ToListAsync(cancel);
    }

    private async Task FinishAsync(
        BpjsBjbDbContext db, Run run, RuleTrial trial, List<TrialRow> rows, IReadOnlyList<TriedEmployer> employers, CancellationToken cancel)
    {
        var firms = employers.ToLookup(employer => (employer.OfficeId, employer.RegionCode));
        var people = rows.ToLookup(row => (row.OfficeId, row.RegionCode));
        var places = people.Select(group => group.Key).Union(firms.Select(group => group.Key));
        var sums = JsonSerializer.Serialize(places.Select(place => (Place: place, Group: people[place])).Select(pair => new
        {
            office_id = pair.Place.OfficeId,
            region_code = pair.Place.RegionCode,
            debtors = pair.Group.Count(row => row.Outcome.Employer is null),
            workers = pair.Group.Count(row => row.Outcome.Employer is not null),
            employers = firms[pair.Place].Count(),
            employers_changed = firms[pair.Place].Count(employer => employer.Outcome.IsChanged),
            newly_held = pair.Group.Count(row => row.Outcome.IsNewlyHeld) + firms[pair.Place].Sum(employer => employer.Outcome.NewlyHeld),
            no_longer_held = pair.Group.Count(row => row.Outcome.IsNoLongerHeld) + firms[pair.Place].Sum(employer => employer.Outcome.NoLongerHeld),
            changed = pair.Group.Count(row => row.Outcome.IsChanged),
            amount_before = pair.Group.Sum(row => row.Outcome.Before.Amount),
            amount_after = pair.Group.Sum(row => row.Outcome.After.Amount),
            newly_bound = pair.Group.Count(row => row.Outcome.IsNewlyBound),
            no_longer_bound = pair.Group.Count(row => row.Outcome.IsNoLongerBound),
            status_changed = pair.Group.Count(row => row.Outcome.StatusBefore != row.Outcome.StatusAfter),
            prepaid = pair.Group.Count(row => row.Outcome.PrepaidMonths > 0),
            refund = pair.Group.Sum(row => Math.Max(row.Outcome.Credit, 0)),
            shortfall = pair.Group.Sum(row => Math.Max(-row.Outcome.Credit, 0)),
        }));
        var packed = TrialRow.Pack(rows);
        await using var work = await db.Database.BeginTransactionAsync(cancel);
        var isOurs = await db.Database.ExecuteSqlAsync(
            $"""
             update rule_trials set status = 'Finished', finished_at = {_clock.GetUtcNow()}, priced_month = {trial.Month.FirstDay}, rows_packed = {packed},
                    debtors = {rows.Count}, debtors_done = {rows.Count}
              where id = {run.Id} and attempts = {run.Attempts} and status = 'Running'
             """,
            cancel) == 1;
        if (!isOurs) return;

        await db.Database.ExecuteSqlAsync(
            $"""
             insert into rule_trial_sums (trial_id, office_id, region_code, debtors, changed, amount_before, amount_after, newly_bound, no_longer_bound,
                    status_changed, prepaid, refund, shortfall, workers, employers, employers_changed, newly_held, no_longer_held)
             select {run.Id}, s.* from jsonb_to_recordset({sums}::jsonb) as s(office_id uuid, region_code text, debtors int, changed int, amount_before bigint,
                    amount_after bigint, newly_bound int, no_longer_bound int, status_changed int, prepaid int, refund bigint, shortfall bigint,
                    workers int, employers int, employers_changed int, newly_held int, no_longer_held int)
             """,
            cancel);
        await work.CommitAsync(CancellationToken.None);
        _log.RuleTried(run.Id, rows.Count);
    }

    private async Task FailAsync(BpjsBjbDbContext db, Run run, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
             update rule_trials set status = 'Failed', failure = {nameof(TrialFailure.CannotBePriced)}, finished_at = {_clock.GetUtcNow()}
              where id = {run.Id} and attempts = {run.Attempts} and status = 'Running'
             """,
            cancel);
        _log.RuleTrialFailed(run.Id);
    }

    internal static EvidenceStrength? EvidenceOf(string? stored) => stored is null ? null : Enum.Parse<EvidenceStrength>(stored);

    private sealed record Run(Guid Id, Guid ProposalId, int Attempts);

    private sealed record Proposal(string Kind, DateOnly ValidFrom);

    private sealed record Live(
        Guid Id, string Reference, Guid OfficeId, Guid ParticipationId, string Outcome, string RegencyCode, string ProductCode, long LoanAmount,
        string Category, string Sector, string Payer, bool WithJht, long ContributionBase, string Segment, bool HasCard, DateOnly? CoveredThrough,
        DateOnly[] Prepaid, bool IsAwaited, string? Evidence, int GuaranteedShare)
    {
        /// <param name="isFirst">False where another case has counted the same participation.</param>
        public LiveDebtor Debtor(bool isFirst) => new(
            Enum.Parse<ParticipantCategory>(Category), Enum.Parse<ContributionSector>(Sector), Enum.Parse<ContributionPayer>(Payer), WithJht,
            new Rupiah(ContributionBase), isFirst && Outcome != "Declined" && Segment == "Bpu", ProductCode, new Rupiah(LoanAmount), HasCard, CoveredThrough,
            Prepaid, IsAwaited ? new AwaitedPayout(Outcome != "Declined", EvidenceOf(Evidence), GuaranteedShare) : null);
    }
}
