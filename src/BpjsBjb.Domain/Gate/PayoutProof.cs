using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Gate;

/// <summary>What the nightly proof of payouts may find (<c>gate.v1.sql</c>, section 9).</summary>
public static class PayoutProof
{
    public static readonly IReadOnlyList<Refusal> Differences =
    [
        new("proof.no-decision"), new("proof.decision-differs"), new("proof.not-covered"), new("proof.worker-not-covered"), new("proof.member-not-covered"),
        new("proof.month-without-payment"), new("proof.loan-not-disbursed"), new("proof.above-loan-amount"), new("proof.not-in-trail"), new("proof.guard-is-off"),
    ];
}
