using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Enrollments;

/// <summary>What a list may be narrowed to; every part is in the address.</summary>
public enum EnrollmentTab
{
    Action,
    Returned,
    Draft,
    WaitingForBpjs,
    AwaitingPayment,
    Active,
    All,
}

public sealed record EnrollmentFilter(
    EnrollmentTab Tab = EnrollmentTab.All, bool MineOnly = false, string? ProductCode = null, string? RegencyCode = null, int Page = 1)
{
    /// <summary>Narrowed to a product or regency.</summary>
    public bool IsNarrowed => ProductCode is { Length: > 0 } || RegencyCode is { Length: > 0 };
}

/// <summary>A row of the work list.</summary>
public sealed record EnrollmentListItem(
    Guid Id,
    string Reference,
    string FullName,
    string MaskedNik,
    EnrollmentStatus Status,
    string? ProductCode,
    Rupiah? LoanAmount,
    string? ApplicationNumber,
    string? RegencyCode,
    Guid BpjsOfficeId,
    int SectionsDone,
    DateTimeOffset ChangedAt,
    ReturnedField? FirstReturned,
    ParticipationStatus? Participation,
    DateOnly? CoveredThrough,
    Guid? LoanId,
    Guid? OpenBillId,
    Rupiah? OpenBillTotal,
    DateOnly? OpenBillDueOn,
    AcceptanceOutcome? Outcome)
{
    public bool IsEditable => Status is EnrollmentStatus.Draft or EnrollmentStatus.Returned;
}

/// <summary>Numbers of the home page, each the size of a list one click away.</summary>
public sealed record WorkCounts(
    int Returned, DateTimeOffset? OldestReturned, int Drafts, DateTimeOffset? LatestDraft, int WaitingForBpjs, DateTimeOffset? OldestWaiting,
    int AwaitingPayment, Rupiah AwaitingRupiah, int Active, int All)
{
    public int NeedsAction => Returned + Drafts;

    /// <summary>The size of the list behind a tab.</summary>
    public int Of(EnrollmentTab tab) => tab switch
    {
        EnrollmentTab.Action => NeedsAction,
        EnrollmentTab.Returned => Returned,
        EnrollmentTab.Draft => Drafts,
        EnrollmentTab.WaitingForBpjs => WaitingForBpjs,
        EnrollmentTab.AwaitingPayment => AwaitingPayment,
        EnrollmentTab.Active => Active,
        _ => All,
    };
}

/// <summary>One thing that happened, for the timeline.</summary>
public sealed record TimelineItem(EnrollmentEventKind Kind, string ByName, string ByOffice, DateTimeOffset At, string? Detail, string? Message);

/// <summary>A case as the page shows it, with the form as typed.</summary>
public sealed record EnrollmentDetails(
    Guid Id,
    string Reference,
    EnrollmentStatus Status,
    EnrollmentForm Form,
    FormSection SectionsDone,
    IReadOnlyList<ReturnedField> ReturnedFields,
    string? ReturnMessage,
    AcceptanceOutcome? Outcome,
    RejectionReason? RejectionReason,
    Guid OfficeId,
    Guid BpjsOfficeId,
    Guid RegisteredBy,
    DateTimeOffset RegisteredAt,
    DateTimeOffset LastEditedAt,
    DateTimeOffset? SubmittedAt,
    Guid? LoanId,
    Guid? ParticipationId,
    Guid? BillId,
    ParticipationStatus? Participation,
    DateOnly? CoveredThrough,
    uint Version,
    IReadOnlyList<TimelineItem> Timeline)
{
    public bool IsEditable => Status is EnrollmentStatus.Draft or EnrollmentStatus.Returned;

    public bool IsWithdrawable => IsEditable || Status is EnrollmentStatus.Submitted;
}

/// <summary>Another case with the same NIK, or the same name and birth date. Outside the reader's offices only the office is told.</summary>
public sealed record SimilarCase(
    Guid? Id, string? FullName, EnrollmentStatus? Status, string OfficeName, DateTimeOffset? At, DateOnly? CoveredThrough, bool SameNik);

/// <summary>What a NIK says by itself, to fill fields that are still empty.</summary>
public sealed record NikReading(DateOnly BirthDate, Domain.People.Sex Sex, string? RegionName);

/// <summary>Every finding on the whole form, for the check-answers page.</summary>
public sealed record ApplicationFindings(IReadOnlyList<Refusal> Findings, Duty? Duty)
{
    public IEnumerable<Refusal> Refusals => Findings.Where(finding => !finding.IsWarning);

    public IEnumerable<Refusal> Warnings => Findings.Where(finding => finding.IsWarning);

    /// <summary>How far each section is, in the order of the task list.</summary>
    public IReadOnlyList<SectionProgress> ProgressOf(EnrollmentForm form) =>
    [
        .. form.Sections.Select(section =>
        {
            var refused = Refusals.Count(refusal => refusal.Field!.StartsWith($"{section.Key}.", StringComparison.Ordinal));
            var state = section.Value.IsUntouched ? SectionState.Untouched : refused > 0 ? SectionState.Incomplete : SectionState.Done;
            return new SectionProgress(section.Value.Section, state, refused);
        }),
    ];
}

public enum SectionState
{
    Untouched,
    Incomplete,
    Done,
}

/// <param name="Refused">Fields that still block sending.</param>
public sealed record SectionProgress(FormSection Section, SectionState State, int Refused);

/// <summary>Who saved a case last, and when.</summary>
public sealed record LastEdit(string ByName, DateTimeOffset At);

/// <summary>That another office has a case, and which office; nothing else crosses the wall.</summary>
internal sealed record CaseElsewhere(Guid Id, Guid OfficeId);
