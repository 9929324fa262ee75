using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Domain.Stack;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Guarantees;

/// <summary>Reads the guarantees of a loan with its stack, and the stack of the reader's scope.</summary>
public sealed class GuaranteeSearch
{
    private const int PageSize = 20;

    /// <summary>An address may name any number.</summary>
    private const int MostPages = 1_000_000;

    private readonly BpjsBjbDbContext _db;
    private readonly LoanSearch _loans;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal GuaranteeSearch(BpjsBjbDbContext db, LoanSearch loans, RuleBookSource rules, TimeProvider clock) =>
        (_db, _loans, _rules, _clock) = (db, loans, rules, clock);

    /// <summary>The loan of a guarantee, or null when it is not there or not the reader's.</summary>
    public async Task<LoanGuarantees?> OfGuaranteeAsync(Guid guaranteeId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        return await _db.Database.SqlQuery<Guid>($"select loan_id as \"Value\" from loan_guarantees where id = {guaranteeId}").ToListAsync(cancel) is [var loan]
            ? await OfLoanAsync(loan, actor, cancel)
            : null;
    }

    /// <summary>One loan, a person's or an employer's, or null when it is not there or not the reader's.</summary>
    public async Task<LoanGuarantees?> OfLoanAsync(Guid loanId, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var heads = await _db.Database.SqlQuery<HeadRow>(
            $"""
             select l.application_number, l.product_code, l.loan_amount, l.status, l.employer_id is not null as is_employer,
                    coalesce((select f.full_name from facilities f where f.id = l.id limit 1), (select e.name from employers e where e.id = l.employer_id), '–') as debtor,
                    exists (select from loan_closures c where c.loan_id = l.id) as is_closed
               from loans l where l.id = {loanId}
             """).ToListAsync(cancel);
        if (heads is not [var head]) return null;

        var today = _clock.Today();
        var owed = await _db.Database.SqlQuery<OwedRow>(
            $"select outstanding, balance_on, is_covered from loan_stacks({today}) where loan_id = {loanId}").ToListAsync(cancel);
        var details = head.IsEmployer ? null : await _loans.DetailsAsync(loanId, actor, cancel);
        var isCovered = owed is [var row] ? row.IsCovered : details is null ? null : (bool?)(details.DeclineReason is null && details.Cover is not null);
        // Before the payout the whole loan is what the layers will stand for.
        var outstanding = new Rupiah(owed is [var paid] ? paid.Outstanding : head.IsClosed ? 0 : head.LoanAmount);
        var guarantees = await GuaranteesAsync(loanId, head, outstanding, isCovered, today, cancel);
        return new LoanGuarantees(
            loanId, head.ApplicationNumber, head.ProductCode, head.Debtor, head.IsEmployer, new Rupiah(head.LoanAmount),
            Enum.Parse<LoanStatus>(head.Status), head.IsClosed, today, owed is [var known] ? known.BalanceOn : null,
            new LoanStack(outstanding, [.. guarantees.Where(one => one.Stacked is not null).Select(one => one.Stacked!)]),
            guarantees,
            (await _rules.ReadAsync(cancel)).GuaranteeOf(head.ProductCode, today),
            (await _db.Database.SqlQuery<FundingNow>(
                $"""
                 select s.code, s.name, coalesce(u.full_name, '–') as by_name, f.recorded_at as at
                   from loan_fundings f join funding_sources s on s.code = f.source_code left join users u on u.id = f.recorded_by
                  where f.loan_id = {loanId} order by f.number desc limit 1
                 """).ToListAsync(cancel)) is [var funding] ? funding : null,
            await SourcesAsync(today, cancel),
            await SchemesAsync(today, cancel),
            details?.Benefit,
            details is null || isCovered != true ? null : await WorkAccidentAsync(details.ContributionBase, today, cancel));
    }

    public async Task<StackOverview> OverviewAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var branches = await _db.Database.SqlQuery<SumRow>(
            $"""
             select office_id, count(*)::int as loans, (count(*) filter (where standing < layers))::int as fallen, sum(outstanding)::bigint as outstanding,
                    sum(guaranteed)::bigint as guaranteed, sum(residual)::bigint as residual
               from loan_stacks({_clock.Today()}) group by office_id order by sum(residual) desc, office_id
             """).ToListAsync(cancel);
        return new StackOverview(
            new StackSum(
                null, branches.Sum(row => row.Loans), branches.Sum(row => row.Fallen), new Rupiah(branches.Sum(row => row.Outstanding)),
                new Rupiah(branches.Sum(row => row.Guaranteed)), new Rupiah(branches.Sum(row => row.Residual))),
            [
                .. branches.Select(row => new StackSum(
                    row.OfficeId, row.Loans, row.Fallen, new Rupiah(row.Outstanding), new Rupiah(row.Guaranteed), new Rupiah(row.Residual))),
            ]);
    }

    /// <summary>The loans behind a number, the most residual first.</summary>
    /// <param name="office">One branch; null for all of the reader's scope.</param>
    /// <param name="onlyFallen">Only those with a layer that does not stand today.</param>
    public async Task<Page<StackListItem>> ListAsync(Guid? office, bool onlyFallen, int page, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var today = _clock.Today();
        var number = Math.Clamp(page, 1, MostPages);
        var rows = await RowsAsync();
        if (rows.Count == 0 && number > 1)
        {
            // Past the end, as an address can say: its last page.
            number = 1;
            rows = await RowsAsync();
            number = rows.Count == 0 ? 1 : (rows[0].Total + PageSize - 1) / PageSize;
            if (number > 1) rows = await RowsAsync();
        }

        var total = rows.Count == 0 ? 0 : rows[0].Total;

        // The page and how many there are in one question: each asks what every loan of the scope still owes.
        Task<List<StackRow>> RowsAsync() => _db.Database.SqlQuery<StackRow>(
            $"""
             select loan_id, application_number, full_name, product_code, outstanding, balance_on, is_covered, layers, standing, guaranteed, residual,
                    (count(*) over ())::int as total
               from loan_stacks({today}) where ({office}::uuid is null or office_id = {office}) and (not {onlyFallen} or standing < layers)
              order by residual desc, loan_id offset {(number - 1) * PageSize} limit {PageSize}
             """).ToListAsync(cancel);
        return new Page<StackListItem>(
            [
                .. rows.Select(row => new StackListItem(
                    row.LoanId, row.ApplicationNumber, row.FullName ?? "–", row.ProductCode, new Rupiah(row.Outstanding), row.BalanceOn, row.IsCovered,
                    row.Layers, row.Standing, new Rupiah(row.Guaranteed), new Rupiah(row.Residual))),
            ],
            number,
            PageSize,
            total);
    }

    private async Task<IReadOnlyList<GuaranteeDetails>> GuaranteesAsync(
        Guid loanId, HeadRow head, Rupiah outstanding, bool? isCovered, DateOnly today, CancellationToken cancel)
    {
        var rows = await _db.Database.SqlQuery<GuaranteeRow>(
            $"""
             select g.id, g.layer, g.guarantor_code, s.name as scheme, s.cover_percent, s.is_confirmed, g.share, g.certificate_number, g.premium,
                    g.valid_from, g.valid_to, coalesce(u.full_name, '–') as by_name, g.recorded_at, p.paid_on, p.reference, g.ended_why, g.ended_on,
                    e.full_name as ended_by_name
               from loan_guarantees g
               join guarantors s on s.code = g.guarantor_code
               left join users u on u.id = g.recorded_by
               left join users e on e.id = g.ended_by
               left join guarantee_premiums p on p.guarantee_id = g.id
              where g.loan_id = {loanId} order by g.ended_at is not null, g.layer, g.valid_from, g.id
             """).ToListAsync(cancel);
        if (rows.Count == 0) return [];

        var demands = await _db.Database.SqlQuery<DemandRow>(
            $"""
             select guarantor_code, demand, days, regulation, article, is_confirmed, valid_from, valid_to from guarantee_demands
              where {today} >= valid_from and {today} <= coalesce(valid_to, 'infinity')
             """).ToListAsync(cancel);
        var papers = await _db.Database.SqlQuery<PaperRow>(
            $"""
             select d.id, d.guarantee_id, d.kind, d.format, d.content_sealed is null as is_erased, coalesce(u.full_name, '–') as by_name, d.added_at
               from guarantee_documents d join loan_guarantees g on g.id = d.guarantee_id left join users u on u.id = d.added_by
              where g.loan_id = {loanId} order by d.added_at, d.id
             """).ToListAsync(cancel);
        return [.. rows.Select(Details)];

        GuaranteeDetails Details(GuaranteeRow row)
        {
            var asked = demands.Where(rule => rule.GuarantorCode is null || rule.GuarantorCode == row.GuarantorCode).Select(rule => rule.Rule).ToList();
            var documents = papers.Where(paper => paper.GuaranteeId == row.Id).Select(paper => paper.Document).ToList();
            var kept = documents.Select(document => document.Kind).ToHashSet();
            var missing = asked.Count(rule => rule.Demand is not (GuaranteeDemand.DebtorCovered or GuaranteeDemand.ClaimWindow) && !kept.Contains(rule.Demand));
            var layer = new LayerOnRecord(
                row.Id, row.Layer, row.GuarantorCode, row.Share, row.ValidFrom, row.ValidTo, row.Premium == 0 || row.PaidOn is not null,
                asked.Any(rule => rule.Demand == GuaranteeDemand.DebtorCovered), missing);
            return new GuaranteeDetails(
                row.Id, row.Layer, new SchemeChoice(row.GuarantorCode, row.Scheme, row.CoverPercent, row.IsConfirmed), row.Share, row.CertificateNumber,
                new Rupiah(row.Premium), row.ValidFrom, row.ValidTo, row.ByName, row.RecordedAt, row.PaidOn, row.Reference,
                row.EndedWhy is null ? null : Enum.Parse<GuaranteeEnd>(row.EndedWhy), row.EndedOn, row.EndedByName,
                row.EndedWhy is null ? LoanStack.Of(outstanding, [layer], isCovered, today).Layers[0] : null,
                GuaranteeClaimFile.Of(layer, row.EndedWhy is not null, head.Status == nameof(LoanStatus.Disbursed), isCovered, kept, asked, today),
                documents);
        }
    }

    private async Task<IReadOnlyList<FundingChoice>> SourcesAsync(DateOnly today, CancellationToken cancel) =>
    [
        .. (await _db.Database.SqlQuery<SourceRow>(
            $"""
             select code, name, regulation, article, is_confirmed, valid_from, valid_to from funding_sources
              where {today} >= valid_from and {today} <= coalesce(valid_to, 'infinity') order by code
             """).ToListAsync(cancel)).Select(row => new FundingChoice(
                row.Code, row.Name, new Citation(row.Regulation, row.Article, row.IsConfirmed, row.ValidFrom, row.ValidTo))),
    ];

    private async Task<IReadOnlyList<SchemeChoice>> SchemesAsync(DateOnly today, CancellationToken cancel) =>
        await _db.Guarantors.AsNoTracking()
            .Where(row => row.Role == GuarantorRole.Guarantor && (row.ValidFrom == null || row.ValidFrom <= today) && (row.ValidTo == null || row.ValidTo >= today))
            .OrderBy(row => row.Name).Select(row => new SchemeChoice(row.Code, row.Name, row.CoverPercent, row.IsConfirmed)).ToListAsync(cancel);

    /// <summary>After a death at work: months of the contribution base, and what is fixed (rules/benefits).</summary>
    private async Task<Rupiah?> WorkAccidentAsync(Rupiah contributionBase, DateOnly today, CancellationToken cancel)
    {
        var benefits = (await _rules.ReadAsync(cancel)).BenefitsOn(today);
        var months = benefits.SingleOrDefault(rule => rule.Kind == BenefitKind.JkkDeathBaseMonths)?.BaseMonths;
        var fixedPart = benefits.SingleOrDefault(rule => rule.Kind == BenefitKind.JkkDeathFixed)?.Amount;
        return months is { } count && fixedPart is { } amount ? (contributionBase * count) + amount : null;
    }

    private sealed record HeadRow(
        string ApplicationNumber, string ProductCode, long LoanAmount, string Status, bool IsEmployer, string Debtor, bool IsClosed);

    private sealed record OwedRow(long Outstanding, DateOnly? BalanceOn, bool? IsCovered);

    private sealed record SumRow(Guid OfficeId, int Loans, int Fallen, long Outstanding, long Guaranteed, long Residual);

    private sealed class StackRow
    {
        public Guid LoanId { get; init; }

        public string ApplicationNumber { get; init; } = "";

        public string? FullName { get; init; }

        public string ProductCode { get; init; } = "";

        public long Outstanding { get; init; }

        public DateOnly? BalanceOn { get; init; }

        public bool? IsCovered { get; init; }

        public int Layers { get; init; }

        public int Standing { get; init; }

        public long Guaranteed { get; init; }

        public long Residual { get; init; }

        public int Total { get; init; }
    }

    private sealed record GuaranteeRow(
        Guid Id, int Layer, string GuarantorCode, string Scheme, decimal? CoverPercent, bool IsConfirmed, int Share, string CertificateNumber, long Premium,
        DateOnly ValidFrom, DateOnly ValidTo, string ByName, DateTimeOffset RecordedAt, DateOnly? PaidOn, string? Reference, string? EndedWhy,
        DateOnly? EndedOn, string? EndedByName);

    private sealed record DemandRow(
        string? GuarantorCode, string Demand, int? Days, string Regulation, string Article, bool IsConfirmed, DateOnly ValidFrom, DateOnly? ValidTo)
    {
        public GuaranteeDemandRule Rule =>
            new(Enum.Parse<GuaranteeDemand>(Demand), Days, new Citation(Regulation, Article, IsConfirmed, ValidFrom, ValidTo));
    }

    private sealed record SourceRow(
        string Code, string Name, string Regulation, string Article, bool IsConfirmed, DateOnly ValidFrom, DateOnly? ValidTo);

    private sealed record PaperRow(Guid Id, Guid GuaranteeId, string Kind, string Format, bool IsErased, string ByName, DateTimeOffset AddedAt)
    {
        public GuaranteeDocument Document => new(Id, Enum.Parse<GuaranteeDemand>(Kind), Enum.Parse<PaperFormat>(Format), IsErased, ByName, AddedAt);
    }
}
