using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Contributions;

/// <summary>From a bill to the case it was issued for.</summary>
internal static class BillCases
{
    /// <summary>Both, to be changed; null when the bill is not there or its case not the reader's.</summary>
    public static async Task<(Bill Bill, Enrollment Enrollment)?> BillWithCaseAsync(
        this BpjsBjbDbContext db, Guid billId, Actor actor, CancellationToken cancel)
    {
        var visible = db.Enrollments.VisibleTo(actor);
        var row = await (
            from bill in db.Bills
            join enrollment in visible on bill.EnrollmentId equals enrollment.Id
            where bill.Id == billId
            select new { bill, enrollment }).SingleOrDefaultAsync(cancel);
        return row is null ? null : (row.bill, row.enrollment);
    }
}
