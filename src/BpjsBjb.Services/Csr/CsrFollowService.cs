using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Csr;

/// <summary>What follows on a paid fund: who pays next, and which benefits BPJS paid.</summary>
public sealed class CsrFollowService
{
    private static readonly Dictionary<string, Refusal> FollowRefusals = new()
    {
        ["ux_csr_benefits_once"] = CsrAllocation.BenefitUsed,
        ["ux_csr_benefits_death"] = CsrAllocation.BenefitUsed,
        ["ck_csr_benefits_order"] = CsrAllocation.BenefitOrder.On(nameof(RecordBenefit.PaidOn)),
        [CsrAllocation.EventNotCovered.Code] = CsrAllocation.EventNotCovered.On(nameof(RecordBenefit.HappenedOn)),
        [CsrFund.InTheFuture.Code] = CsrFund.InTheFuture.On(nameof(RecordBenefit.PaidOn)),
    };

    private readonly BpjsBjbDbContext _db;
    private readonly TimeProvider _clock;

    internal CsrFollowService(BpjsBjbDbContext db, TimeProvider clock) => (_db, _clock) = (db, clock);

    /// <summary>Writes down who pays next; the latest word counts.</summary>
    /// <returns>For how many people.</returns>
    public async Task<Result<int>> RecordNextPayerAsync(Guid allocationId, RecordNextPayer input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        var payer = SectionValidators.Choice<NextPayer>(input.Payer);
        if (payer is null) return CsrAllocation.NextPayerMissing.On(nameof(input.Payer));

        var all = TypedText.IsTicked(input.AllWithout);
        if (!all && input.Chosen.Count == 0) return CsrAllocation.NobodyChosen.On(nameof(input.AllWithout));

        var chosen = input.Chosen.ToArray();
        var people = await _db.Database.SqlQuery<int>(
            $"""
             select count(*)::int as "Value" from csr_items i where i.allocation_id = {allocationId}
                and (({all} and not exists (select from csr_next_payers n where n.allocation_id = i.allocation_id and n.candidate_id = i.candidate_id))
                  or i.candidate_id = any ({chosen}))
             """).SingleAsync(cancel);
        if (people == 0) return CsrAllocation.NobodyChosen.On(nameof(input.AllWithout));

        var failed = await _db.TrySaveAsync(
            CsrAllocation.Decided,
            FollowRefusals,
            cancel,
            $"""
             insert into csr_next_payers (allocation_id, candidate_id, payer, recorded_by, recorded_at)
             select i.allocation_id, i.candidate_id, {payer.ToString()}, {by.UserId}, {_clock.GetUtcNow()}
               from csr_items i
              where i.allocation_id = {allocationId}
                and (({all} and not exists (select from csr_next_payers n where n.allocation_id = i.allocation_id and n.candidate_id = i.candidate_id))
                  or i.candidate_id = any ({chosen}))
             """);
        return failed.Count > 0 ? failed.ToArray() : people;
    }

    /// <summary>A benefit BPJS paid to somebody the fund covers. The same one sent twice is refused by its day and kind.</summary>
    public async Task<Result<Guid>> RecordBenefitAsync(Guid allocationId, RecordBenefit input, Actor by, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(by, cancel);
        List<Refusal> refusals = [];
        var kind = SectionValidators.Choice<CsrBenefitKind>(input.Kind);
        if (kind is null) refusals.Add(CsrAllocation.BenefitKindMissing.On(nameof(input.Kind)));
        if (!Guid.TryParse(input.CandidateId, out var candidate)) refusals.Add(CsrAllocation.NobodyChosen.On(nameof(input.CandidateId)));
        var happened = TypedText.DayOf(input.HappenedOn, nameof(input.HappenedOn), refusals, TypedDate.Missing);
        var paid = TypedText.DayOf(input.PaidOn, nameof(input.PaidOn), refusals, TypedDate.Missing);
        var amount = Rupiah.Parse(input.Amount);
        refusals.AddRange(amount.Refusals.Select(refusal => refusal.On(nameof(input.Amount))));
        if (!amount.IsRefused && amount.Value <= Rupiah.Zero) refusals.Add(CsrFund.BudgetIsZero.On(nameof(input.Amount)));
        if (refusals.Count > 0) return refusals;
        if (await _db.Database.SqlQuery<int>(
            $"select count(*)::int as \"Value\" from csr_items where allocation_id = {allocationId} and candidate_id = {candidate}").SingleAsync(cancel) == 0)
        {
            return CsrAllocation.NobodyChosen.On(nameof(input.CandidateId));
        }

        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var failed = await _db.TrySaveAsync(
            CsrAllocation.Decided,
            FollowRefusals,
            cancel,
            $"""
             insert into csr_benefits (id, allocation_id, candidate_id, kind, happened_on, paid_on, amount, recorded_by, recorded_at)
             values ({id}, {allocationId}, {candidate}, {kind.ToString()}, {happened}, {paid}, {amount.Value.Amount}, {by.UserId}, {now})
             """);
        return failed.Count > 0 ? failed.ToArray() : id;
    }
}
