using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Rules;

namespace BpjsBjb.Services.Enrollments;

/// <summary>One programme over a run of months that cost the same: "2 × Rp13.000, 50 % off, by this article".</summary>
public sealed record PricedRun(
    InsuranceProgram Program, Month From, Month Through, int Months, Rupiah Gross, int DiscountPercent, Rupiah Monthly, Citation Rate, Citation? Discount)
{
    public Rupiah Amount => Monthly * Months;
}

/// <summary>What a family may expect, in rupiah where the amount is fixed or follows from the base.</summary>
public sealed record ExpectedBenefit(BenefitKind Kind, Rupiah? Amount, int? BaseMonths, Citation Citation);

/// <summary>The amount panel: total, each rupiah's reason, the benefits, and the duty of the loan.</summary>
public sealed record ContributionPanel(
    Rupiah MonthlyIncome,
    Rupiah Base,
    int Bracket,
    Rupiah Total,
    int Months,
    Month FirstMonth,
    Month LastMonth,
    ParticipantCategory Category,
    ContributionSector Sector,
    IReadOnlyList<PricedRun> Runs,
    IReadOnlyList<ExpectedBenefit> Benefits,
    int JkmWaitingMonths,
    ParticipationDuty? Duty,
    EnterpriseClass? EnterpriseClass,
    Citation? EnterpriseClassCitation,
    Rupiah? LoanAmount)
{
    public bool IsConfirmed => Runs.All(run => run.Rate.IsConfirmed && run.Discount is null or { IsConfirmed: true });
}

/// <summary>All that a form already settles, shown beside it while it is filled in.</summary>
/// <param name="Shortfall">The part of the loan above the death benefit: the benefit is the family's, not the bank's.</param>
public sealed record ApplicationFacts(
    ContributionPanel? Contribution,
    ParticipationDuty? Duty,
    EnterpriseClass? EnterpriseClass,
    Citation? EnterpriseClassCitation,
    IReadOnlyList<ExpectedBenefit> Benefits,
    int JkmWaitingMonths,
    Citation JkmWaitingCitation,
    Rupiah? LoanAmount,
    Rupiah? DeathBenefit,
    Rupiah? Shortfall);

/// <summary>Prices a form as far as it is filled in; the same formula as the bill.</summary>
public sealed class ContributionPanelSource
{
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal ContributionPanelSource(RuleBookSource rules, TimeProvider clock) => (_rules, _clock) = (rules, clock);

    /// <summary>Null while the income is not readable yet.</summary>
    public async Task<ContributionPanel?> OfAsync(EnrollmentForm form, CancellationToken cancel)
    {
        var income = Rupiah.Parse(form.Income.MonthlyIncome);
        if (income.IsRefused) return null;

        var rules = await _rules.ReadAsync(cancel);
        var today = _clock.Today();
        var months = SectionValidators.WholeNumber(form.Income.Months, new Refusal("income.months-missing"), 1, 240);
        var category = SectionValidators.YesOrNo(form.Business.EmploysWorkers) is true ? ParticipantCategory.Employer : ParticipantCategory.SelfEmployed;
        var sector = SectionValidators.Choice<ContributionSector>(form.Business.Sector) ?? ContributionSector.Other;
        var quote = ContributionQuote.For(
            new ContributionQuestion(
                income.Value, category, sector, ContributionPayer.Participant,
                SectionValidators.YesOrNo(form.Income.WithJht) is true, Month.Of(today), months.IsRefused ? 1 : months.Value),
            rules);
        return Panel(form, income.Value, category, sector, quote, rules, today);
    }

    /// <summary>The same with what is known without an income: duty, class, benefits, and how far the death benefit falls short of the loan.</summary>
    public async Task<ApplicationFacts> FactsAsync(EnrollmentForm form, CancellationToken cancel)
    {
        var rules = await _rules.ReadAsync(cancel);
        var today = _clock.Today();
        var contribution = await OfAsync(form, cancel);
        var amount = Rupiah.Parse(form.Loan.LoanAmount);
        var (enterprise, rule) = ClassOf(form, rules, today);
        var benefits = contribution?.Benefits ?? BenefitsOf(null, rules, today);
        var death = benefits.FirstOrDefault(benefit => benefit.Kind == BenefitKind.JkmDeath)?.Amount;
        return new ApplicationFacts(
            contribution,
            amount.IsRefused ? null : rules.DutyOf(form.Loan.ProductCode, amount.Value, today),
            enterprise,
            rule?.Citation,
            benefits,
            rules.LimitOf(LimitKind.JkmWaitingMonths, today).Value,
            rules.LimitOf(LimitKind.JkmWaitingMonths, today).Citation,
            amount.IsRefused ? null : amount.Value,
            death,
            !amount.IsRefused && amount.Value > death ? amount.Value - death : null);
    }

    internal static IReadOnlyList<PricedRun> RunsOf(IEnumerable<ContributionLine> lines)
    {
        List<PricedRun> runs = [];
        foreach (var line in lines.OrderBy(line => line.Program).ThenBy(line => line.Month))
        {
            if (runs.Count > 0 && runs[^1] is var last && last.Program == line.Program && last.Monthly == line.Amount
                && last.DiscountPercent == line.DiscountPercent && last.Gross == line.Gross)
            {
                runs[^1] = last with { Through = line.Month, Months = last.Months + 1 };
                continue;
            }

            runs.Add(new PricedRun(
                line.Program, line.Month, line.Month, 1, line.Gross, line.DiscountPercent, line.Amount, line.Rate.Citation, line.Discount?.Citation));
        }

        return runs;
    }

    private static ContributionPanel Panel(
        EnrollmentForm form, Rupiah income, ParticipantCategory category, ContributionSector sector, ContributionQuote quote, RuleBook rules,
        DateOnly today)
    {
        var contributionBase = quote.FirstBracket.Base;
        var amount = Rupiah.Parse(form.Loan.LoanAmount);
        var (enterprise, enterpriseRule) = ClassOf(form, rules, today);
        return new ContributionPanel(
            income,
            contributionBase,
            quote.FirstBracket.Number,
            quote.Total,
            quote.Lines.Select(line => line.Month).Distinct().Count(),
            quote.Lines.Min(line => line.Month),
            quote.Lines.Max(line => line.Month),
            category,
            sector,
            RunsOf(quote.Lines),
            BenefitsOf(contributionBase, rules, today),
            rules.LimitOf(LimitKind.JkmWaitingMonths, today).Value,
            amount.IsRefused ? null : rules.DutyOf(form.Loan.ProductCode, amount.Value, today),
            enterprise,
            enterpriseRule?.Citation,
            amount.IsRefused ? null : amount.Value);
    }

    private static IReadOnlyList<ExpectedBenefit> BenefitsOf(Rupiah? contributionBase, RuleBook rules, DateOnly today) =>
    [
        .. rules.BenefitsOn(today).Select(benefit => new ExpectedBenefit(
            benefit.Kind,
            benefit.BaseMonths is { } times ? contributionBase * times : benefit.Amount,
            benefit.BaseMonths,
            benefit.Citation)),
    ];

    private static (EnterpriseClass? Class, EnterpriseClassRule? Rule) ClassOf(EnrollmentForm form, RuleBook rules, DateOnly today)
    {
        var capital = Rupiah.Parse(form.Business.Capital);
        if (capital.IsRefused) return (null, null);

        var sales = Rupiah.Parse(form.Business.AnnualSales);
        return rules.ClassOf(capital.Value, sales.IsRefused ? null : sales.Value, today);
    }
}
