using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Reviews;
using BpjsBjb.Services.Enrollments;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Localisation;

/// <summary>A history line's coded detail in the reader's words.</summary>
public static class HistoryTexts
{
    public static IReadOnlyList<string> DetailOf(this IStringLocalizer<SharedTexts> texts, TimelineItem item) => (item.Kind, item.Detail) switch
    {
        (_, null) => [],
        (EnrollmentEventKind.Returned, { } fields) => [.. fields.Split(' ').Select(pair => texts.ReturnedField(pair))],
        (EnrollmentEventKind.Accepted, { } outcome) => [texts[$"Enum.{nameof(AcceptanceOutcome)}.{outcome}"]],
        (EnrollmentEventKind.Rejected, { } reason) => [texts[$"Enum.{nameof(RejectionReason)}.{reason}"]],
        (EnrollmentEventKind.Declined, { } reason) => [texts[$"Enum.{nameof(DeclineReason)}.{reason}"]],
        (EnrollmentEventKind.Redirected, { } detail) => texts.Redirected(detail.Split(':', 2)),
        (EnrollmentEventKind.ClearanceLifted, { } what) => [.. what.Split(' ').Select(cause => texts[$"Lifted.{cause}"].Value)],
        (EnrollmentEventKind.MergeUndone, { } reason) => [texts[$"Enum.{nameof(MergeUndoReason)}.{reason}"]],
        (_, { } code) => [code],
    };

    /// <summary>now, ok, warn or bad; plain when nothing stands out.</summary>
    public static string? ToneOf(EnrollmentEventKind kind) => kind switch
    {
        EnrollmentEventKind.Accepted or EnrollmentEventKind.Paid or EnrollmentEventKind.Cleared or EnrollmentEventKind.Disbursed => "ok",
        EnrollmentEventKind.Returned or EnrollmentEventKind.Escalated or EnrollmentEventKind.ClearanceLifted
            or EnrollmentEventKind.RecordsMerged or EnrollmentEventKind.MergeUndone => "warn",
        EnrollmentEventKind.Rejected => "bad",
        _ => null,
    };

    private static string[] Redirected(this IStringLocalizer<SharedTexts> texts, string[] parts) =>
        parts.Length == 2 ? [texts[$"Enum.{nameof(RedirectReason)}.{parts[0]}"], parts[1]] : parts;

    private static string ReturnedField(this IStringLocalizer<SharedTexts> texts, string pair)
    {
        var parts = pair.Split(':');
        return parts.Length == 2 ? $"{texts.Label(parts[0])}: {texts[$"Enum.{nameof(ReturnReason)}.{parts[1]}"]}" : pair;
    }
}
