using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Reviews;

namespace BpjsBjb.Services.Work;

/// <summary>What presses: an unpaid bill with its last day, or a returned case with the day it came back.</summary>
/// <param name="BillId">Null for a returned case.</param>
/// <param name="IsOver">The bill's last day has passed: a new one must be issued.</param>
public sealed record Deadline(
    Guid EnrollmentId, string FullName, Guid? BillId, Rupiah? Amount, DateOnly On, bool IsOver, string? ReturnedField);

/// <summary>Home of an officer or supervisor.</summary>
/// <param name="Counts">All the work, whatever the list is narrowed to.</param>
/// <param name="Listed">Sizes of the tabs under the list's filter.</param>
public sealed record BankWork(WorkCounts Counts, WorkCounts Listed, Page<EnrollmentListItem> Cases, IReadOnlyList<Deadline> Deadlines);

/// <summary>Home of a reviewer, or of BPJS's supervisor.</summary>
/// <param name="First">The case that has waited longest and is the reader's or nobody's; null when there is none.</param>
/// <param name="Queue">Counted up to <see cref="ReviewQueue.CountedMost"/>.</param>
public sealed record ReviewWork(WorkCounts Counts, Guid? First, ReviewCounts Queue);

/// <param name="Cases">Cases that wait for the role to act; null for roles that never do.</param>
/// <param name="News">New rules the reader has not confirmed.</param>
/// <param name="Notices">What they were told and have not read.</param>
public sealed record Waiting(int? Cases, int News, int Notices);
