namespace BpjsBjb.Services.Notices;

/// <summary>What a person can be told. Its words: <c>Enum.NoticeKind.{kind}</c>, <c>Says.{kind}</c> of the page, <c>Line.{kind}</c> of mails.</summary>
public enum NoticeKind
{
    CaseReturned,
    CaseAccepted,
    CaseRejected,
    BillExpiring,
    RuleToConfirm,
    GrantToApprove,
    MergerToApprove,
    FactorsReset,
    ReviewEscalated,
    RecordsToMerge,
    CoverEnding,
    GraceBegan,
    CoverEnded,
    WaiverToDecide,
    WaiverExpired,
    ProofDiffers,
    ClaimOpened,
    ClaimDeadlineNear,
    ClaimDeadlinePassed,
    CsrCoverEnding,
}

/// <summary>One event to tell one person of.</summary>
/// <param name="About">The case, bill, proposal … it leads to.</param>
/// <param name="Event">Names what happened, the same at every attempt to tell it: <c>bills/{id}/expiring</c>.</param>
/// <param name="IsUrgent">Mailed at once instead of with the day's digest.</param>
internal sealed record NewNotice(Guid UserId, NoticeKind Kind, Guid? About, string Event, bool IsUrgent = false);

/// <param name="Number">The reference of the case or number of the bill or loan it is about; null where it is about none or the reader may not see it.</param>
public sealed record Notice(Guid Id, NoticeKind Kind, Guid? About, string? Number, bool IsUrgent, DateTimeOffset At, DateTimeOffset? ReadAt);
