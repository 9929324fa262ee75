using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Offices;

public enum MergerStatus
{
    Proposed,

    /// <summary>Carried out by the portal on its day.</summary>
    Approved,
    Refused,

    /// <summary>Taken back by whoever proposed it.</summary>
    Withdrawn,

    /// <summary>Called off after it was approved, before its day.</summary>
    Cancelled,
    Done,
}

/// <summary>Why two branches are not merged; the database has the last word (offices.v1.sql).</summary>
public static class OfficeMerger
{
    public static readonly Refusal IntoMissing = new("office-merger.into-missing");
    public static readonly Refusal DayMissing = new("office-merger.day-missing");
    public static readonly Refusal DayPast = new("office-merger.day-past");
    public static readonly Refusal ReasonMissing = new("office-merger.reason-missing");
    public static readonly Refusal NotTwoBranches = new("office-merger.not-two-branches");
    public static readonly Refusal AlreadyPlanned = new("office-merger.already-planned");
    public static readonly Refusal OwnProposal = new("office-merger.own-proposal");
    public static readonly Refusal NotOwnProposal = new("office-merger.not-own-proposal");
    public static readonly Refusal Decided = new("office-merger.decided");
}
