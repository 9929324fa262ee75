using BpjsBjb.Domain.Common;

namespace BpjsBjb.Services.Enrollments;

/// <summary>What saving a section led to: its new version, and what still stands against it. It is stored either way.</summary>
public sealed record KeptSection(uint Version, DateTimeOffset At, IReadOnlyList<Refusal> Findings)
{
    public IEnumerable<Refusal> Refusals => Findings.Where(finding => !finding.IsWarning);
}
