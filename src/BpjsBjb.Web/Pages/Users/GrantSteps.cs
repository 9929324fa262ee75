using BpjsBjb.Services.Access;

namespace BpjsBjb.Web.Pages.Users;

public enum GrantStepKind
{
    Proposed,
    Approved,
    Refused,
    Confirmed,
    Ended,
}

/// <summary>One thing that happened to a grant.</summary>
public sealed record GrantStep(GrantStepKind Kind, DateTimeOffset At, string? By, GrantView Grant)
{
    public string? Tone => Kind switch
    {
        GrantStepKind.Approved or GrantStepKind.Confirmed => "ok",
        GrantStepKind.Refused => "bad",
        GrantStepKind.Ended => "warn",
        _ => null,
    };
}

/// <summary>A user's grants taken apart into what happened, newest first.</summary>
public static class GrantSteps
{
    public static IEnumerable<GrantStep> Of(IEnumerable<GrantView> grants) =>
        grants.SelectMany(StepsOf).OrderByDescending(step => step.At).ThenByDescending(step => step.Kind);

    private static IEnumerable<GrantStep> StepsOf(GrantView grant)
    {
        if (grant.ProposedById is not null) yield return new GrantStep(GrantStepKind.Proposed, grant.ProposedAt, grant.ProposedBy, grant);
        if (grant.ApprovedAt is { } approved) yield return new GrantStep(GrantStepKind.Approved, approved, grant.ApprovedBy, grant);
        if (grant.RefusedAt is { } refused) yield return new GrantStep(GrantStepKind.Refused, refused, grant.RefusedBy, grant);
        if (grant.RecertifiedAt is { } confirmed) yield return new GrantStep(GrantStepKind.Confirmed, confirmed, grant.RecertifiedBy, grant);
        if (grant.EndedAt is { } ended) yield return new GrantStep(GrantStepKind.Ended, ended, grant.EndedBy, grant);
    }
}
