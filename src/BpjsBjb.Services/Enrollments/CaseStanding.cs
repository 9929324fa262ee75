using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;

namespace BpjsBjb.Services.Enrollments;

/// <summary>Row of the view <c>case_standings</c>: where a case of the reader's offices stands.</summary>
internal sealed class CaseStanding
{
    public Guid EnrollmentId { get; private init; }

    public bool HasParticipation { get; private init; }

    public bool HasCard { get; private init; }

    public DateOnly? CoveredThrough { get; private init; }

    /// <summary>The debtor's, once the case was sent.</summary>
    public DateOnly? BirthDate { get; private init; }

    public DateTimeOffset? LastEventAt { get; private init; }

    public DateTimeOffset? ReturnedAt { get; private init; }

    /// <summary>The first of the fields named at the last return.</summary>
    public string? ReturnedField { get; private init; }

    public ReturnReason? ReturnedReason { get; private init; }

    public Guid? OpenBillId { get; private init; }

    public Rupiah? OpenBillTotal { get; private init; }

    public DateOnly? OpenBillDueOn { get; private init; }
}

/// <summary>Row of the view <c>case_months</c>: a month of cover of a case's participation.</summary>
internal sealed class CaseMonth
{
    public Guid EnrollmentId { get; private init; }

    public DateOnly Month { get; private init; }
}
