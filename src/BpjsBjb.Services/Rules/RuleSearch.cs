using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Rules;

/// <summary>The rows of the law for whoever asks "which rule".</summary>
public sealed class RuleSearch
{
    private readonly RuleBookSource _source;

    internal RuleSearch(RuleBookSource source) => _source = source;

    public Task<RuleBook> AllAsync(CancellationToken cancel) => _source.ReadAsync(cancel);
}
