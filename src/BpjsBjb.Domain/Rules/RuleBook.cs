using BpjsBjb.Domain.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;

namespace BpjsBjb.Domain.Rules;

/// <summary>The rows of the law as the portal knows them, and the only way to ask them anything.</summary>
/// <remarks>
/// A date without its row is not a "no" to a person but a hole in the rows: it throws
/// <see cref="InvalidOperationException"/> and is seen by an admin.
/// </remarks>
public sealed class RuleBook
{
    public required IReadOnlyList<ContributionBracket> Brackets { get; init; }

    public required IReadOnlyList<FlatContribution> FlatContributions { get; init; }

    public required IReadOnlyList<ContributionDiscount> Discounts { get; init; }

    public required IReadOnlyList<ProgramDuty> ProgramDuties { get; init; }

    public required IReadOnlyList<PrepaymentTerm> PrepaymentTerms { get; init; }

    public required IReadOnlyList<ParticipationDuty> ParticipationDuties { get; init; }

    public required IReadOnlyList<EvidenceDuty> EvidenceDuties { get; init; }

    public required IReadOnlyList<ProductGuarantee> ProductGuarantees { get; init; }

    public required IReadOnlyList<Limit> Limits { get; init; }

    public required IReadOnlyList<EnterpriseClassRule> EnterpriseClasses { get; init; }

    public required IReadOnlyList<BenefitRule> Benefits { get; init; }

    public required IReadOnlyList<WageRate> WageRates { get; init; }

    public required IReadOnlyList<JpWageCeiling> JpWageCeilings { get; init; }

    public required IReadOnlyList<WageProgramDuty> WageProgramDuties { get; init; }

    public required IReadOnlyList<JkpShare> JkpShares { get; init; }

    public required IReadOnlyList<PrivacyNotice> PrivacyNotices { get; init; }

    public required IReadOnlyList<RetentionRule> RetentionRules { get; init; }

    public required IReadOnlyList<ClaimItemRule> ClaimItems { get; init; }

    /// <summary>Earlier wordings of rows above, of whatever kind: asked only by <see cref="KnownAt"/>.</summary>
    public IReadOnlyList<DatedRule> Superseded { get; init; } = [];

    /// <summary>The book as the portal knew it when a day in Jakarta ended.</summary>
    public RuleBook KnownOn(DateOnly day) => KnownAt(JakartaTime.StartOf(day.AddDays(1)).AddTicks(-1));

    /// <summary>The book as the portal knew it at an instant: what was learned later is gone, what was corrected since is back.</summary>
    public RuleBook KnownAt(DateTimeOffset instant) => Each(
        (kind, rows) => rows.Concat(Superseded.Where(kind.IsInstanceOfType)).Where(row => row.WasKnownAt(instant)), superseded: []);

    /// <summary>When the portal first knew any rule: before that instant no book is whole.</summary>
    public DateTimeOffset FirstKnownAt => Brackets.Concat<DatedRule>(Superseded).Min(row => row.RecordedAt);

    /// <summary>A row by its number, in the wording known at an instant; the first wording where it was learned later.</summary>
    public T Wording<T>(IReadOnlyList<T> rows, int id, DateTimeOffset knownAt)
        where T : DatedRule
    {
        var wordings = rows.Concat(Superseded.OfType<T>()).Where(row => row.Id == id).OrderBy(row => row.RecordedAt).ToList();
        return wordings.LastOrDefault(row => row.WasKnownAt(knownAt)) ?? wordings[0];
    }

    /// <summary>The same book with other rows of one kind, those kinds that people keep: what the law would be.</summary>
    public RuleBook With(IReadOnlyList<DatedRule> rows) => Each(
        (kind, present) => rows.Count > 0 && rows.All(kind.IsInstanceOfType) ? rows : present, Superseded);

    private RuleBook Each(Func<Type, IReadOnlyList<DatedRule>, IEnumerable<DatedRule>> change, IReadOnlyList<DatedRule> superseded)
    {
        return new RuleBook
        {
            Brackets = Of(Brackets),
            FlatContributions = Of(FlatContributions),
            Discounts = Of(Discounts),
            ProgramDuties = Of(ProgramDuties),
            PrepaymentTerms = Of(PrepaymentTerms),
            ParticipationDuties = Of(ParticipationDuties),
            EvidenceDuties = Of(EvidenceDuties),
            ProductGuarantees = Of(ProductGuarantees),
            Limits = Of(Limits),
            EnterpriseClasses = Of(EnterpriseClasses),
            Benefits = Of(Benefits),
            WageRates = Of(WageRates),
            JpWageCeilings = Of(JpWageCeilings),
            WageProgramDuties = Of(WageProgramDuties),
            JkpShares = Of(JkpShares),
            PrivacyNotices = Of(PrivacyNotices),
            RetentionRules = Of(RetentionRules),
            ClaimItems = Of(ClaimItems),
            Superseded = superseded,
        };

        IReadOnlyList<T> Of<T>(IReadOnlyList<T> rows)
            where T : DatedRule =>
            [.. change(typeof(T), rows).Cast<T>()];
    }

    /// <summary>The last bracket whose lower bound the income reaches: the annex steps in thousands and leaves gaps.</summary>
    public ContributionBracket BracketFor(Rupiah monthlyIncome, DateOnly on) =>
        Brackets.Where(row => row.AppliesOn(on) && row.IncomeFrom <= monthlyIncome).MaxBy(row => row.IncomeFrom)
        ?? throw Hole(nameof(Brackets), on);

    /// <summary>Whether the book can price a month of a participant without a wage.</summary>
    public bool Prices(Month month) =>
        Brackets.Any(row => row.AppliesOn(month.FirstDay))
        && FlatContributions.Any(row => row.Program == InsuranceProgram.Jkm && row.AppliesOn(month.FirstDay));

    public FlatContribution FlatFor(InsuranceProgram program, DateOnly on) =>
        FlatContributions.SingleOrDefault(row => row.Program == program && row.AppliesOn(on))
        ?? throw Hole(nameof(FlatContributions), on);

    public ContributionDiscount? DiscountFor(
        InsuranceProgram program,
        ParticipantCategory category,
        ContributionSector sector,
        ContributionPayer payer,
        DateOnly on) =>
        Discounts.SingleOrDefault(row =>
            row.Program == program && row.Category == category && row.Sector == sector && row.Payer == payer
            && row.AppliesOn(on));

    public ProgramDuty? DutyFor(ParticipantCategory category, InsuranceProgram program, DateOnly on) =>
        ProgramDuties.SingleOrDefault(row => row.Category == category && row.Program == program && row.AppliesOn(on));

    public bool MustTake(ParticipantCategory category, InsuranceProgram program, DateOnly on) =>
        DutyFor(category, program, on) is { IsMandatory: true };

    /// <summary>The duty of a loan; null when the product is unknown or the amount lies outside its range.</summary>
    public ParticipationDuty? DutyOf(string? productCode, Rupiah amount, DateOnly on) =>
        ParticipationDuties.SingleOrDefault(row =>
            row.ProductCode == productCode && row.Covers(amount) && row.AppliesOn(on));

    /// <summary>The evidence a payout of the product needs: its own row before the one for every product.</summary>
    public EvidenceDuty? EvidenceOf(string productCode, DateOnly on) =>
        EvidenceDuties.Where(row => row.AppliesOn(on) && (row.ProductCode is null || row.ProductCode == productCode)).MaxBy(row => row.ProductCode is not null);

    /// <summary>The guarantee a payout of the product needs; null where it needs none.</summary>
    public ProductGuarantee? GuaranteeOf(string productCode, DateOnly on) =>
        ProductGuarantees.SingleOrDefault(row => row.ProductCode == productCode && row.AppliesOn(on));

    public Limit LimitOf(LimitKind kind, DateOnly on) =>
        Limits.SingleOrDefault(row => row.Kind == kind && row.AppliesOn(on)) ?? throw Hole(kind.ToString(), on);

    /// <summary>The limit, or null on a day before the portal knows of one: for what happened long ago.</summary>
    public Limit? FindLimit(LimitKind kind, DateOnly on) => Limits.SingleOrDefault(row => row.Kind == kind && row.AppliesOn(on));

    /// <summary>What BPJS asks for after an event of a day: the required first.</summary>
    public IReadOnlyList<ClaimItemRule> ClaimItemsOf(ClaimKind kind, DateOnly on) =>
        [.. ClaimItems.Where(row => row.Kind == kind && row.AppliesOn(on)).OrderByDescending(row => row.IsRequired).ThenBy(row => row.Id)];

    public IReadOnlyList<PrepaymentTerm> PrepaymentTermsOn(DateOnly on) =>
        [.. PrepaymentTerms.Where(row => row.AppliesOn(on)).OrderBy(row => row.Months)];

    public IReadOnlyList<BenefitRule> BenefitsOn(DateOnly on) => [.. Benefits.Where(row => row.AppliesOn(on)).OrderBy(row => row.Kind)];

    /// <summary>The privacy notice debtors are given on a day.</summary>
    public NoticeInForce NoticeOn(DateOnly on)
    {
        var rows = PrivacyNotices.Where(row => row.AppliesOn(on)).OrderBy(row => row.Number).ToList();
        return rows.Count == 0 ? throw Hole(nameof(PrivacyNotices), on) : new NoticeInForce(rows[0].Version, rows[0].ValidFrom, rows);
    }

    public RetentionRule RetentionOf(RetentionPurpose purpose, DateOnly on) =>
        RetentionRules.SingleOrDefault(row => row.Purpose == purpose && row.AppliesOn(on)) ?? throw Hole(purpose.ToString(), on);

    /// <summary>What a programme costs on a wage: a row a payer. None when a payer's row is missing on the day, so that nobody's share is forgotten.</summary>
    public IReadOnlyList<WageRate> WageRatesOf(InsuranceProgram program, int riskGroup, DateOnly on)
    {
        var rows = WageRates.Where(row => row.Program == program && (row.RiskGroup is null || row.RiskGroup == riskGroup)).ToList();
        var found = rows.Where(row => row.AppliesOn(on)).OrderBy(row => row.Payer).ToList();
        return found.Count == rows.Select(row => row.Payer).Distinct().Count() ? found : [];
    }

    public JpWageCeiling? JpWageCeilingOn(DateOnly on) => JpWageCeilings.SingleOrDefault(row => row.AppliesOn(on));

    public IReadOnlyList<WageProgramDuty> WageDutiesOf(EnterpriseClass employer, DateOnly on) =>
        [.. WageProgramDuties.Where(row => row.Class == employer && row.AppliesOn(on))];

    public IReadOnlyList<JkpShare> JkpSharesOn(DateOnly on) => [.. JkpShares.Where(row => row.AppliesOn(on)).OrderBy(row => row.Source)];

    /// <summary>Class by annual sales of a running business, else by capital (PP 7/2021 art. 35); above medium is large.</summary>
    public (EnterpriseClass Class, EnterpriseClassRule? Rule) ClassOf(Rupiah capital, Rupiah? annualSales, DateOnly on)
    {
        var rule = EnterpriseClasses
            .Where(row => row.AppliesOn(on))
            .OrderBy(row => row.Class)
            .FirstOrDefault(row => annualSales is { } sales ? sales <= row.AnnualSalesUpTo : capital <= row.CapitalUpTo);
        return (rule?.Class ?? EnterpriseClass.Large, rule);
    }

    private static InvalidOperationException Hole(string what, DateOnly on) => new($"No row of {what} applies on {on:yyyy-MM-dd}.");
}
