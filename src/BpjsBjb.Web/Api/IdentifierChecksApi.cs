using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Identifiers;

namespace BpjsBjb.Web.Api;

/// <param name="Value">As typed: spaces, dots and dashes do no harm.</param>
/// <param name="On">The day ages are counted; today in Jakarta when left out.</param>
public sealed record IdentifierCheckRequest(IdentifierKind? Kind, string? Value, DateOnly? On);

/// <param name="Sex">M or F.</param>
public sealed record IdentifierFactsAnswer(DateOnly? BirthDate, string? Sex, int? Age, string? Region);

public sealed record IdentifierCheckAnswer(
    IdentifierVerdict Verdict, string? Normalized, IdentifierFactsAnswer Facts, IReadOnlyList<ApiReason> Reasons);

/// <summary><c>POST /api/v1/identifier-checks</c>: whether a number can be right. An impossible number is an answer, not an error.</summary>
internal static class IdentifierChecksApi
{
    public static readonly Refusal DayOutOfRange = new("api.day-out-of-range");

    private const int FirstYear = 1900;
    private const int LastYear = 2199;

    public static async Task<IResult> CheckAsync(HttpContext http, IdentifierChecks checks, CancellationToken cancel)
    {
        var read = await ApiBody.ReadAsync<IdentifierCheckRequest>(http.Request, cancel);
        if (read.IsRefused) return ApiProblems.Refuse(http, read.Refusals);
        if (Refusals(read.Value) is { Count: > 0 } refusals) return ApiProblems.Refuse(http, refusals);

        var finding = await checks.CheckAsync(read.Value.Kind!.Value, read.Value.Value!, read.Value.On, cancel);
        return Results.Json(AnswerOf(finding, http), ApiJson.Options);
    }

    private static List<Refusal> Refusals(IdentifierCheckRequest asked)
    {
        List<Refusal> refusals = [];
        if (asked.Kind is null) refusals.Add(ApiBody.FieldMissing.On(nameof(asked.Kind)));
        if (asked.Value is null) refusals.Add(ApiBody.FieldMissing.On(nameof(asked.Value)));
        if (asked.On is { Year: < FirstYear or > LastYear }) refusals.Add(DayOutOfRange.On(nameof(asked.On)));
        return refusals;
    }

    private static IdentifierCheckAnswer AnswerOf(IdentifierFinding finding, HttpContext http) => new(
        finding.Verdict,
        finding.Normalized,
        new IdentifierFactsAnswer(
            finding.Facts.BirthDate,
            finding.Facts.Sex switch { Sex.Male => "M", Sex.Female => "F", _ => null },
            finding.Facts.Age,
            finding.Facts.Region),
        ApiProblems.ReasonsOf(http, finding.Reasons));
}
