using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Rules;

namespace BpjsBjb.Services.Offices;

/// <summary>A business type to choose.</summary>
/// <param name="Answer">What choosing it means, where a question decides; else null.</param>
/// <param name="RateHundredths">JKK of wage earners in its group today, in hundredths of a percent; null without a row of the law.</param>
public sealed record BusinessTypeOption(BusinessType Type, BusinessTypeAnswer? Answer, int? RateHundredths);

/// <summary>Business types by everyday words, with group and rate.</summary>
public sealed class BusinessTypeSearch
{
    private readonly ReferenceSource _reference;
    private readonly RuleBookSource _rules;
    private readonly TimeProvider _clock;

    internal BusinessTypeSearch(ReferenceSource reference, RuleBookSource rules, TimeProvider clock) =>
        (_reference, _rules, _clock) = (reference, rules, clock);

    /// <summary>The answers to the question the words raise, else what they lead to; none for no words.</summary>
    public async Task<IReadOnlyList<BusinessTypeOption>> FindAsync(string? words, CancellationToken cancel)
    {
        var book = await _reference.ReadAsync(cancel);
        var rules = await _rules.ReadAsync(cancel);
        var today = _clock.Today();
        var found = book.Find(words);
        return found.Answers.Count > 0
            ? [.. found.Answers.Select(answer => Option(book.BusinessType(answer.BusinessTypeId)!, answer))]
            : [.. found.Hits.Select(type => Option(type, answer: null))];

        BusinessTypeOption Option(BusinessType type, BusinessTypeAnswer? answer) => new(
            type, answer, rules.WageRatesOf(InsuranceProgram.Jkk, type.RiskGroup, today).Select(rate => (int?)rate.Hundredths).FirstOrDefault());
    }
}
