using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.People;

/// <summary>Why two records that look alike are two humans.</summary>
public enum DismissalReason
{
    Twins,
    Namesakes,
    SharedPhone,
    CheckedWithDebtor,
}

/// <summary>Why a proposed merge is not carried out.</summary>
public enum MergeRefusalReason
{
    DifferentPeople,
    WrongChoice,
    Unclear,
}

/// <summary>Why a merge is taken back.</summary>
public enum MergeUndoReason
{
    DifferentPeople,
    WrongCard,
    WrongChoice,
    AskedByDebtor,
}

/// <summary>What the survivor can take over from the other record. The NIK is no choice of its own: that of the survivor stands.</summary>
public enum PersonAttribute
{
    FullName,
    BirthPlace,
    BirthDate,
    Sex,
    MotherName,
    Phone,
    Address,
    Heirs,
}

/// <summary>One of the two records of a merge.</summary>
public enum MergeSide
{
    Survivor,
    Merged,
}

public enum MergeStatus
{
    Proposed,

    /// <summary>Taken back by whoever proposed it.</summary>
    Withdrawn,
    Refused,
    Merged,
    Undone,
}

/// <summary>Two records made one by two people, and the way back. The database has the last word (duplicates.v1.sql).</summary>
public static class PersonMerge
{
    public static readonly Refusal SurvivorMissing = new("merge.survivor-missing");
    public static readonly Refusal ChoiceMissing = new("merge.choice-missing");
    public static readonly Refusal CardNotChosen = new("merge.card-not-chosen");
    public static readonly Refusal ReasonMissing = new("merge.reason-missing");
    public static readonly Refusal Decided = new("merge.already-decided");
    public static readonly Refusal OwnProposal = new("merge.own-proposal");
    public static readonly Refusal InProgress = new("merge.in-progress");
    public static readonly Refusal ChangedMeanwhile = new("merge.changed-meanwhile");
    public static readonly Refusal UndoChanged = new("merge.undo-changed");
    public static readonly Refusal NotYours = new("merge.not-yours");
    public static readonly Refusal Dismissed = new("duplicate.already-dismissed");
    public static readonly Refusal DismissalMissing = new("duplicate.reason-missing");

    /// <summary>Codes of the database alone; each has its sentence.</summary>
    public static readonly IReadOnlyList<Refusal> Hindrances =
    [
        new("merge.not-two-records"), new("merge.already-merged"), new("merge.erased"), new("merge.out-of-scope"), new("merge.both-open-cases"),
        new("merge.same-loan"), new("merge.claimed"), new("merge.months-overlap"), new("merge.both-open-bills"), new("merge.not-merged"), new("merge.undo-too-late"),
        new("merge.undo-later-merge"), new("merge.undo-case-since"), new("merge.undo-paid-since"), new("merge.record-retired"),
        new("duplicate.not-yours"),
    ];
}
