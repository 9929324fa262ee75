using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Rules;

/// <summary>Proposals of rules with their runs. Nothing here is a debtor's: sums, and rows by the case's reference.</summary>
public sealed class RuleProposalSearch
{
    private const int Most = 200;

    private readonly BpjsBjbDbContext _db;
    private readonly RuleNewsSearch _news;
    private readonly RuleBookSource _rules;

    internal RuleProposalSearch(BpjsBjbDbContext db, RuleNewsSearch news, RuleBookSource rules) => (_db, _news, _rules) = (db, news, rules);

    public async Task<IReadOnlyList<ProposalListItem>> ListAsync(Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var rows = await _db.Database.SqlQuery<ListRow>(
            $"""
             select p.id, p.number, p.kind, p.row, p.status, u.full_name as proposed_by_name, p.proposed_at,
                    (select t.status from rule_trials t where t.proposal_id = p.id order by t.asked_at desc limit 1) as trial
               from rule_proposal_rows p join users u on u.id = p.proposed_by
              order by p.status = 'Proposed' desc, p.proposed_at desc limit {Most}
             """).ToListAsync(cancel);
        return rows.ConvertAll(row => new ProposalListItem(
            row.Id, row.Number, RuleOf(row.Kind, row.Row), Enum.Parse<ProposalStatus>(row.Status), row.ProposedByName, row.ProposedAt,
            row.Trial is { } trial ? Enum.Parse<TrialStatus>(trial) : null));
    }

    public async Task<ProposalDetails?> DetailsAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var found = await _db.Database.SqlQuery<DetailRow>(
            $"""
             select p.number, p.kind, p.row, p.letter, p.reason, p.status, p.proposed_by, u.full_name as proposed_by_name, p.proposed_at,
                    d.full_name as decided_by_name, p.decided_at, p.trial_id, p.told, p.credit, p.replaced::text as replaced
               from rule_proposal_rows p join users u on u.id = p.proposed_by left join users d on d.id = p.decided_by
              where p.id = {id}
             """).ToListAsync(cancel);
        if (found is not [var row]) return null;

        var (kind, rule, status) = (ProposedRow.KindOf(row.Kind), RuleOf(row.Kind, row.Row), Enum.Parse<ProposalStatus>(row.Status));
        return new ProposalDetails(
            id, row.Number, kind, rule, status == ProposalStatus.Proposed ? InForce(rule, await _rules.ReadAsync(cancel)) : ProposedRow.ReadAll(row.Kind, row.Replaced), row.Letter, row.Reason, status,
            row.ProposedByName, row.ProposedAt, row.DecidedByName, row.DecidedAt, row.ProposedBy == actor.UserId,
            await TrialAsync(id, row.TrialId, cancel), [.. row.Told.Select(Enum.Parse<Role>)], await _news.ReadersAsync(id, cancel),
            CreditOf(row.Credit));
    }

    /// <summary>The rows of a finished run; null while there is none.</summary>
    public async Task<TrialFile?> FileAsync(Guid proposal, Guid trial, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var found = await _db.Database.SqlQuery<PackedRow>(
            $"""
             select p.number, t.priced_month, p.credit, t.rows_packed
               from rule_trials t join rule_proposals p on p.id = t.proposal_id
              where t.id = {trial} and p.id = {proposal} and t.status = 'Finished'
             """).ToListAsync(cancel);
        if (found is not [var row]) return null;

        var offices = await _db.Offices.ToDictionaryAsync(office => office.Id, office => office.Name, cancel);
        var regions = await RegionsAsync(cancel);
        return new TrialFile(row.Number, row.PricedMonth, CreditOf(row.Credit), [.. TrialRow.Unpack(row.RowsPacked).Select(one => new TrialFileRow(
            one.Reference, offices.GetValueOrDefault(one.OfficeId, "–"), regions.GetValueOrDefault(one.RegionCode, one.RegionCode), one.Outcome))]);
    }

    private async Task<TrialReport?> TrialAsync(Guid proposal, Guid? approvedBy, CancellationToken cancel)
    {
        var found = await _db.Database.SqlQuery<RunRow>(
            $"""
             select id, status, asked_at, started_at, finished_at, failure, priced_month, debtors, debtors_done,
                    exists (select from rule_proposals o where o.status = 'Approved' and o.id <> {proposal} and o.decided_at > t.started_at) as is_outdated
               from rule_trials t
              where proposal_id = {proposal} and ({approvedBy}::uuid is null or id = {approvedBy}::uuid)
              order by asked_at desc limit 1
             """).ToListAsync(cancel);
        if (found is not [var run]) return null;

        var sums = await _db.Database.SqlQuery<SumRow>(
            $"""
             select o.name as office, s.region_code, s.debtors, s.changed, s.amount_before, s.amount_after, s.newly_bound, s.no_longer_bound,
                    s.status_changed, s.prepaid, s.refund, s.shortfall, s.workers, s.employers, s.employers_changed, s.newly_held, s.no_longer_held
               from rule_trial_sums s join offices o on o.id = s.office_id where s.trial_id = {run.Id}
             """).ToListAsync(cancel);
        var regions = await RegionsAsync(cancel);
        return new TrialReport(
            run.Id, Enum.Parse<TrialStatus>(run.Status), run.AskedAt, run.StartedAt, run.FinishedAt,
            run.Failure is { } failure ? Enum.Parse<TrialFailure>(failure) : null, run.PricedMonth, run.Debtors, run.DebtorsDone,
            approvedBy is null && run.IsOutdated, Grouped(sums, sum => sum.Office),
            Grouped(sums, sum => regions.GetValueOrDefault(sum.RegionCode, sum.RegionCode)));
    }

    private Task<Dictionary<string, string>> RegionsAsync(CancellationToken cancel) =>
        _db.Regions.Where(region => region.Code.Length == 4).ToDictionaryAsync(region => region.Code, region => region.Name, cancel);

    private static IReadOnlyList<TrialSum> Grouped(IEnumerable<SumRow> sums, Func<SumRow, string> name) =>
        [.. sums.GroupBy(name).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => TrialSum.Of(group.Key, [.. group.Select(sum => sum.AsSum())]))];

    private static CreditHandling? CreditOf(string? stored) => stored is null ? null : Enum.Parse<CreditHandling>(stored);

    private static DatedRule RuleOf(string table, string row) => ProposedRow.Read(ProposedRow.KindOf(table), [row])[0];

    /// <summary>Rows of the same subject that hold on some day of the proposal.</summary>
    private static IReadOnlyList<DatedRule> InForce(DatedRule rule, RuleBook book)
    {
        IEnumerable<DatedRule> same = rule switch
        {
            JpWageCeiling => book.JpWageCeilings,
            ContributionDiscount cut => book.Discounts.Where(row =>
                (row.Program, row.Category, row.Sector, row.Payer) == (cut.Program, cut.Category, cut.Sector, cut.Payer)),
            FlatContribution flat => book.FlatContributions.Where(row => row.Program == flat.Program),
            ParticipationDuty duty => book.ParticipationDuties.Where(row => row.ProductCode == duty.ProductCode
                && (duty.AmountUpTo is null || row.AmountAbove < duty.AmountUpTo) && (row.AmountUpTo is null || duty.AmountAbove < row.AmountUpTo)),
            Limit limit => book.Limits.Where(row => row.Kind == limit.Kind),
            BracketTable => book.Brackets,
            ContributionBracket bracket => book.Brackets.Where(row => row.Number == bracket.Number),
            ProgramDuty duty => book.ProgramDuties.Where(row => (row.Category, row.Program) == (duty.Category, duty.Program)),
            PrepaymentTerm term => book.PrepaymentTerms.Where(row => row.Months == term.Months),
            EnterpriseClassRule size => book.EnterpriseClasses.Where(row => row.Class == size.Class),
            BenefitRule benefit => book.Benefits.Where(row => row.Kind == benefit.Kind),
            WageRate rate => book.WageRates.Where(row => (row.Program, row.Payer, row.RiskGroup) == (rate.Program, rate.Payer, rate.RiskGroup)),
            WageProgramDuty duty => book.WageProgramDuties.Where(row => (row.Class, row.Program) == (duty.Class, duty.Program)),
            JkpShare share => book.JkpShares.Where(row => row.Source == share.Source),
            EvidenceDuty evidence => book.EvidenceDuties.Where(row => row.ProductCode == evidence.ProductCode),
            ProductGuarantee guarantee => book.ProductGuarantees.Where(row => row.ProductCode == guarantee.ProductCode),
            _ => throw new InvalidOperationException($"No subject for {rule.GetType().Name}."),
        };
        return [.. same.Where(row => (row.ValidTo is null || row.ValidTo >= rule.ValidFrom) && (rule.ValidTo is null || row.ValidFrom <= rule.ValidTo))];
    }

    private sealed record ListRow(
        Guid Id, string Number, string Kind, string Row, string Status, string ProposedByName, DateTimeOffset ProposedAt, string? Trial);

    private sealed record DetailRow(
        string Number, string Kind, string Row, string? Letter, string Reason, string Status, Guid ProposedBy, string ProposedByName,
        DateTimeOffset ProposedAt, string? DecidedByName, DateTimeOffset? DecidedAt, Guid? TrialId, string[] Told, string? Credit, string? Replaced);

    private sealed record PackedRow(string Number, DateOnly PricedMonth, string? Credit, byte[] RowsPacked);

    private sealed record RunRow(
        Guid Id, string Status, DateTimeOffset AskedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Failure, DateOnly? PricedMonth,
        int Debtors, int DebtorsDone, bool IsOutdated);

    private sealed record SumRow(
        string Office, string RegionCode, int Debtors, int Changed, long AmountBefore, long AmountAfter, int NewlyBound, int NoLongerBound,
        int StatusChanged, int Prepaid, long Refund, long Shortfall, int Workers, int Employers, int EmployersChanged, int NewlyHeld, int NoLongerHeld)
    {
        public TrialSum AsSum() => new(
            Office, Debtors, Changed, AmountBefore, AmountAfter, NewlyBound, NoLongerBound, StatusChanged, Prepaid, Refund, Shortfall, Workers, Employers,
            EmployersChanged, NewlyHeld, NoLongerHeld);
    }
}
