using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Notices;

/// <summary>The one way to tell somebody something, inside the transaction in which it happens.</summary>
internal static class Notifying
{
    /// <summary>False where the person was told of this event before, or has no right in force.</summary>
    public static async Task<bool> NotifyAsync(this BpjsBjbDbContext db, NewNotice notice, CancellationToken cancel) =>
        (await db.Database.SqlQuery<bool>(
            $"select notify({notice.UserId}, {notice.Kind.ToString()}, {notice.About}::uuid, {notice.Event}, {notice.IsUrgent}) as \"Value\"")
            .ToListAsync(cancel)).Single();
}
