using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Participations;

/// <summary>One month of one participation: the ledger behind every status, gate and dashboard. Written by the database from a payment.</summary>
public sealed class CoveredMonth
{
    private CoveredMonth()
    {
    }

    public Guid ParticipationId { get; private init; }

    /// <summary>First day of the covered month.</summary>
    public DateOnly Month { get; private init; }

    /// <summary>The payment that covers it; null when the months were paid outside the portal and BPJS vouched for them.</summary>
    public Guid? PaymentId { get; private init; }

    public ContributionPayer Payer { get; private init; }

    public Rupiah Amount { get; private init; }

    public DateTimeOffset RecordedAt { get; private init; }
}
