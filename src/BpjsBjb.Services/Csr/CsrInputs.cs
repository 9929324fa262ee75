namespace BpjsBjb.Services.Csr;

/// <summary>A donor's fund as typed: whose money, for whom, for how long.</summary>
public sealed record RegisterFund
{
    /// <summary>A donor the portal knows; empty for a new one.</summary>
    public string? DonorId { get; init; }

    public string? DonorName { get; init; }

    public string? DonorKind { get; init; }

    public string? Name { get; init; }

    /// <summary>Name of a <c>MembershipCode</c>.</summary>
    public string? Code { get; init; }

    public string? AgreementNumber { get; init; }

    public string? AgreementOn { get; init; }

    public string? Commitment { get; init; }

    public string? FirstMonth { get; init; }

    public string? Months { get; init; }

    public string? Remainder { get; init; }

    public string? OfficeId { get; init; }

    public string? BpjsOfficeId { get; init; }

    /// <summary>The budget, region by region, in the order in which it is spent.</summary>
    public IList<RegisterFundRegion> Regions { get; init; } = [];
}

public sealed record RegisterFundRegion
{
    public string? Code { get; init; }

    /// <summary>Per cent.</summary>
    public string? Share { get; init; }
}

/// <summary>Money that came from a donor or went back to it, as typed.</summary>
public sealed record RecordDonation
{
    public string? Direction { get; init; }

    public string? Amount { get; init; }

    public string? PaidOn { get; init; }

    public string? Reference { get; init; }
}

/// <summary>One person on a list, as typed.</summary>
public sealed record AddCandidate
{
    public string? Nik { get; init; }

    public string? FullName { get; init; }

    public string? Occupation { get; init; }

    public string? Region { get; init; }

    public string? Evidence { get; init; }

    public string? EvidenceNumber { get; init; }

    public string? Nominator { get; init; }
}

/// <summary>How much is to be spent on which months, as typed.</summary>
public sealed record ProposeAllocation
{
    public string? Budget { get; init; }

    public string? FirstMonth { get; init; }

    public string? Months { get; init; }
}

public sealed record EndAllocation
{
    /// <summary>Name of an <c>AllocationEnd</c>.</summary>
    public string? Why { get; init; }
}

public sealed record HandOver
{
    public string? HandedOverOn { get; init; }
}

public sealed record PayCsrBill
{
    public string? PaidOn { get; init; }

    public string? Reference { get; init; }
}

public sealed record AskException
{
    /// <summary>Name of a <c>LateReason</c>.</summary>
    public string? Reason { get; init; }
}

public sealed record DecideException
{
    public string? Verdict { get; init; }
}

/// <summary>Who pays next, for the people chosen.</summary>
public sealed record RecordNextPayer
{
    /// <summary>Name of a <c>NextPayer</c>.</summary>
    public string? Payer { get; init; }

    /// <summary>Candidates; none with <see cref="AllWithout"/>.</summary>
    public IList<Guid> Chosen { get; init; } = [];

    /// <summary>"true" for all of the allocation who have none yet.</summary>
    public string? AllWithout { get; init; }
}

/// <summary>A benefit paid by BPJS to somebody a fund covers, as typed.</summary>
public sealed record RecordBenefit
{
    public string? CandidateId { get; init; }

    public string? Kind { get; init; }

    public string? HappenedOn { get; init; }

    public string? PaidOn { get; init; }

    public string? Amount { get; init; }
}
