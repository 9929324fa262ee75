using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

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
    /// their months: of few at once, of many by the job that does it slice by slice. Months somebody else pays are left out and noted.
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
            $"select membership_code, first_month, months, csr_free(id) as unspent from csr_funds where id = {fundId}").ToListAsync(cancel);
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
        try
        {
            await _db.Database.ExecuteSqlInterpolatedAsync(
                $"""
                 insert into csr_allocations (id, fund_id, first_month, months, budget, proposed_by, proposed_at)
                 values ({id}, {fundId}, {start.FirstDay}, {months}, {budget.Value.Amount}, {by.UserId}, {now})
                 """,
                cancel);
        }
        catch (PostgresException failure) when (failure.ConstraintName == "ux_csr_allocations_filling")
        {
            return CsrAllocation.BeingFilled; // of the same fund; what is left for another is known when it is done
        }

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

        await AllowLongAsync(cancel);
        var counts = (await _db.Database.SqlQuery<CountRow>($"select wanted, reached, elsewhere from csr_choose({id})").ToListAsync(cancel))[0];
        if (counts.Reached == 0)
        {
            return counts.Wanted > 0
                ? CsrAllocation.BudgetBuysNobody.With(prices.Min(price => price.Total)).On(nameof(input.Budget))
                : CsrAllocation.NobodyToCover.With(counts.Elsewhere).On(nameof(input.Budget));
        }

        if (counts.Reached <= CsrAllocationKeeper.Slice)
        {
            await _db.Database.SqlQuery<int>($"select csr_bind({id}, {CsrAllocationKeeper.Slice}) as \"Value\"").SingleAsync(cancel);
            // Others bound all of it just now: what is free is looked at again.
            if (await _db.Database.SqlQuery<int>($"select workers as \"Value\" from csr_allocations where id = {id}").SingleAsync(cancel) == 0) return CsrFund.ChangedMeanwhile;
        }

        var failed = await _db.TrySaveAsync(CsrFund.ChangedMeanwhile, AllocationRefusals, cancel);
        if (failed.Count > 0) return failed.ToArray();

        _log.CsrAllocationProposed(id, fundId, counts.Reached);
        return id;
    }

    /// <summary>One of two approvals; the second of them approves it.</summary>
    public async Task<Result<Guid>> ApproveAsync(Guid id, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        if (await StandingAsync(id, cancel) is not { } standing) return CsrAllocation.Unknown;
        if (!standing.IsFilled) return CsrAllocation.BeingFilled;

        await AllowLongAsync(cancel);
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

        await AllowLongAsync(cancel);
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

        await AllowLongAsync(cancel);
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

        await AllowLongAsync(cancel);
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

    /// <summary>Steps over a whole allocation may take longer than a page's question: still less than a request lasts.</summary>
    private Task<int> AllowLongAsync(CancellationToken cancel) =>
        _db.Database.ExecuteSqlAsync($"select set_config('statement_timeout', '25s', true)", cancel);

    private async Task<StandingRow?> StandingAsync(Guid id, CancellationToken cancel) =>
        (await _db.Database.SqlQuery<StandingRow>($"select fund_id, status, total, proposed_by, is_filled from csr_allocations where id = {id}").ToListAsync(cancel)) is [var row] ? row : null;

    private async Task<Guid?> BillOfAsync(Guid id, CancellationToken cancel) =>
        (await _db.Database.SqlQuery<Guid>($"select id as \"Value\" from csr_bills where allocation_id = {id}").ToListAsync(cancel)) is [var bill] ? bill : null;

    private sealed record FundRow(string MembershipCode, DateOnly FirstMonth, int Months, long Unspent);

    private sealed record CountRow(int Wanted, int Reached, int Elsewhere);

    private sealed record StandingRow(Guid FundId, string Status, long Total, Guid ProposedBy, bool IsFilled);
}
