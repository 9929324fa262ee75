namespace BpjsBjb.Domain.Common;

/// <summary>What a person may do. One role a person; what they see is their office's interval.</summary>
public enum Role
{
    LoanOfficer,
    BranchSupervisor,
    BpjsReviewer,

    /// <summary>Reviews, and shares the work out among the reviewers of the office.</summary>
    BpjsSupervisor,
    RegionalAdmin,
    SystemAdmin,
    Auditor,

    /// <summary>Somebody at Kadin: sums of the agreement and no row of anybody.</summary>
    KadinViewer,

    /// <summary>Somebody at LPDB-KUMKM: sums of what LPDB guarantees or funds, and of cooperatives.</summary>
    LpdbViewer,

    /// <summary>Somebody at a donor: sums of its own funds and no row of anybody.</summary>
    DonorViewer,
}

/// <summary>Offices are numbered so that an office and all below it are one interval; an empty interval sees nothing.</summary>
public readonly record struct OfficeInterval(int From, int To)
{
    public static readonly OfficeInterval Everything = new(0, int.MaxValue);
    public static readonly OfficeInterval Nothing = new(1, 0);

    public bool Contains(int position) => From <= position && position <= To;
}

/// <summary>Who is acting, and which rows are theirs to see on the bank's and on BPJS's side.</summary>
public sealed record Actor(
    Guid UserId,
    Role Role,
    Guid OfficeId,
    OfficeInterval Bank,
    OfficeInterval Bpjs);
