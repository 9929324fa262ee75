using BpjsBjb.Services.Notices;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Notices;

/// <summary>Where a notice leads, and the sign before it.</summary>
public static class NoticePlaces
{
    /// <summary>The page and whether it takes the id the notice is about.</summary>
    private static readonly Dictionary<NoticeKind, (string Page, bool TakesId)> Places = new()
    {
        [NoticeKind.CaseReturned] = ("/Enrollments/Details", true),
        [NoticeKind.CaseAccepted] = ("/Enrollments/Details", true),
        [NoticeKind.CaseRejected] = ("/Enrollments/Details", true),
        [NoticeKind.BillExpiring] = ("/Bills/Details", true),
        [NoticeKind.RuleToConfirm] = ("/Rules/News", false),
        [NoticeKind.GrantToApprove] = ("/Users/Approvals", false),
        [NoticeKind.MergerToApprove] = ("/Reference/Offices/Merger", true),
        [NoticeKind.FactorsReset] = ("/Account/Factors", false),
        [NoticeKind.ReviewEscalated] = ("/Reviews/Case", true),
        [NoticeKind.RecordsToMerge] = ("/Reviews/Merge", true),
        [NoticeKind.CoverEnding] = ("/Cover/Details", true),
        [NoticeKind.GraceBegan] = ("/Cover/Details", true),
        [NoticeKind.CoverEnded] = ("/Cover/Details", true),
        [NoticeKind.WaiverToDecide] = ("/Gate/Waiver", true),
        [NoticeKind.WaiverExpired] = ("/Gate/Waiver", true),
        [NoticeKind.ProofDiffers] = ("/Gate/Proof", false),
        [NoticeKind.ClaimOpened] = ("/Claims/Details", true),
        [NoticeKind.ClaimDeadlineNear] = ("/Claims/Details", true),
        [NoticeKind.ClaimDeadlinePassed] = ("/Claims/Details", true),
        [NoticeKind.CsrCoverEnding] = ("/Csr/People", true),
    };

    /// <summary>The address; the list of notices itself where the thing has no page.</summary>
    public static string AddressOf(this IUrlHelper url, NoticeKind kind, Guid? about)
    {
        var (page, takesId) = Places[kind];
        return url.Page(page, takesId ? new { id = about } : null) ?? url.Page("/Notices/Index")!;
    }

    public static string IconOf(NoticeKind kind) => kind switch
    {
        NoticeKind.CaseAccepted => "circle-check",
        NoticeKind.CaseReturned or NoticeKind.ReviewEscalated or NoticeKind.CoverEnded or NoticeKind.ClaimDeadlinePassed or NoticeKind.FactorsReset
            or NoticeKind.WaiverExpired or NoticeKind.ProofDiffers => "alert-triangle",
        NoticeKind.CaseRejected => "circle-x",
        NoticeKind.BillExpiring => "cash",
        NoticeKind.RuleToConfirm or NoticeKind.WaiverToDecide => "file-text",
        NoticeKind.GrantToApprove or NoticeKind.RecordsToMerge => "users",
        NoticeKind.MergerToApprove => "building-bank",
        NoticeKind.CoverEnding or NoticeKind.GraceBegan or NoticeKind.ClaimDeadlineNear => "clock",
        NoticeKind.ClaimOpened => "heart-handshake",
        _ => "info-circle",
    };
}
