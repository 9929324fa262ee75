using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BpjsBjb.Services.Csr;

/// <summary>
/// From a proposal to the paid month: who gets which months, two approvals, hand-over, bill, payment. A month of a person is bound by one
/// payer at a time, whoever asks first; two proposals at once never bind it twice.
/// </summary>
public sealed class CsrAllocationService
{
    private const int LongestReference = 40;

    private static readonly Dictionary<string, Refusal> AllocationRefusals = new()
    {
        ["pk_csr_approvals"] = CsrAllocation.ApprovedByInstitution,
        ["pk_csr_handovers"] = CsrAllocation.HandedOver,
        ["ux_csr_bills_allocation"] = CsrAllocation.Billed,
        ["pk_csr_bill_payments"] = CsrAllocation.AlreadyPaid,
        ["ux_csr_bill_payments_reference"] = CsrFund.ReferenceUsed.On(nameof(PayCsrBill.Reference)),
        ["pk_csr_exceptions"] = CsrAllocation.ExceptionAsked,
        [CsrFund.AboveUnspent.Code] = CsrFund.AboveUnspent.On(nameof(ProposeAllocation.Budget)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<CsrAllocationService> _log;

    internal CsrAllocationService(BpjsBjbDbContext db, RuleBookSource rules, TimeProvider clock, ILogger<CsrAllocationService> log) =>
        (_db, _rules, _clock, _log) = (db, rules, clock, log);

    /// <summary>
    /// Chooses people of the fund's lists, region by region in the order of the lists, as far as each region's part of the budget reaches, and binds
    /// their months. Months somebody else pays are left out and noted.
    /// </summary>
    public async Task<Result<Guid>> ProposeAsync(Guid fundId, ProposeAllocation input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var budget = Rupiah.Parse(input.Budget);
        refusals.AddRange(budget.Refusals.Select(refusal => refusal.On(nameof(input.Budget))));
        if (!budget.IsRefused && budget.Value <= Rupiah.Zero) refusals.Add(CsrFund.BudgetIsZero.On(nameof(input.Budget)));
        var first = TypedMonth.Parse(input.FirstMonth);
        refusals.AddRange(first.Refusals.Select(refusal => refusal.On(nameof(input.FirstMonth))));
        var months = CsrFundService.MonthsOf(input.Months, CsrFund.MostMonths);
        if (months is null) refusals.Add(CsrFund.MonthsOutOfRange.With(CsrFund.MostMonths).On(nameof(input.Months)));
        if (refusals.Count > 0) return refusals;

        var funds = await _db.Database.SqlQuery<FundRow>(
            $"select membership_code, first_month, months, csr_unspent(id) as unspent from csr_funds where id = {fundId}").ToListAsync(cancel);
        if (funds is not [var fund]) return CsrFund.Unknown;

        var start = first.Value;
        if (start < Month.Of(_clock.Today())) refusals.Add(CsrAllocation.MonthIsPast.With(start).On(nameof(input.FirstMonth)));
        var (from, after) = (Month.Of(fund.FirstMonth), Month.Of(fund.FirstMonth).Plus(fund.Months));
        if (start < from || start.Plus(months!.Value) > after) refusals.Add(CsrAllocation.OutsideFund.With(from, after.Plus(-1)).On(nameof(input.FirstMonth)));
        if (budget.Value.Amount > fund.Unspent) refusals.Add(CsrFund.AboveUnspent.With(new Rupiah(fund.Unspent)).On(nameof(input.Budget)));
        if (refusals.Count > 0) return refusals;

        if (await PricesAsync(Enum.Parse<MembershipCode>(fund.MembershipCode), start, months!.Value, cancel) is not { } prices)
        {
            return CsrAllocation.NoPrice.With(start).On(nameof(input.FirstMonth));
        }

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await _db.Database.ExecuteSqlInterpolatedAsync(
            $"""
             insert into csr_allocations (id, fund_id, first_month, months, budget, proposed_by, proposed_at)
             values ({id}, {fundId}, {start.FirstDay}, {months}, {budget.Value.Amount}, {by.UserId}, {now})
             """,
            cancel);
        foreach (var price in prices)
        {
            foreach (var line in price.Lines)
            {
                await _db.Database.ExecuteSqlInterpolatedAsync(
                    $"""
                     insert into csr_prices (allocation_id, month, sector, program, gross, discount_percent, amount, rate_rule_id, discount_rule_id, is_confirmed)
                     values ({id}, {line.Month.FirstDay}, {price.Sector.ToString()}, {line.Program.ToString()}, {line.Gross.Amount}, {line.DiscountPercent},
                             {line.Amount.Amount}, {line.Rate.Id}, {line.Discount?.Id}, {line.Rate.IsConfirmed && line.Discount is null or { IsConfirmed: true }})
                     """,
                    cancel);
            }
        }

        var counts = (await ChooseAsync(id, fundId, start, start.Plus(months.Value), budget.Value, cancel))[0];
        await _db.Database.ExecuteSqlInterpolatedAsync(
            $"""
             insert into csr_items (allocation_id, candidate_id, months, amount)
             select allocation_id, candidate_id, count(*), sum(amount) from csr_months where allocation_id = {id} group by allocation_id, candidate_id
             """,
            cancel);
        var chosen = await _db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from csr_items where allocation_id = {id}").SingleAsync(cancel);
        if (chosen == 0)
        {
            // Others bound all of it just now: what is free is looked at again.
            if (counts.Chosen > 0) return CsrFund.ChangedMeanwhile;

            return counts.Wanted > 0
                ? CsrAllocation.BudgetBuysNobody.With(prices.Min(price => price.Total)).On(nameof(input.Budget))
                : CsrAllocation.NobodyToCover.With(counts.Elsewhere).On(nameof(input.Budget));
        }

        var failed = await _db.TrySaveAsync(
            CsrFund.ChangedMeanwhile,
            AllocationRefusals,
            cancel,
            $"""
             update csr_allocations a
                set workers = s.workers, person_months = s.person_months, total = s.total, covered_elsewhere = {counts.Elsewhere},
                    waiting = greatest(0, {counts.Wanted} - s.workers)
               from (select count(*)::int as workers, sum(months)::int as person_months, sum(amount)::bigint as total from csr_items where allocation_id = {id}) s
              where a.id = {id}
             """);
        if (failed.Count > 0) return failed.ToArray();

        _log.CsrAllocationProposed(id, fundId, chosen);
        return id;
    }

    /// <summary>One of two approvals; the second of them approves it.</summary>
    public async Task<Result<Guid>> ApproveAsync(Guid id, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await StandingAsync(id, cancel) is not { } standing) return CsrAllocation.Unknown;

        var institution = await _db.Offices.AsNoTracking().Where(office => office.Id == by.OfficeId).Select(office => office.Institution).SingleAsync(cancel);
        var failed = await _db.TrySaveAsync(
            CsrAllocation.Decided,
            AllocationRefusals,
            cancel,
            $"""
             insert into csr_approvals (allocation_id, institution, approved_by, approved_at)
             values ({id}, {institution.ToString()}, {by.UserId}, {_clock.GetUtcNow()})
             """);
        if (failed.Count > 0) return failed.ToArray();

        _log.CsrAllocationApproved(id, by.UserId);
        return standing.FundId;
    }

    /// <summary>
    /// Refuses what is proposed or gives up what is approved and not paid: its months are free again. A supervisor or a region does, or whoever
    /// proposed it.
    /// </summary>
    public async Task<Result<Guid>> EndAsync(Guid id, EndAllocation input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var why = SectionValidators.Choice<AllocationEnd>(input.Why);
        if (why is null) return CsrAllocation.EndMissing.On(nameof(input.Why));
        if (await StandingAsync(id, cancel) is not { } standing) return CsrAllocation.Unknown;
        if (standing.Status is "Refused" or "Cancelled") return CsrAllocation.Decided;
        if (by.Role == Role.BpjsReviewer && standing.ProposedBy != by.UserId) return CsrAllocation.NotYours;

        var next = standing.Status == "Proposed" ? AllocationStatus.Refused : AllocationStatus.Cancelled;
        var failed = await _db.TrySaveAsync(
            CsrAllocation.Decided,
            AllocationRefusals,
            [
                $"""
                 update csr_allocations set status = {next.ToString()}, ended_why = {why.ToString()}, ended_by = {by.UserId}, ended_at = {_clock.GetUtcNow()}
                  where id = {id}
                 """,
                $"delete from csr_months where allocation_id = {id}",
            ],
            cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.CsrAllocationEnded(id, by.UserId);
        return standing.FundId;
    }

    /// <summary>The names were handed over to BPJS (Berita Acara Serah Terima Data). Once.</summary>
    public async Task<Result<Guid>> HandOverAsync(Guid id, HandOver input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var on = TypedText.DayOf(input.HandedOverOn, nameof(input.HandedOverOn), refusals, TypedDate.Missing);
        if (refusals.Count > 0) return refusals;
        if (await StandingAsync(id, cancel) is null) return CsrAllocation.Unknown;

        var failed = await _db.TrySaveAsync(
            CsrAllocation.Decided,
            AllocationRefusals,
            cancel,
            $"insert into csr_handovers (allocation_id, handed_over_on, recorded_by, recorded_at) values ({id}, {on}, {by.UserId}, {_clock.GetUtcNow()})");
        return failed.Count > 0
            ? failed.Select(refusal => refusal.Code == CsrFund.InTheFuture.Code ? refusal.On(nameof(input.HandedOverOn)) : refusal).ToArray()
            : id;
    }

    /// <summary>Bills the months nobody else has paid since they were proposed; the others are given up and noted.</summary>
    public async Task<Result<Guid>> BillAsync(Guid id, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await StandingAsync(id, cancel) is null) return CsrAllocation.Unknown;

        await _db.Database.ExecuteSqlInterpolatedAsync($"select csr_give_up_covered({id})", cancel);
        if (await StandingAsync(id, cancel) is not { Total: > 0 }) return CsrAllocation.NothingLeft;

        var now = _clock.GetUtcNow();
        var bill = Guid.CreateVersion7(now);
        var failed = await _db.TrySaveAsync(
            CsrAllocation.Decided,
            AllocationRefusals,
            cancel,
            $"""
             insert into csr_bills (id, allocation_id, person_months, total, due_on, issued_by, issued_at)
             select {bill}, id, person_months, total, (first_month + interval '1 month' - interval '1 day')::date, {by.UserId}, {now}
               from csr_allocations where id = {id}
             """);
        if (failed.Count > 0) return failed.ToArray();

        _log.CsrBilled(bill, id);
        return bill;
    }

    /// <summary>The bill was paid to BPJS: its months are covered. The same payment sent twice is one.</summary>
    public async Task<Result<Guid>> PayAsync(Guid id, PayCsrBill input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var on = TypedText.DayOf(input.PaidOn, nameof(input.PaidOn), refusals, TypedDate.Missing);
        var reference = CsrFundService.Text(input.Reference, LongestReference, CsrFund.ReferenceMissing, nameof(input.Reference), refusals);
        if (refusals.Count > 0) return refusals;
        if (await BillOfAsync(id, cancel) is not { } bill) return CsrAllocation.Unknown;
        if (await SameAsync()) return id;

        var failed = await _db.TrySaveAsync(
            CsrAllocation.Decided,
            AllocationRefusals,
            cancel,
            $"""
             insert into csr_bill_payments (bill_id, paid_on, reference, recorded_by, recorded_at)
             values ({bill}, {on}, {reference}, {by.UserId}, {_clock.GetUtcNow()})
             """);
        if (failed.Count > 0)
        {
            return await SameAsync()
                ? id
                : failed.Select(refusal => refusal.Code == CsrFund.InTheFuture.Code || refusal.Code == CsrAllocation.PaidLate.Code
                    ? refusal.On(nameof(input.PaidOn))
                    : refusal).ToArray();
        }

        _log.CsrBillPaid(bill, id);
        return id;

        async Task<bool> SameAsync() => await _db.Database.SqlQuery<int>(
            $"select count(*)::int as \"Value\" from csr_bill_payments where bill_id = {bill} and paid_on = {on} and lower(reference) = lower({reference})").SingleAsync(cancel) > 0;
    }

    /// <summary>Asks that a bill may be paid late, because the donor's money was (Perdir 22/PERDIR.02/072022, BPU 12c).</summary>
    public async Task<Result<Guid>> AskExceptionAsync(Guid id, AskException input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var reason = SectionValidators.Choice<LateReason>(input.Reason);
        if (reason is null) return CsrAllocation.LateReasonMissing.On(nameof(input.Reason));
        if (await BillOfAsync(id, cancel) is not { } bill) return CsrAllocation.Unknown;

        var due = await _db.Database.SqlQuery<DateOnly>($"select due_on as \"Value\" from csr_bills where id = {bill}").SingleAsync(cancel);
        if (_clock.Today() <= due) return CsrAllocation.NotLate.With(due);

        var failed = await _db.TrySaveAsync(
            CsrAllocation.Decided,
            AllocationRefusals,
            cancel,
            $"insert into csr_exceptions (bill_id, reason, asked_by, asked_at) values ({bill}, {reason.ToString()}, {by.UserId}, {_clock.GetUtcNow()})");
        return failed.Count > 0 ? failed.ToArray() : id;
    }

    /// <summary>Another office's person decides about it.</summary>
    public async Task<Result<Guid>> DecideExceptionAsync(Guid id, DecideException input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var verdict = SectionValidators.Choice<ExceptionVerdict>(input.Verdict);
        if (verdict is null) return CsrAllocation.VerdictMissing.On(nameof(input.Verdict));
        if (await BillOfAsync(id, cancel) is not { } bill) return CsrAllocation.Unknown;

        var failed = await _db.TrySaveAsync(
            CsrAllocation.ExceptionDecided,
            AllocationRefusals,
            cancel,
            $"update csr_exceptions set verdict = {verdict.ToString()}, decided_by = {by.UserId}, decided_at = {_clock.GetUtcNow()} where bill_id = {bill}");
        return failed.Count > 0 ? failed.ToArray() : id;
    }

    /// <summary>Both sectors' prices, or null where the law of a month is not known yet.</summary>
    internal async Task<IReadOnlyList<CsrPrice>?> PricesAsync(MembershipCode code, Month first, int months, CancellationToken cancel)
    {
        var rules = await _rules.ReadAsync(cancel);
        var prices = Enum.GetValues<ContributionSector>().Select(sector => CsrPrice.For(sector, CsrFund.PayerOf(code), first, months, rules)).ToList();
        return prices.TrueForAll(price => price is not null) ? [.. prices.Select(price => price!)] : null;
    }

    /// <summary>
    /// One statement: the months free of every other payer, each person's cost, a running sum by region in the order of the lists, and the months of
    /// those it reaches. Sorted as they are written, so that two at once wait for each other and never in a circle.
    /// </summary>
    private Task<List<CountRow>> ChooseAsync(Guid id, Guid fundId, Month first, Month after, Rupiah budget, CancellationToken cancel) =>
        _db.Database.SqlQuery<CountRow>(
            $"""
             with quota as (
                 select region_code, ({budget.Amount}::bigint * share / 10000)::bigint as money from csr_fund_regions where fund_id = {fundId}
             ), months as (
                 select m::date as month from generate_series({first.FirstDay}::timestamp, {after.Plus(-1).FirstDay}::timestamp, interval '1 month') m
             ), price as (
                 select month, sector, sum(amount)::bigint as amount from csr_prices where allocation_id = {id} group by month, sector
             ), taken as materialized (
                 select candidate_id, month, min(payer) as payer from csr_covered({fundId}, {first.FirstDay}, {after.FirstDay}) group by candidate_id, month
             ), people as materialized (
                 select c.id, c.nik_hash, o.sector, q.region_code, q.money, l.decided_at, c.row_number
                   from csr_candidates c
                   join csr_lists l on l.id = c.list_id and l.status = 'Confirmed'
                   join csr_occupations o on o.code = c.occupation_code
                   cross join lateral (select * from quota where c.region_code like quota.region_code || '%' order by length(quota.region_code) desc limit 1) q
                  where c.fund_id = {fundId} and c.erased_at is null
                    and not exists (select from csr_benefits b where b.candidate_id = c.id and b.kind = 'Death')
             ), free as materialized (
                 select p.id, p.nik_hash, p.region_code, p.money, p.decided_at, p.row_number, m.month, price.amount
                   from people p cross join months m join price on price.month = m.month and price.sector = p.sector
                   left join taken t on t.candidate_id = p.id and t.month = m.month
                  where t.candidate_id is null
             ), wanted as (
                 select id, region_code, money, decided_at, row_number, sum(amount)::bigint as cost from free group by id, region_code, money, decided_at, row_number
             ), chosen as (
                 select id from (select id, money, sum(cost) over (partition by region_code order by decided_at, row_number, id rows unbounded preceding) as running
                                   from wanted) ranked
                  where running <= money
             ), bound as (
                 insert into csr_months (nik_hash, month, allocation_id, candidate_id, amount)
                 select f.nik_hash, f.month, {id}, f.id, f.amount from free f join chosen c on c.id = f.id order by f.nik_hash, f.month
                 on conflict (nik_hash, month) do nothing
             ), skipped as (
                 insert into csr_skipped_months (allocation_id, candidate_id, month, payer)
                 select {id}, t.candidate_id, t.month, t.payer from taken t join people p on p.id = t.candidate_id where t.payer <> 'Fund'
             )
             select (select count(*)::int from wanted) as wanted, (select count(*)::int from chosen) as chosen,
                    (select count(*)::int from people p where not exists (select from wanted w where w.id = p.id)
                        and exists (select from taken t where t.candidate_id = p.id and t.payer <> 'Fund')) as elsewhere
             """).ToListAsync(cancel);

    private async Task<StandingRow?> StandingAsync(Guid id, CancellationToken cancel) =>
        (await _db.Database.SqlQuery<StandingRow>($"select fund_id, status, total, proposed_by from csr_allocations where id = {id}").ToListAsync(cancel)) is [var row] ? row : null;

    private async Task<Guid?> BillOfAsync(Guid id, CancellationToken cancel) =>
        (await _db.Database.SqlQuery<Guid>($"select id as \"Value\" from csr_bills where allocation_id = {id}").ToListAsync(cancel)) is [var bill] ? bill : null;

    private sealed record FundRow(string MembershipCode, DateOnly FirstMonth, int Months, long Unspent);

    private sealed record CountRow(int Wanted, int Chosen, int Elsewhere);

    private sealed record StandingRow(Guid FundId, string Status, long Total, Guid ProposedBy);
}
