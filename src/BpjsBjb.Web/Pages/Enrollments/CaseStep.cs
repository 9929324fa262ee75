using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Web.Security;

namespace BpjsBjb.Web.Pages.Enrollments;

/// <summary>Where a reader goes next from a row. It only leads there: the page behind it decides what is allowed.</summary>
/// <param name="Key">Text of the button.</param>
/// <param name="IsWork">False when there is nothing to do but look.</param>
public sealed record CaseStep(string Key, string Address, bool IsWork)
{
    public static string Details(Guid id) => $"~/Enrollments/Details/{id}";

    public static string Tasks(Guid id) => $"~/Enrollments/Form/Tasks/{id}";

    public static CaseStep Of(EnrollmentListItem item, Role role) => item switch
    {
        { Status: EnrollmentStatus.Returned } when Policies.Allows(Policies.RegisterDebtors, role) => new("Correct", Tasks(item.Id), true),
        { Status: EnrollmentStatus.Draft } when Policies.Allows(Policies.RegisterDebtors, role) => new("Continue", Tasks(item.Id), true),
        { Status: EnrollmentStatus.Submitted } when Policies.Allows(Policies.ReviewEnrollments, role) =>
            new("Review", $"~/Reviews/Case/{item.Id}", true),
        { OpenBillId: { } bill, Status: EnrollmentStatus.Accepted } when Policies.Allows(Policies.ReadBills, role) =>
            new("Bill", $"~/Bills/Details/{bill}", true),
        { LoanId: { } loan, Participation: ParticipationStatus.Active } when Policies.Allows(Policies.ReadLoans, role) =>
            new("Loan", $"~/Loans/Details/{loan}", true),
        _ => new("Look", Details(item.Id), false),
    };
}
