using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Rules;

/// <summary>The rows of the law for whoever asks "which rule".</summary>
public sealed class RuleSearch
{
    private readonly RuleBookSource _source;

    internal RuleSearch(RuleBookSource source) => _source = source;

    public Task<RuleBook> AllAsync(CancellationToken cancel) => _source.ReadAsync(cancel);

    /// <param name="knownOn">Last day whose knowledge of the law counts; null for everything the portal knows now.</param>
    public Task<RuleBook> AllAsync(DateOnly? knownOn, CancellationToken cancel) => _source.ReadAsync(knownOn, cancel);
}
