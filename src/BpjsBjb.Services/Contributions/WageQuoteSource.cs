using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Services.Rules;

namespace BpjsBjb.Services.Contributions;

/// <summary>Prices wage earners by the rows of the law; nothing is stored and nobody is named.</summary>
public sealed class WageQuoteSource
{
    private readonly RuleBookSource _rules;

    internal WageQuoteSource(RuleBookSource rules) => _rules = rules;

    /// <param name="knownOn">Last day whose knowledge of the law counts; null for everything the portal knows now.</param>
    public async Task<Result<WageQuote>> QuoteAsync(WageQuestion question, DateOnly? knownOn, CancellationToken cancel) =>
        WageQuote.For(question, await _rules.ReadAsync(knownOn, cancel));
}
