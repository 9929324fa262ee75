using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Rules;

namespace BpjsBjb.Services.Quotes;

/// <summary>Prices contributions for other systems: the formula of the bill, over the same rows, storing nothing.</summary>
public sealed class QuoteService
{
    public static readonly Refusal MonthsOutOfRange = new("quote.months-out-of-range");
    public static readonly Refusal NoRuleInForce = new("quote.no-rule-in-force");
    public static readonly Refusal IncomeBelowLowest = new("quote.income-below-lowest");
    public static readonly Refusal ProgramMissing = new("quote.program-missing");
    public static readonly Refusal ProgramNotOfSegment = new("quote.program-not-of-segment");
    public static readonly Refusal ProgramsMissing = new("quote.programs-missing");
    public static readonly Refusal Discounted = new("quote.discounted");
    public static readonly Refusal Unconfirmed = new("quote.unconfirmed");

    /// <summary>JP and JKP are for wage earners alone.</summary>
    private static readonly InsuranceProgram[] OfNonWageEarners = [InsuranceProgram.Jkk, InsuranceProgram.Jkm, InsuranceProgram.Jht];

    private readonly RuleBookSource _rules;
    private readonly WageQuoteSource _wages;

    internal QuoteService(RuleBookSource rules, WageQuoteSource wages) => (_rules, _wages) = (rules, wages);

    /// <param name="knownOn">Last day whose knowledge of the law counts; null for everything the portal knows now.</param>
    public async Task<Result<PricedQuote>> PriceAsync(QuoteBpu asked, DateOnly? knownOn, CancellationToken cancel)
    {
        var rules = await _rules.ReadAsync(knownOn, cancel);
        if (Refusals(asked, rules) is { Count: > 0 } refusals) return refusals;

        var payer = asked.Payer switch
        {
            QuotePayer.Self => ContributionPayer.Participant,
            QuotePayer.StateBudget => ContributionPayer.StateBudget,
            _ => ContributionPayer.Csr,
        };
        var quote = ContributionQuote.For(
            new ContributionQuestion(
                asked.MonthlyIncome, asked.Category, asked.Sector, payer, asked.Programs.Contains(InsuranceProgram.Jht),
                asked.FirstMonth, asked.Months),
            rules);
        // The formula prices the two basic programmes always; before any duty was dated one may be asked for alone.
        var lines = quote.Lines.Where(line => asked.Programs.Contains(line.Program)).ToList();
        return new PricedQuote(
            lines.Select(line => line.Amount).Sum(),
            [.. lines.GroupBy(line => line.Month).Select(month => new QuoteMonth(month.Key, month.First().Base, [.. month.Select(QuoteLine.Of)]))],
            NotesOn(lines));
    }

    /// <summary>Prices a wage earner: what the employer owes and what is held back from the wage.</summary>
    /// <param name="knownOn">Last day whose knowledge of the law counts; null for everything the portal knows now.</param>
    public async Task<Result<PricedQuote>> PriceAsync(WageQuestion asked, DateOnly? knownOn, CancellationToken cancel)
    {
        if (asked.Programs.Count == 0) return ProgramsMissing.On(nameof(asked.Programs));

        var priced = await _wages.QuoteAsync(asked, knownOn, cancel);
        if (priced.IsRefused) return priced.Refusals.ToArray();

        var quote = priced.Value;
        List<Refusal> notes = [.. quote.Notes];
        if (quote.Lines.SelectMany(RowsOf).Any(row => !row.IsConfirmed)) notes.Add(Unconfirmed);
        return new PricedQuote(
            quote.Total,
            [.. quote.Lines.GroupBy(line => line.Month).Select(month => new QuoteMonth(month.Key, asked.MonthlyWage, [.. month.Select(QuoteLine.Of)]))],
            notes);
    }

    private static List<Refusal> Refusals(QuoteBpu asked, RuleBook rules)
    {
        List<Refusal> refusals = [];
        var longest = rules.PrepaymentTermsOn(asked.FirstMonth.FirstDay).Select(term => term.Months).DefaultIfEmpty(0).Max();
        if (longest == 0) return [NoRuleInForce.With(asked.FirstMonth).On(nameof(asked.FirstMonth))];
        if (asked.Months < 1 || asked.Months > longest) return [MonthsOutOfRange.With(longest).On(nameof(asked.Months))];

        if (asked.Programs.Count == 0) refusals.Add(ProgramsMissing.On(nameof(asked.Programs)));
        refusals.AddRange(asked.Programs.Except(OfNonWageEarners).Order()
            .Select(program => ProgramNotOfSegment.With(program.ToString().ToUpperInvariant()).On(nameof(asked.Programs))));
        var months = Enumerable.Range(0, asked.Months).Select(asked.FirstMonth.Plus).ToList();
        var withoutRule = months.Where(month => !rules.Prices(month)).ToList();
        if (withoutRule.Count > 0) return [.. refusals, NoRuleInForce.With(withoutRule[0]).On(nameof(asked.FirstMonth))];

        var lowest = months.Max(month => rules.Brackets.Where(row => row.AppliesOn(month.FirstDay)).Min(row => row.IncomeFrom));
        if (asked.MonthlyIncome < lowest) refusals.Add(IncomeBelowLowest.With(lowest).On(nameof(asked.MonthlyIncome)));

        refusals.AddRange(Enum.GetValues<InsuranceProgram>()
            .Where(program => asked.Programs.Count > 0 && !asked.Programs.Contains(program)
                && months.Any(month => rules.MustTake(asked.Category, program, month.FirstDay)))
            .Select(program => ProgramMissing.With(program.ToString().ToUpperInvariant()).On(nameof(asked.Programs))));
        return refusals;
    }

    private static IEnumerable<DatedRule> RowsOf(WageLine line) => line.Ceiling is { } ceiling ? [line.Rate, ceiling] : [line.Rate];

    /// <summary>The row of the rate and, where one cuts it, the row of the discount.</summary>
    private static IEnumerable<DatedRule> RowsOf(ContributionLine line) =>
        line.Discount is { } discount ? [line.Rate, discount] : [line.Rate];

    private static List<Refusal> NotesOn(List<ContributionLine> lines)
    {
        var notes = lines.Select(line => line.Discount).OfType<ContributionDiscount>().Where(discount => discount.Percent > 0).Distinct()
            .Select(discount => Discounted.With(
                discount.Program.ToString().ToUpperInvariant(), discount.Percent, Month.Of(discount.ValidFrom),
                discount.ValidTo is { } end ? Month.Of(end) : "–"))
            .ToList();
        if (lines.SelectMany(RowsOf).Any(row => !row.IsConfirmed)) notes.Add(Unconfirmed);
        return notes;
    }
}
