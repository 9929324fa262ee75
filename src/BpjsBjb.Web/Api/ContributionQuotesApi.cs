using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
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

/// <summary>A question of either segment: <c>BPU</c> says category, sector, income and payer, <c>PU</c> says employer class, risk group and wage.</summary>
/// <param name="MonthlyIncome">Whole rupiah.</param>
/// <param name="RiskGroup">JKK group of the business, 1–5.</param>
/// <param name="MonthlyWage">Basic wage and fixed allowances, whole rupiah.</param>
/// <param name="FromMonth">First month of contribution, as in 2026-10.</param>
public sealed record ContributionQuoteRequest(
    Segment? Segment,
    QuoteCategory? Category,
    ContributionSector? Sector,
    long? MonthlyIncome,
    EnterpriseClass? EmployerClass,
    int? RiskGroup,
    long? MonthlyWage,
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

    public static async Task<IResult> QuoteAsync(HttpContext http, QuoteService quotes, CancellationToken cancel)
    {
        var read = await ApiBody.ReadAsync<ContributionQuoteRequest>(http.Request, cancel);
        if (read.IsRefused) return ApiProblems.Refuse(http, read.Refusals);

        var quote = read.Value.Segment == Segment.Pu
            ? await PriceAsync(WageOf(read.Value), asked => quotes.PriceAsync(asked, knownOn: null, cancel))
            : await PriceAsync(AskedOf(read.Value), asked => quotes.PriceAsync(asked, knownOn: null, cancel));
        return quote.IsRefused ? ApiProblems.Refuse(http, quote.Refusals) : Results.Json(AnswerOf(quote.Value, http), ApiJson.Options);
    }

    private static async Task<Result<PricedQuote>> PriceAsync<TQuestion>(
        Result<TQuestion> asked, Func<TQuestion, Task<Result<PricedQuote>>> price) =>
        asked.IsRefused ? asked.Refusals.ToArray() : await price(asked.Value);

    private static Result<QuoteBpu> AskedOf(ContributionQuoteRequest sent)
    {
        var refusals = Common(sent);
        refusals.AddRange(Needed(
            (nameof(sent.Category), sent.Category), (nameof(sent.Sector), sent.Sector), (nameof(sent.MonthlyIncome), sent.MonthlyIncome),
            (nameof(sent.Payer), sent.Payer)));
        refusals.AddRange(Foreign(
            (nameof(sent.EmployerClass), sent.EmployerClass), (nameof(sent.RiskGroup), sent.RiskGroup), (nameof(sent.MonthlyWage), sent.MonthlyWage)));
        refusals.AddRange(TooMuch(sent.MonthlyIncome).Select(refusal => refusal.On(nameof(sent.MonthlyIncome))));
        if (refusals.Count > 0) return refusals;

        return new QuoteBpu(
            sent.Category == QuoteCategory.Employer ? ParticipantCategory.Employer : ParticipantCategory.SelfEmployed,
            sent.Sector!.Value,
            new Rupiah(sent.MonthlyIncome!.Value),
            sent.Programs!.ToHashSet(),
            sent.Payer!.Value,
            MonthOf(sent.FromMonth)!.Value,
            sent.Months!.Value);
    }

    private static Result<WageQuestion> WageOf(ContributionQuoteRequest sent)
    {
        var refusals = Common(sent);
        refusals.AddRange(Needed(
            (nameof(sent.EmployerClass), sent.EmployerClass), (nameof(sent.RiskGroup), sent.RiskGroup), (nameof(sent.MonthlyWage), sent.MonthlyWage)));
        refusals.AddRange(Foreign(
            (nameof(sent.Category), sent.Category), (nameof(sent.Sector), sent.Sector), (nameof(sent.MonthlyIncome), sent.MonthlyIncome),
            (nameof(sent.Payer), sent.Payer)));
        refusals.AddRange(TooMuch(sent.MonthlyWage).Select(refusal => refusal.On(nameof(sent.MonthlyWage))));
        if (refusals.Count > 0) return refusals;

        return new WageQuestion(
            sent.EmployerClass!.Value, sent.RiskGroup!.Value, new Rupiah(sent.MonthlyWage!.Value), sent.Programs!.ToHashSet(),
            MonthOf(sent.FromMonth)!.Value, sent.Months!.Value);
    }

    /// <summary>What is amiss with the fields of both segments.</summary>
    private static List<Refusal> Common(ContributionQuoteRequest sent)
    {
        List<Refusal> refusals =
        [
            .. Needed(
                (nameof(sent.Segment), sent.Segment), (nameof(sent.Programs), sent.Programs), (nameof(sent.FromMonth), sent.FromMonth),
                (nameof(sent.Months), sent.Months)),
        ];
        if (sent.FromMonth is not null && MonthOf(sent.FromMonth) is null) refusals.Add(NotAMonth.On(nameof(sent.FromMonth)));
        return refusals;
    }

    private static IEnumerable<Refusal> Needed(params IEnumerable<(string Field, object? Value)> fields) =>
        fields.Where(field => field.Value is null).Select(field => ApiBody.FieldMissing.On(field.Field));

    /// <summary>A field of the other segment is no field of this question.</summary>
    private static IEnumerable<Refusal> Foreign(params IEnumerable<(string Field, object? Value)> fields) =>
        fields.Where(field => field.Value is not null).Select(field => ApiBody.UnknownField.On(field.Field));

    /// <summary>Less than nothing is the law's to refuse: below every bracket, or no wage.</summary>
    private static IEnumerable<Refusal> TooMuch(long? rupiah) =>
        Rupiah.Parse(Math.Max(0, rupiah ?? 0).ToString(CultureInfo.InvariantCulture)).Refusals;

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
