using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Reviews;

/// <summary>Why a case goes on to another branch of BPJS.</summary>
public enum RedirectReason
{
    LivesElsewhere,
    WorksElsewhere,
    CardOfOtherBranch,
    AskedByDebtor,
}

/// <summary>A case sent on to another branch of BPJS, with its history and its clock. Carried out by the database (reviews.v2.sql).</summary>
public static class ReviewRedirect
{
    public static readonly Refusal ReasonMissing = new("review.redirect-reason-missing");
    public static readonly Refusal OfficeMissing = new("review.office-missing");
    public static readonly Refusal OfficeUnknown = new("review.office-unknown");
    public static readonly Refusal SameOffice = new("review.same-office");
}
