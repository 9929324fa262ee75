using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Csr;

/// <summary>Reads funds, their ledgers, lists, allocations and people, all within the reader's offices.</summary>
public sealed class CsrSearch
{
    private const int PageSize = 25;

    /// <summary>What stands where a name and a number stood.</summary>
    private const string Erased = "–";

    private readonly BpjsBjbDbContext _db;
    private readonly PersonalDataVault _vault;
    private readonly RuleBookSource _rules;
    private readonly CsrAllocationService _allocations;
    private readonly TimeProvider _clock;

    internal CsrSearch(BpjsBjbDbContext db, PersonalDataVault vault, RuleBookSource rules, CsrAllocationService allocations, TimeProvider clock) =>
        (_db, _vault, _rules, _allocations, _clock) = (db, vault, rules, allocations, clock);

    public async Task<IReadOnlyList<CsrDonorChoice>> DonorsAsync(CancellationToken cancel) =>
        [.. (await _db.Database.SqlQuery<DonorRow>($"select id, name, kind from csr_donors order by name").ToListAsync(cancel))
            .Select(row => new CsrDonorChoice(row.Id, row.Name, Enum.Parse<DonorKind>(row.Kind)))];

    /// <summary>Cover that ends until this day has a next payer for each of its people.</summary>
    public async Task<DateOnly> NextPayerUntilAsync(CancellationToken cancel)
    {
        var today = _clock.Today();
        return today.AddDays((await _rules.ReadAsync(cancel)).LimitOf(LimitKind.CsrNextPayerDays, today).Value);
    }

    /// <summary>Funds, those whose people have no next payer and end soonest first.</summary>
    public async Task<Page<CsrFundListItem>> ListAsync(string? text, int page, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var like = TypedText.Of(text) is { } typed ? $"%{typed.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%" : null;
        var total = await _db.Database.SqlQuery<int>(
            $"""
             select count(*)::int as "Value" from csr_funds f join csr_donors d on d.id = f.donor_id
              where {like}::text is null or f.number ilike {like} or f.name ilike {like} or d.name ilike {like}
             """).SingleAsync(cancel);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await _db.Database.SqlQuery<FundListRow>(
            $"""
             select f.id, f.number, f.name, d.name as donor, f.membership_code, f.first_month, f.months, r.commitment, r.donated, r.unspent,
                    r.person_months::int as person_months,
                    (select count(distinct i.candidate_id)::int from csr_allocations a join csr_items i on i.allocation_id = a.id
                      where a.fund_id = f.id and a.status in ('Proposed', 'Approved')) as workers,
                    (select count(*)::int from csr_allocations a join csr_bills b on b.allocation_id = a.id join csr_bill_payments y on y.bill_id = b.id
                       join csr_items i on i.allocation_id = a.id
                      where a.fund_id = f.id and not exists (select from csr_next_payers n where n.allocation_id = i.allocation_id and n.candidate_id = i.candidate_id)
                    ) as without_next_payer
               from csr_funds f join csr_donors d on d.id = f.donor_id join csr_reconciliation r on r.fund_id = f.id
              where {like}::text is null or f.number ilike {like} or f.name ilike {like} or d.name ilike {like}
              order by f.first_month + make_interval(months => f.months) < {_clock.Today()}, f.first_month + make_interval(months => f.months), f.number
              limit {PageSize} offset {(number - 1) * PageSize}
             """).ToListAsync(cancel);
        return new Page<CsrFundListItem>(
            [
                .. rows.Select(row => new CsrFundListItem(
                    row.Id, row.Number, row.Name, row.Donor, Enum.Parse<MembershipCode>(row.MembershipCode), Month.Of(row.FirstMonth), row.Months,
                    new Rupiah(row.Commitment), new Rupiah(row.Donated), new Rupiah(row.Unspent), row.Workers, row.PersonMonths, row.WithoutNextPayer)),
            ],
            number, PageSize, total);
    }

    /// <summary>One fund with its ledger, or null when it is not there or not the reader's.</summary>
    public async Task<CsrFundDetails?> FundAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var heads = await _db.Database.SqlQuery<FundRow>(
            $"""
             select f.number, f.name, f.donor_id, d.name as donor, d.kind as donor_kind, f.membership_code, f.agreement_number, f.agreement_on, f.first_month,
                    f.months, f.remainder, f.office_id, f.bpjs_office_id, coalesce(u.full_name, '–') as by_name, f.registered_at
               from csr_funds f join csr_donors d on d.id = f.donor_id left join users u on u.id = f.registered_by where f.id = {id}
             """).ToListAsync(cancel);
        if (heads is not [var head]) return null;

        var code = Enum.Parse<MembershipCode>(head.MembershipCode);
        var ledger = await LedgerAsync(id, cancel);
        var rules = await _rules.ReadAsync(cancel);
        var today = _clock.Today();
        var start = Month.Of(head.FirstMonth) < Month.Of(today) ? Month.Of(today) : Month.Of(head.FirstMonth);
        var left = Month.Of(head.FirstMonth).Plus(head.Months).Since(start);
        var prices = left > 0 ? await _allocations.PricesAsync(code, start, left, cancel) : null;
        return new CsrFundDetails(
            id, head.Number, head.Name, head.DonorId, head.Donor, Enum.Parse<DonorKind>(head.DonorKind), code, head.AgreementNumber, head.AgreementOn,
            Month.Of(head.FirstMonth), head.Months, Enum.Parse<CsrRemainder>(head.Remainder), head.OfficeId, head.BpjsOfficeId, head.ByName, head.RegisteredAt,
            ledger,
            await _db.Database.SqlQuery<int>(
                $"""
                 select count(distinct i.candidate_id)::int as "Value" from csr_allocations a join csr_items i on i.allocation_id = a.id
                  where a.fund_id = {id} and a.status in ('Proposed', 'Approved')
                 """).SingleAsync(cancel),
            await _db.Database.SqlQuery<int>(
                $"""
                 select count(*)::int as "Value" from csr_allocations a join csr_bills b on b.allocation_id = a.id join csr_bill_payments y on y.bill_id = b.id
                   join csr_items i on i.allocation_id = a.id
                  where a.fund_id = {id} and not exists (select from csr_next_payers n where n.allocation_id = i.allocation_id and n.candidate_id = i.candidate_id)
                 """).SingleAsync(cancel),
            await RegionsAsync(id, null, cancel),
            [
                .. (await _db.Database.SqlQuery<DonationRow>(
                    $"""
                     select c.id, c.number, c.direction, c.amount, c.paid_on, c.reference, coalesce(u.full_name, '–') as by_name, c.recorded_at
                       from csr_donations c left join users u on u.id = c.recorded_by where c.fund_id = {id} order by c.paid_on, c.number
                     """).ToListAsync(cancel)).Select(row => row.ToDonation()),
            ],
            [
                .. (await _db.Database.SqlQuery<ListRow>(
                    $"""
                     select l.id, l.fund_id, l.file_name, l.rows, l.accepted, l.warned, l.refused, l.status, coalesce(u.full_name, '–') as by_name, l.uploaded_at,
                            l.content_sealed is not null as has_file, l.looked_at is not null as is_looked
                       from csr_lists l left join users u on u.id = l.uploaded_by where l.fund_id = {id} and l.status <> 'Discarded' order by l.uploaded_at desc limit 50
                     """).ToListAsync(cancel)).Select(row => row.ToItem()),
            ],
            [
                .. (await _db.Database.SqlQuery<AllocationRow>(
                    $"""
                     select a.id, a.number, a.status, a.first_month, a.months, a.budget, a.workers, a.person_months, a.total, a.proposed_at,
                            exists (select from csr_handovers h where h.allocation_id = a.id) as is_handed_over,
                            exists (select from csr_bills b where b.allocation_id = a.id) as is_billed,
                            exists (select from csr_bills b join csr_bill_payments y on y.bill_id = b.id where b.allocation_id = a.id) as is_paid
                       from csr_allocations a where a.fund_id = {id} order by a.proposed_at desc limit 50
                     """).ToListAsync(cancel)).Select(row => new CsrAllocationItem(
                        row.Id, row.Number, Enum.Parse<AllocationStatus>(row.Status), Month.Of(row.FirstMonth), row.Months, new Rupiah(row.Budget), row.Workers,
                        row.PersonMonths, new Rupiah(row.Total), row.IsHandedOver, row.IsBilled, row.IsPaid, row.ProposedAt)),
            ],
            [
                .. (await _db.Database.SqlQuery<DocumentRow>(
                    $"""
                     select c.id, c.kind, c.format, coalesce(u.full_name, '–') as by_name, c.added_at, c.let_go_at is not null as is_gone
                       from csr_documents c left join users u on u.id = c.added_by where c.fund_id = {id} order by c.added_at
                     """).ToListAsync(cancel)).Select(row => new CsrDocument(
                        row.Id, Enum.Parse<CsrDocumentKind>(row.Kind), Enum.Parse<PaperFormat>(row.Format), row.ByName, row.AddedAt, row.IsGone)),
            ],
            prices is null ? [] : [.. prices.Select(price => ConversionOf(price, ledger.Unspent))],
            rules.LimitOf(LimitKind.CsrTargetMonths, today).Value, rules.LimitOf(LimitKind.CsrNextPayerDays, today).Value);
    }

    /// <summary>What an amount buys in given months, before anybody is asked; none where a month has no price yet.</summary>
    public async Task<IReadOnlyList<CsrConversion>> ConversionsAsync(MembershipCode code, Month first, int months, Rupiah amount, CancellationToken cancel) =>
        await _allocations.PricesAsync(code, first, months, cancel) is { } prices ? [.. prices.Select(price => ConversionOf(price, amount))] : [];

    /// <summary>One receipt, or null when it is not there or not the reader's.</summary>
    public async Task<(CsrDonation Donation, Guid FundId)?> DonationAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return (await _db.Database.SqlQuery<OneDonationRow>(
            $"""
             select c.fund_id, c.id, c.number, c.direction, c.amount, c.paid_on, c.reference, coalesce(u.full_name, '–') as by_name, c.recorded_at
               from csr_donations c left join users u on u.id = c.recorded_by where c.id = {id}
             """).ToListAsync(cancel)) is [var row]
            ? (new CsrDonation(
                row.Id, row.Number, Enum.Parse<DonationDirection>(row.Direction), new Rupiah(row.Amount), row.PaidOn, row.Reference, row.ByName, row.RecordedAt), row.FundId)
            : null;
    }

    /// <summary>A list, or null when it is not there or not the reader's.</summary>
    public async Task<CsrListDetails?> ListAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<ListRow>(
            $"""
             select l.id, l.fund_id, l.file_name, l.rows, l.accepted, l.warned, l.refused, l.status, coalesce(u.full_name, '–') as by_name, l.uploaded_at,
                    l.content_sealed is not null as has_file, l.looked_at is not null as is_looked
               from csr_lists l left join users u on u.id = l.uploaded_by where l.id = {id}
             """).ToListAsync(cancel);
        if (rows is not [var row]) return null;

        var fund = await _db.Database.SqlQuery<NameRow>($"select number, name from csr_funds where id = {row.FundId}").SingleAsync(cancel);
        return new CsrListDetails(row.ToItem(), row.FundId, fund.Number, fund.Name);
    }

    /// <summary>One allocation with every step it has gone, or null when it is not there or not the reader's.</summary>
    public async Task<CsrAllocationDetails?> AllocationAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var heads = await _db.Database.SqlQuery<HeadRow>(
            $"""
             select a.number, a.fund_id, f.number as fund_number, f.name as fund_name, d.name as donor, f.membership_code, a.status, a.first_month, a.months,
                    a.budget, a.workers, a.person_months, a.total, a.chosen, a.is_filled, a.covered_elsewhere, a.waiting, a.proposed_by, coalesce(u.full_name, '–') as by_name,
                    a.proposed_at, a.ended_why, e.full_name as ended_by_name, h.number as handover_number, h.handed_over_on
               from csr_allocations a join csr_funds f on f.id = a.fund_id join csr_donors d on d.id = f.donor_id
               left join users u on u.id = a.proposed_by left join users e on e.id = a.ended_by left join csr_handovers h on h.allocation_id = a.id
              where a.id = {id}
             """).ToListAsync(cancel);
        if (heads is not [var head]) return null;

        var today = _clock.Today();
        var rules = await _rules.ReadAsync(cancel);
        var bills = await _db.Database.SqlQuery<BillRow>(
            $"""
             select b.id, b.number, b.person_months, b.total, b.due_on, coalesce(u.full_name, '–') as by_name, b.issued_at, y.paid_on, y.reference
               from csr_bills b left join csr_bill_payments y on y.bill_id = b.id left join users u on u.id = b.issued_by where b.allocation_id = {id}
             """).ToListAsync(cancel);
        var exceptions = await _db.Database.SqlQuery<ExceptionRow>(
            $"""
             select x.reason, coalesce(u.full_name, '–') as by_name, x.asked_at, x.verdict, d.full_name as decided_by_name
               from csr_exceptions x join csr_bills b on b.id = x.bill_id left join users u on u.id = x.asked_by left join users d on d.id = x.decided_by
              where b.allocation_id = {id}
             """).ToListAsync(cancel);
        return new CsrAllocationDetails(
            id, head.Number, head.FundId, head.FundNumber, head.FundName, head.Donor, Enum.Parse<MembershipCode>(head.MembershipCode),
            Enum.Parse<AllocationStatus>(head.Status), Month.Of(head.FirstMonth), head.Months, new Rupiah(head.Budget), head.Workers, head.PersonMonths,
            new Rupiah(head.Total), head.Chosen, head.IsFilled, head.CoveredElsewhere, head.Waiting, head.ProposedBy, head.ByName, head.ProposedAt,
            head.EndedWhy is { } why ? Enum.Parse<AllocationEnd>(why) : null, head.EndedByName,
            [
                .. (await _db.Database.SqlQuery<PriceRow>(
                    $"""
                     select month, sector, program, gross, discount_percent, amount, is_confirmed from csr_prices where allocation_id = {id}
                      order by month, sector, program
                     """).ToListAsync(cancel)).Select(row => new CsrPriceRow(
                        Month.Of(row.Month), Enum.Parse<ContributionSector>(row.Sector), Enum.Parse<InsuranceProgram>(row.Program), new Rupiah(row.Gross),
                        row.DiscountPercent, new Rupiah(row.Amount), row.IsConfirmed)),
            ],
            [
                .. (await _db.Database.SqlQuery<SkippedRow>(
                    $"""
                     select payer, after_proposal, count(distinct candidate_id)::int as people, count(*)::int as months from csr_skipped_months
                      where allocation_id = {id} group by payer, after_proposal order by payer, after_proposal
                     """).ToListAsync(cancel)).Select(row => new CsrSkipped(Enum.Parse<OtherPayer>(row.Payer), row.People, row.Months, row.AfterProposal)),
            ],
            [
                .. (await _db.Database.SqlQuery<ApprovalRow>(
                    $"""
                     select p.institution, coalesce(u.full_name, '–') as by_name, p.approved_at from csr_approvals p left join users u on u.id = p.approved_by
                      where p.allocation_id = {id} order by p.approved_at
                     """).ToListAsync(cancel)).Select(row => new CsrApproval(row.Institution, row.ByName, row.ApprovedAt)),
            ],
            await RegionsAsync(head.FundId, id, cancel),
            head.HandoverNumber, head.HandedOverOn,
            bills is [var bill]
                ? new CsrBill(bill.Id, bill.Number, bill.PersonMonths, new Rupiah(bill.Total), bill.DueOn, bill.ByName, bill.IssuedAt, bill.PaidOn, bill.Reference)
                : null,
            exceptions is [var late]
                ? new CsrException(
                    Enum.Parse<LateReason>(late.Reason), late.ByName, late.AskedAt, late.Verdict is { } verdict ? Enum.Parse<ExceptionVerdict>(verdict) : null,
                    late.DecidedByName)
                : null,
            [
                .. (await _db.Database.SqlQuery<NextRow>(
                    $"""
                     select n.payer, count(*)::int as people
                       from csr_items i
                       left join lateral (select payer from csr_next_payers n where n.allocation_id = i.allocation_id and n.candidate_id = i.candidate_id
                                           order by n.id desc limit 1) n on true
                      where i.allocation_id = {id} group by n.payer order by n.payer nulls first
                     """).ToListAsync(cancel)).Select(row => new CsrNextPayerCount(row.Payer is { } payer ? Enum.Parse<NextPayer>(payer) : null, row.People)),
            ],
            today, rules.LimitOf(LimitKind.CsrTargetMonths, today).Value, rules.LimitOf(LimitKind.CsrNextPayerDays, today).Value);
    }

    /// <summary>People of an allocation, a page of them, their numbers masked.</summary>
    public async Task<Page<CsrPerson>> PeopleAsync(Guid allocationId, CsrPeopleFilter filter, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var total = await _db.Database.SqlQuery<int>(
            $"""
             select count(*)::int as "Value" from csr_items i join csr_candidates c on c.id = i.candidate_id
              where i.allocation_id = {allocationId} and ({filter.RegionCode}::text is null or c.region_code = {filter.RegionCode})
                and (not {filter.OnlyWithoutNextPayer}
                     or not exists (select from csr_next_payers n where n.allocation_id = i.allocation_id and n.candidate_id = i.candidate_id))
             """).SingleAsync(cancel);
        var number = Math.Clamp(filter.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await _db.Database.SqlQuery<PersonRow>(
            $"""
             select c.id, c.nik_sealed, c.full_name, c.occupation_code, c.region_code, i.months, i.amount,
                    (select payer from csr_next_payers n where n.allocation_id = i.allocation_id and n.candidate_id = i.candidate_id order by n.id desc limit 1) as next_payer,
                    (select count(*)::int from csr_benefits b where b.allocation_id = i.allocation_id and b.candidate_id = i.candidate_id) as benefits
               from csr_items i join csr_candidates c on c.id = i.candidate_id
              where i.allocation_id = {allocationId} and ({filter.RegionCode}::text is null or c.region_code = {filter.RegionCode})
                and (not {filter.OnlyWithoutNextPayer}
                     or not exists (select from csr_next_payers n where n.allocation_id = i.allocation_id and n.candidate_id = i.candidate_id))
              order by c.full_name, c.id limit {PageSize} offset {(number - 1) * PageSize}
             """).ToListAsync(cancel);
        return new Page<CsrPerson>([.. rows.Select(row => row.ToPerson(NikOf(row)?.ToString() ?? Erased))], number, PageSize, total);
    }

    /// <summary>
    /// The list that is handed over and initialled sheet by sheet: everybody with the whole number. The look is written down first.
    /// </summary>
    /// <param name="isExport">The list leaves the portal as a workbook.</param>
    /// <returns>Null when the allocation is not there, not the reader's, or ended.</returns>
    public async Task<IReadOnlyList<CsrPerson>?> NamesAsync(Guid allocationId, bool isExport, ReadPlace place, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        if (await _db.Database.SqlQuery<Guid>(
            $"select fund_id as \"Value\" from csr_allocations where id = {allocationId} and status in ('Proposed', 'Approved')").ToListAsync(cancel) is not [var fund])
        {
            return null;
        }

        var rows = await _db.Database.SqlQuery<PersonRow>(
            $"""
             select c.id, c.nik_sealed, c.full_name, c.occupation_code, c.region_code, i.months, i.amount, null::text as next_payer, 0 as benefits
               from csr_items i join csr_candidates c on c.id = i.candidate_id
              where i.allocation_id = {allocationId} order by c.region_code, c.full_name, c.id
             """).ToListAsync(cancel);
        await _db.WriteReadAsync(new PersonalDataRead(isExport ? ReadKind.Export : ReadKind.Look, ReadPurpose.Work, "FullName", "Nik") { Rows = isExport ? rows.Count : null }, place, actor, cancel);
        await work.CommitAsync();
        return [.. rows.Select(WithCode)];

        CsrPerson WithCode(PersonRow row)
        {
            return NikOf(row) is { } nik ? row.ToPerson(nik.Digits) with { Code = _vault.CsrCodeOf(fund, _vault.HashOf(nik)) } : row.ToPerson(Erased);
        }
    }

    /// <summary>Null once it was taken off.</summary>
    private Nik? NikOf(PersonRow row) => Nik.Parse(_vault.Open(SealedColumns.CsrNik, row.Id, row.NikSealed)) is { IsRefused: false } nik ? nik.Value : null;

    private static CsrConversion ConversionOf(CsrPrice price, Rupiah amount)
    {
        var (workers, remainder) = price.Cover(amount);
        return new CsrConversion(price.Sector, price.Total, workers, remainder, price.IsConfirmed);
    }

    private async Task<CsrLedger> LedgerAsync(Guid fundId, CancellationToken cancel)
    {
        var row = await _db.Database.SqlQuery<LedgerRow>(
            $"""
             select commitment, donated, returned, bound, items, months, proposed, approved, billed, paid, covered, person_months, unspent
               from csr_reconciliation where fund_id = {fundId}
             """).SingleAsync(cancel);
        return new CsrLedger(
            new Rupiah(row.Commitment), new Rupiah(row.Donated), new Rupiah(row.Returned), new Rupiah(row.Bound), new Rupiah(row.Items), new Rupiah(row.Months),
            new Rupiah(row.Proposed), new Rupiah(row.Approved), new Rupiah(row.Billed), new Rupiah(row.Paid), new Rupiah(row.Covered), (int)row.PersonMonths,
            new Rupiah(row.Unspent));
    }

    /// <param name="allocation">One allocation of the fund; null for all that stand.</param>
    private async Task<IReadOnlyList<CsrFundRegion>> RegionsAsync(Guid fundId, Guid? allocation, CancellationToken cancel) =>
    [
        .. (await _db.Database.SqlQuery<RegionRow>(
            $"""
             select r.region_code, r.share,
                    (select count(*)::int from csr_candidates c join csr_lists l on l.id = c.list_id
                      where c.fund_id = r.fund_id and l.status = 'Confirmed' and c.erased_at is null and c.region_code like r.region_code || '%'
                        and not exists (select from csr_fund_regions n where n.fund_id = r.fund_id and length(n.region_code) > length(r.region_code)
                                           and c.region_code like n.region_code || '%')) as candidates,
                    coalesce(s.workers, 0)::int as workers, coalesce(s.person_months, 0)::int as person_months, coalesce(s.spent, 0)::bigint as spent
               from csr_fund_regions r
               left join lateral (
                   select count(distinct c.id) as workers, sum(i.months) as person_months, sum(i.amount) as spent
                     from csr_allocations a join csr_items i on i.allocation_id = a.id join csr_candidates c on c.id = i.candidate_id
                    where a.fund_id = r.fund_id and a.status in ('Proposed', 'Approved') and ({allocation}::uuid is null or a.id = {allocation})
                      and c.region_code like r.region_code || '%'
                      and not exists (select from csr_fund_regions n where n.fund_id = r.fund_id and length(n.region_code) > length(r.region_code)
                                         and c.region_code like n.region_code || '%')) s on true
              where r.fund_id = {fundId} order by r.place
             """).ToListAsync(cancel)).Select(row => new CsrFundRegion(
                row.RegionCode, row.Share, row.Candidates, row.Workers, row.PersonMonths, new Rupiah(row.Spent))),
    ];

    private sealed record DonorRow(Guid Id, string Name, string Kind);

    private sealed record NameRow(string Number, string Name);

    private sealed record FundListRow(
        Guid Id, string Number, string Name, string Donor, string MembershipCode, DateOnly FirstMonth, int Months, long Commitment, long Donated, long Unspent,
        int PersonMonths, int Workers, int WithoutNextPayer);

    private sealed record FundRow(
        string Number, string Name, Guid DonorId, string Donor, string DonorKind, string MembershipCode, string AgreementNumber, DateOnly AgreementOn,
        DateOnly FirstMonth, int Months, string Remainder, Guid OfficeId, Guid BpjsOfficeId, string ByName, DateTimeOffset RegisteredAt);

    private sealed record RegionRow(string RegionCode, int Share, int Candidates, int Workers, int PersonMonths, long Spent);

    private sealed record DonationRow(
        Guid Id, string Number, string Direction, long Amount, DateOnly PaidOn, string Reference, string ByName, DateTimeOffset RecordedAt)
    {
        public CsrDonation ToDonation() =>
            new(Id, Number, Enum.Parse<DonationDirection>(Direction), new Rupiah(Amount), PaidOn, Reference, ByName, RecordedAt);
    }

    private sealed record OneDonationRow(
        Guid FundId, Guid Id, string Number, string Direction, long Amount, DateOnly PaidOn, string Reference, string ByName, DateTimeOffset RecordedAt);

    private sealed record ListRow(
        Guid Id, Guid FundId, string FileName, int Rows, int Accepted, int Warned, int Refused, string Status, string ByName, DateTimeOffset UploadedAt, bool HasFile,
        bool IsLooked)
    {
        public CsrListItem ToItem() => new(Id, FileName, Rows, Accepted, Warned, Refused, Status, ByName, UploadedAt, HasFile, IsLooked);
    }

    private sealed record AllocationRow(
        Guid Id, string Number, string Status, DateOnly FirstMonth, int Months, long Budget, int Workers, int PersonMonths, long Total, DateTimeOffset ProposedAt,
        bool IsHandedOver, bool IsBilled, bool IsPaid);

    private sealed record DocumentRow(Guid Id, string Kind, string Format, string ByName, DateTimeOffset AddedAt, bool IsGone);

    private sealed record HeadRow(
        string Number, Guid FundId, string FundNumber, string FundName, string Donor, string MembershipCode, string Status, DateOnly FirstMonth, int Months,
        long Budget, int Workers, int PersonMonths, long Total, int Chosen, bool IsFilled, int CoveredElsewhere, int Waiting, Guid ProposedBy, string ByName, DateTimeOffset ProposedAt,
        string? EndedWhy, string? EndedByName, string? HandoverNumber, DateOnly? HandedOverOn);

    private sealed record PriceRow(DateOnly Month, string Sector, string Program, long Gross, int DiscountPercent, long Amount, bool IsConfirmed);

    private sealed record SkippedRow(string Payer, bool AfterProposal, int People, int Months);

    private sealed record ApprovalRow(string Institution, string ByName, DateTimeOffset ApprovedAt);

    private sealed record BillRow(
        Guid Id, string Number, int PersonMonths, long Total, DateOnly DueOn, string ByName, DateTimeOffset IssuedAt, DateOnly? PaidOn, string? Reference);

    private sealed record ExceptionRow(string Reason, string ByName, DateTimeOffset AskedAt, string? Verdict, string? DecidedByName);

    private sealed record NextRow(string? Payer, int People);

    private sealed record LedgerRow(
        long Commitment, long Donated, long Returned, long Bound, long Items, long Months, long Proposed, long Approved, long Billed, long Paid, long Covered,
        long PersonMonths, long Unspent);

    private sealed record PersonRow(
        Guid Id, byte[] NikSealed, string FullName, string OccupationCode, string RegionCode, int Months, long Amount, string? NextPayer, int Benefits)
    {
        public CsrPerson ToPerson(string nik) => new(
            Id, nik, FullName, OccupationCode, RegionCode, Months, new Rupiah(Amount), NextPayer is { } payer ? Enum.Parse<NextPayer>(payer) : null, Benefits);
    }
}
