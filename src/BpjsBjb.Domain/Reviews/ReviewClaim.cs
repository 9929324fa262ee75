using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Reviews;

/// <summary>A case that a reviewer has taken, or was given: nobody else decides it until its term is over. Kept by the database.</summary>
public static class ReviewClaim
{
    public static readonly Refusal ByOther = new("review.claimed-by-other");
    public static readonly Refusal NotYoursToAssign = new("review.not-yours-to-assign");
    public static readonly Refusal AssigneeElsewhere = new("review.assignee-elsewhere");
    public static readonly Refusal AssigneeMissing = new("review.assignee-missing");
    public static readonly Refusal NotTaken = new("review.not-taken");
    public static readonly Refusal NothingChosen = new("review.nothing-chosen");
}
