using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Enrollments;

/// <summary>The history of a case, newest first, with names instead of ids.</summary>
internal sealed class TimelineSource(BpjsBjbDbContext db, PersonalDataVault vault)
{
    public async Task<IReadOnlyList<TimelineItem>> OfAsync(Guid enrollmentId, CancellationToken cancel)
    {
        var rows = await (
            from row in db.EnrollmentHistory.AsNoTracking()
            where row.EnrollmentId == enrollmentId
            join user in db.Users on row.By equals user.Id into users
            from user in users.DefaultIfEmpty()
            join office in db.Offices on user.OfficeId equals office.Id into offices
            from office in offices.DefaultIfEmpty()
            select new { row.Kind, row.At, row.Detail, row.MessageSealed, Name = user.FullName, Office = office.Name })
            .ToListAsync(cancel);
        return
        [
            // Sent and settled in one step have one instant; the kinds are declared in the order they can happen.
            .. rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Kind).Select(row => new TimelineItem(
                row.Kind, row.Name ?? "–", row.Office ?? "–", row.At, row.Detail,
                row.MessageSealed is { } message ? vault.Open(SealedColumns.EventMessage, enrollmentId, message) : null)),
        ];
    }
}
