using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Access;

/// <summary>Links that still open: neither used nor past their end.</summary>
internal static class OpenLinks
{
    public static IQueryable<Invitation> OpenAt(this IQueryable<Invitation> links, DateTimeOffset now) =>
        links.Where(link => link.UsedAt == null && link.ExpiresAt > now);

    /// <summary>From now on none of this person's links opens.</summary>
    /// <returns>How many did.</returns>
    public static Task<int> CloseLinksAsync(this BpjsBjbDbContext db, Guid userId, DateTimeOffset now, CancellationToken cancel) =>
        db.Invitations.Where(link => link.UserId == userId).OpenAt(now)
            .ExecuteUpdateAsync(link => link.SetProperty(one => one.ExpiresAt, now), cancel);
}
