using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Gate;

/// <summary>What closes a decision besides the gate's conditions (<c>gate.v1.sql</c>, section 6).</summary>
public static class PayoutDecision
{
    public static readonly IReadOnlyList<Refusal> Reasons = [new("decision.nothing-left"), new("decision.before-application")];
}
