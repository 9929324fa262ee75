using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Quotes;

namespace BpjsBjb.Web.Api;

/// <summary>Kind of participant without a wage, as calls name it.</summary>
public enum QuoteCategory
{
    Independent,
    Employer,
}

/// <param name="MonthlyIncome">Whole rupiah.</param>
/// <param name="FromMonth">First month of contribution, as in 2026-10.</param>
public sealed record ContributionQuoteRequest(
    Segment? Segment,
    QuoteCategory? Category,
    ContributionSector? Sector,
    long? MonthlyIncome,
    IReadOnlyList<InsuranceProgram>? Programs,
    QuotePayer? Payer,
    string? FromMonth,
    int? Months);

/// <param name="Amount">Whole rupiah.</param>
public sealed record QuoteLineAnswer(InsuranceProgram Program, LineBearer Payer, long Amount, string Rule, string Citation);

/// <param name="Basis">Whole rupiah.</param>
public sealed record QuoteMonthAnswer(string Month, long Basis, IReadOnlyList<QuoteLineAnswer> Lines);

/// <param name="Total">Whole rupiah.</param>
public sealed record ContributionQuoteAnswer(long Total, IReadOnlyList<QuoteMonthAnswer> Months, IReadOnlyList<ApiReason> Reasons);

/// <summary><c>POST /api/v1/contribution-quotes</c>: a price in which every rupiah names its rule.</summary>
internal static class ContributionQuotesApi
{
    public static readonly Refusal NotAMonth = new("api.not-a-month");

    /// <summary>Wage earners are not priced yet.</summary>
    public static readonly Refusal SegmentNotPriced = new("quote.segment-not-priced");

    public static async Task<IResult> QuoteAsync(HttpContext http, QuoteService quotes, CancellationToken cancel)
    {
        var read = await ApiBody.ReadAsync<ContributionQuoteRequest>(http.Request, cancel);
        if (read.IsRefused) return ApiProblems.Refuse(http, read.Refusals);

        var asked = AskedOf(read.Value);
        if (asked.IsRefused) return ApiProblems.Refuse(http, asked.Refusals);

        var quote = await quotes.PriceAsync(asked.Value, cancel);
        return quote.IsRefused ? ApiProblems.Refuse(http, quote.Refusals) : Results.Json(AnswerOf(quote.Value, http), ApiJson.Options);
    }

    private static Result<QuoteBpu> AskedOf(ContributionQuoteRequest sent)
    {
        if (sent.Segment == Segment.Pu) return SegmentNotPriced.On(nameof(sent.Segment));

        var month = MonthOf(sent.FromMonth);
        // Less than nothing is below every bracket, which is the law's to say.
        var income = Rupiah.Parse(Math.Max(0, sent.MonthlyIncome ?? 0).ToString(CultureInfo.InvariantCulture));
        List<Refusal> refusals =
        [
            .. new (string Field, bool IsThere)[]
            {
                (nameof(sent.Segment), sent.Segment is not null), (nameof(sent.Category), sent.Category is not null),
                (nameof(sent.Sector), sent.Sector is not null), (nameof(sent.MonthlyIncome), sent.MonthlyIncome is not null),
                (nameof(sent.Programs), sent.Programs is not null), (nameof(sent.Payer), sent.Payer is not null),
                (nameof(sent.FromMonth), sent.FromMonth is not null), (nameof(sent.Months), sent.Months is not null),
            }.Where(field => !field.IsThere).Select(field => ApiBody.FieldMissing.On(field.Field)),
        ];
        if (sent.FromMonth is not null && month is null) refusals.Add(NotAMonth.On(nameof(sent.FromMonth)));
        refusals.AddRange(income.Refusals.Select(refusal => refusal.On(nameof(sent.MonthlyIncome))));
        if (refusals.Count > 0) return refusals;

        return new QuoteBpu(
            sent.Category == QuoteCategory.Employer ? ParticipantCategory.Employer : ParticipantCategory.SelfEmployed,
            sent.Sector!.Value,
            new Rupiah(sent.MonthlyIncome!.Value),
            sent.Programs!.ToHashSet(),
            sent.Payer!.Value,
            month!.Value,
            sent.Months!.Value);
    }

    /// <summary>Null when it is not written as 2026-10.</summary>
    private static Month? MonthOf(string? text)
    {
        var first = TypedDate.Parse(text is { Length: 7 } ? $"{text}-01" : null);
        return first.IsRefused ? null : Month.Of(first.Value);
    }

    private static ContributionQuoteAnswer AnswerOf(PricedQuote quote, HttpContext http) => new(
        quote.Total.Amount,
        [.. quote.Months.Select(month => new QuoteMonthAnswer(
            month.Month.ToString(),
            month.Base.Amount,
            [.. month.Lines.Select(line => new QuoteLineAnswer(line.Program, line.Bearer, line.Amount.Amount, line.Rule, line.Citation))]))],
        ApiProblems.ReasonsOf(http, quote.Notes));
}
