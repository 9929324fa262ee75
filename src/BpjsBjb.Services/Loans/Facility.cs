using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Services.Access;

namespace BpjsBjb.Services.Loans;

/// <summary>Row of the view <c>facilities</c>: a facility with a person insured by it.</summary>
internal sealed class Facility : IPlaced
{
    public Guid Id { get; private init; }

    public string ApplicationNumber { get; private init; } = "";

    public string FullName { get; private init; } = "";

    public string ProductCode { get; private init; } = "";

    public Rupiah LoanAmount { get; private init; }

    public string RegencyCode { get; private init; } = "";

    public LoanStatus Status { get; private init; }

    public DeclineReason? DeclineReason { get; private init; }

    public Guid ParticipationId { get; private init; }

    public bool HasCard { get; private init; }

    public DateOnly? CoveredThrough { get; private init; }

    /// <summary>BPJS, or the portal by itself, has accepted the case.</summary>
    public bool IsAccepted { get; private init; }

    /// <summary>Its gate hangs on more than the case, the card and the month: a waiver, a guarantee or a claim.</summary>
    public bool NeedsLook { get; private init; }

    public int BankPosition { get; private init; }

    public int BpjsPosition { get; private init; }
}

/// <summary>Row of the view <c>facility_months</c>: a month of cover of a person insured by a facility.</summary>
internal sealed class FacilityMonth
{
    public Guid LoanId { get; private init; }

    public Guid ParticipationId { get; private init; }

    public DateOnly Month { get; private init; }
}
