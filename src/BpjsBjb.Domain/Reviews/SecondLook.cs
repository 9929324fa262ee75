using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Reviews;

/// <summary>What somebody who is not told the first decision would have decided; the first three are the outcomes of an acceptance.</summary>
public enum LookVerdict
{
    NewMembership,
    AdditionalToWageEarner,
    LinkedToExisting,
    Return,
    Reject,
}

/// <summary>A second look at an acceptance that was drawn. Who looks, and once, is the database's to say (reviews.v5.sql).</summary>
public static class SecondLook
{
    public static readonly Refusal NotDrawn = new("review.not-drawn");
    public static readonly Refusal Done = new("review.look-done");
    public static readonly Refusal OwnDecision = new("review.own-decision");
    public static readonly Refusal VerdictMissing = new("review.verdict-missing");
    public static readonly Refusal ReasonMissing = new("review.look-reason-missing");
}
