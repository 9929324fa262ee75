using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.Participations;

namespace BpjsBjb.Services.Data.Demo;

internal enum DemoFate
{
    Draft,
    Waiting,
    Returned,
    Withdrawn,
    Rejected,
    Declined,
    Unpaid,
    Paid,
}

/// <summary>What happens to one case, up to now.</summary>
internal sealed record DemoStory
{
    public required DemoBranch Branch { get; init; }

    public required Office Bpjs { get; init; }

    public required DemoFate Fate { get; init; }

    /// <summary>When it was decided; for a case nobody has decided, when the bank last touched it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Contribution months asked for.</summary>
    public int Months { get; init; } = 1;

    /// <summary>How far the loan gets; beyond Applied only while cover lasts, as the database insists.</summary>
    public LoanStatus Loan { get; init; }

    public bool WasReturned { get; init; }

    /// <summary>Which of the reviewer's complaints.</summary>
    public int Complaint { get; init; }

    public bool IsHalfFilled { get; init; }

    /// <summary>The debtor comes again under a mistyped number; which of those who do.</summary>
    public int? ComesAgain { get; init; }

    /// <summary>The debtor is that earlier one, and their number was typed wrongly.</summary>
    public int? Mistyped { get; init; }

    /// <summary>What BPJS's register says of the debtor; null for somebody it does not know.</summary>
    public DemoMembership? Known { get; init; }
}

/// <param name="PaidThrough">Last covered month, counted from this one.</param>
internal sealed record DemoMembership(Segment Segment, string? Employer, int? PaidThrough);
