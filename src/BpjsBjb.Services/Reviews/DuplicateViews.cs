using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;

namespace BpjsBjb.Services.Reviews;

public enum DuplicateShow
{
    Open,

    /// <summary>Proposed merges that wait for a second person.</summary>
    ToApprove,

    /// <summary>Merges carried out or taken back.</summary>
    Done,
    Dismissed,
}

/// <summary>What the list of pairs is narrowed to; all of it stands in the page's address.</summary>
/// <param name="After">The page begins behind this pair or merge.</param>
public sealed record DuplicateFilter(DuplicateShow Show = DuplicateShow.Open, LikenessReason? Reason = null, Guid? After = null);

/// <summary>A pair, or a merge of one.</summary>
/// <param name="Id">Of the pair, or of the merge where the list shows merges.</param>
/// <param name="MergeId">A merge of the pair that waits for its second person.</param>
/// <param name="Status">Of a merge; null for a pair.</param>
/// <param name="Why">The reason a pair was dismissed for.</param>
public sealed record DuplicateItem(
    Guid Id,
    Guid? MergeId,
    string NameA,
    DateOnly BirthA,
    string NameB,
    DateOnly BirthB,
    IReadOnlyList<LikenessReason> Reasons,
    DateTimeOffset At,
    string? ByName,
    MergeStatus? Status,
    DismissalReason? Why);

public sealed record DuplicatePage(IReadOnlyList<DuplicateItem> Items, bool HasAfter, int Open, int ToApprove);

/// <summary>Where a value came from: the last change that wrote it, and the case it came with.</summary>
public sealed record ValueOrigin(DateTimeOffset At, string? ByName, string? Reference);

/// <summary>A case of a record with its facility.</summary>
public sealed record RecordCase(
    Guid Id, string Reference, EnrollmentStatus Status, string OfficeName, string? ApplicationNumber, Rupiah? LoanAmount, LoanStatus? LoanStatus,
    DateTimeOffset? SubmittedAt);

/// <summary>A participation of a record with what the ledger holds of it.</summary>
public sealed record RecordCover(Segment Segment, string? Kpj, IReadOnlyList<CoveragePeriod> Periods, int Months, Rupiah Paid);

/// <summary>One of the two records as it stands.</summary>
/// <param name="Values">By attribute, as a reader reads it; codes of the sex and the date in its stored form.</param>
public sealed record PersonRecord(
    Guid Id,
    string Nik,
    string FullName,
    DateTimeOffset CreatedAt,
    IReadOnlyDictionary<PersonAttribute, string> Values,
    IReadOnlyDictionary<PersonAttribute, ValueOrigin> Origins,
    IReadOnlyList<RecordCase> Cases,
    IReadOnlyList<RecordCover> Covers)
{
    public bool HasCard => Covers.Any(cover => cover.Kpj is not null);

    public int Months => Covers.Sum(cover => cover.Months);
}

/// <summary>Two records side by side.</summary>
/// <param name="Hindrances">What stands in the way of a merge; the choices a reader still makes are not among them.</param>
public sealed record DuplicateDetails(
    Guid Id,
    IReadOnlyList<LikenessReason> Reasons,
    DateTimeOffset FoundAt,
    PersonRecord A,
    PersonRecord B,
    Guid? MergeId,
    DismissalReason? Dismissed,
    string? DismissedByName,
    DateTimeOffset? DismissedAt,
    IReadOnlyList<Refusal> Hindrances)
{
    public bool NeedsCard => A.HasCard && B.HasCard;

    public bool Differs(PersonAttribute attribute) => A.Values[attribute] != B.Values[attribute];
}

/// <summary>A merge: what was proposed, what was decided, what it moved, and what stands in the way of the way back.</summary>
/// <param name="Moved">Rows by table; empty until it is carried out.</param>
/// <param name="CameLater">Cases that came after the merge: taken back, they stay with the survivor.</param>
public sealed record MergeDetails(
    Guid Id,
    MergeStatus Status,
    PersonRecord Survivor,
    PersonRecord Merged,
    IReadOnlyList<PersonAttribute> Takes,
    MergeSide? Card,
    string ProposedByName,
    DateTimeOffset ProposedAt,
    string? DecidedByName,
    DateTimeOffset? DecidedAt,
    MergeRefusalReason? RefusedWhy,
    DateOnly? UndoUntil,
    string? UndoneByName,
    DateTimeOffset? UndoneAt,
    MergeUndoReason? UndoneWhy,
    bool IsOwn,
    IReadOnlyList<Refusal> Hindrances,
    IReadOnlyDictionary<string, int> Moved,
    IReadOnlyList<string> CameLater,
    MergeTerm UndoTerm);

/// <summary>How many days a merge can be taken back, and by which row.</summary>
public sealed record MergeTerm(int Days, string Regulation, string Article);

/// <summary>Which record survives, and for each attribute that differs whose value: the letters of the two columns.</summary>
public sealed record ProposeMerge
{
    public const string SideA = "A";
    public const string SideB = "B";

    public string? Survivor { get; init; }

    public string? FullName { get; init; }

    public string? BirthPlace { get; init; }

    public string? BirthDate { get; init; }

    public string? Sex { get; init; }

    public string? MotherName { get; init; }

    public string? Phone { get; init; }

    public string? Address { get; init; }

    public string? Heirs { get; init; }

    /// <summary>Asked only where both hold a card.</summary>
    public string? Card { get; init; }

    public string? ChoiceOf(PersonAttribute attribute) => attribute switch
    {
        PersonAttribute.FullName => FullName,
        PersonAttribute.BirthPlace => BirthPlace,
        PersonAttribute.BirthDate => BirthDate,
        PersonAttribute.Sex => Sex,
        PersonAttribute.MotherName => MotherName,
        PersonAttribute.Phone => Phone,
        PersonAttribute.Address => Address,
        PersonAttribute.Heirs => Heirs,
        _ => null,
    };
}

/// <summary>A coded reason as typed, for a dismissal, a refusal or the way back.</summary>
public sealed record StateReason
{
    public string? Reason { get; init; }
}
