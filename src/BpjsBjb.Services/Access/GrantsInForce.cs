using BpjsBjb.Domain.Access;

namespace BpjsBjb.Services.Access;

internal static class GrantsInForce
{
    /// <summary>Approved, not ended, and not past the last day.</summary>
    public static IQueryable<AccessGrant> InForceOn(this IQueryable<AccessGrant> grants, DateOnly today) =>
        grants.Where(grant => grant.ApprovedAt != null && grant.EndedAt == null && (grant.ValidTo == null || grant.ValidTo >= today));
}
