using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Cover;

/// <summary>Whose old-age savings (JHT) were claimed: once arrears are no longer taken, they are inactive (Perdir 22/PERDIR.02/072022, BPU 12b).</summary>
internal static class JhtClaims
{
    /// <summary>Of these participations, those with a claim on the day or before.</summary>
    public static async Task<HashSet<Guid>> JhtClaimedAsync(
        this BpjsBjbDbContext db, IReadOnlyCollection<Guid> participations, DateOnly on, CancellationToken cancel) =>
        participations.Count == 0
            ? []
            : [.. await db.Database.SqlQuery<Guid>(
                $"select participation_id as \"Value\" from jht_claims where participation_id = any ({participations.ToArray()}) and claimed_on <= {on}")
                .ToListAsync(cancel)];
}
