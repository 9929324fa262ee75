using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Contributions;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Rules;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Quotes;

/// <summary>Opens every rupiah of a contribution: programme, bracket or rate, month, discount, payer and clause, as it was known on a day.</summary>
public sealed class ExplanationSearch
{
    public static readonly Refusal ChoiceMissing = new("quote.choice-missing");
    public static readonly Refusal NotKnownYet = new("quote.not-known-yet");

    private readonly BpjsBjbDbContext _db;
    private readonly QuoteService _quotes;
    private readonly RuleBookSource _rules;

    internal ExplanationSearch(BpjsBjbDbContext db, QuoteService quotes, RuleBookSource rules) => (_db, _quotes, _rules) = (db, quotes, rules);

    /// <summary>A price nobody has to pay: the programmes of the duty and those wanted besides.</summary>
    public async Task<Result<ExplainedQuote>> OfAsync(ExplainContribution input, CancellationToken cancel)
    {
        var book = await _rules.ReadAsync(cancel);
        List<Refusal> refusals = [];
        var knownOn = DayOf(input.KnownOn, book, refusals);
        var known = knownOn is { } day && refusals.Count == 0 ? book.KnownOn(day) : book; // duties too are asked as they were known
        var priced = Chosen<Segment>(input.Segment, nameof(input.Segment), refusals) == Segment.Pu
            ? await WageAsync(input, known, knownOn, refusals, cancel)
            : await BpuAsync(input, known, knownOn, refusals, cancel);
        if (refusals.Count > 0) return refusals;
        if (priced!.IsRefused) return priced.Refusals.Select(refusal => refusal.On(FieldOf(refusal.Field))).ToArray();

        return new ExplainedQuote(priced.Value.Total, QuoteRun.Of(priced.Value.Months), priced.Value.Notes, knownOn);
    }

    /// <summary>A bill with the rows it was priced by, and priced again as the law was known then, or at the end of another day.</summary>
    /// <param name="knownOn">As typed; empty for what was known when the bill was issued.</param>
    /// <returns>Null when the bill is not there or not the reader's.</returns>
    public async Task<ExplainedBill?> OfBillAsync(Guid id, string? knownOn, Actor actor, CancellationToken cancel)
    {
        await using var work = await _db.BeginAsync(actor, cancel);
        var visible = _db.Enrollments.AsNoTracking().VisibleTo(actor);
        var bill = await (
            from found in _db.Bills.AsNoTracking().Include(found => found.Lines)
            join enrollment in visible on found.EnrollmentId equals enrollment.Id
            where found.Id == id
            select found).SingleOrDefaultAsync(cancel);
        if (bill is null) return null;

        var book = await _rules.ReadAsync(cancel);
        List<Refusal> refusals = [];
        var day = DayOf(knownOn, book, refusals);
        if (refusals.Count > 0) day = null;

        var then = book.WhenIssued(bill);
        var again = bill.PricedBy(day is { } until ? book.KnownOn(until) : book.KnownAt(then));
        var months = bill.Lines.GroupBy(line => line.Month).Select(month => new QuoteMonth(
            Month.Of(month.Key), month.First().Base, [.. month.OrderBy(line => line.Program).Select(line => QuoteLine.Of(book.LineOf(line, then)))]));
        return new ExplainedBill(
            bill.Id, bill.Number, bill.IssuedAt, bill.Category, bill.Sector, bill.Payer, bill.Total, QuoteRun.Of(months), day,
            again.Select(line => line.Amount).Sum(), [.. Differences(bill.Lines, again)], refusals);
    }

    private async Task<Result<PricedQuote>?> BpuAsync(
        ExplainContribution input, RuleBook book, DateOnly? knownOn, List<Refusal> refusals, CancellationToken cancel)
    {
        var category = Chosen<ParticipantCategory>(input.Category, nameof(input.Category), refusals);
        var sector = Chosen<ContributionSector>(input.Sector, nameof(input.Sector), refusals);
        var payer = Chosen<QuotePayer>(input.Payer, nameof(input.Payer), refusals);
        var (monthly, from, months) = (Read(Rupiah.Parse(input.Monthly), nameof(input.Monthly), refusals), FromOf(input, refusals), MonthsOf(input));
        if (refusals.Count > 0) return null;

        HashSet<InsuranceProgram> programs = [InsuranceProgram.Jkk, InsuranceProgram.Jkm];
        if (TypedText.IsTicked(input.WithJht) || book.MustTake(category, InsuranceProgram.Jht, from.FirstDay)) programs.Add(InsuranceProgram.Jht);
        return await _quotes.PriceAsync(new QuoteBpu(category, sector, monthly, programs, payer, from, months), knownOn, cancel);
    }

    private async Task<Result<PricedQuote>?> WageAsync(
        ExplainContribution input, RuleBook book, DateOnly? knownOn, List<Refusal> refusals, CancellationToken cancel)
    {
        var size = Chosen<EnterpriseClass>(input.EmployerClass, nameof(input.EmployerClass), refusals);
        var group = int.TryParse(input.RiskGroup?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : 0;
        var (monthly, from, months) = (Read(Rupiah.Parse(input.Monthly), nameof(input.Monthly), refusals), FromOf(input, refusals), MonthsOf(input));
        if (refusals.Count > 0) return null;

        var programs = book.WageDutiesOf(size, from.FirstDay).Where(duty => duty.IsMandatory).Select(duty => duty.Program).ToHashSet();
        if (TypedText.IsTicked(input.WithJht)) programs.Add(InsuranceProgram.Jht);
        if (TypedText.IsTicked(input.WithJp)) programs.Add(InsuranceProgram.Jp);
        if (programs.Count == 0) programs.Add(InsuranceProgram.Jkk); // no duty is dated then: the price says so itself
        return await _quotes.PriceAsync(new WageQuestion(size, group, monthly, programs, from, months), knownOn, cancel);
    }

    /// <summary>Lines whose amount another book gives otherwise, and lines only one side has.</summary>
    private static IEnumerable<LineDifference> Differences(IReadOnlyList<BillLine> billed, IReadOnlyList<ContributionLine> again)
    {
        var theirs = again.ToDictionary(line => (line.Month, line.Program), line => line.Amount);
        foreach (var line in billed.OrderBy(line => line.Month).ThenBy(line => line.Program))
        {
            var found = theirs.Remove((Month.Of(line.Month), line.Program), out var amount);
            if (!found || amount != line.Amount) yield return new LineDifference(Month.Of(line.Month), line.Program, line.Amount, found ? amount : null);
        }

        foreach (var ((month, program), amount) in theirs) yield return new LineDifference(month, program, null, amount);
    }

    /// <summary>The day a question of the law is asked for: not before the portal knew any.</summary>
    internal static DateOnly? DayOf(string? typed, RuleBook book, List<Refusal> refusals)
    {
        var day = TypedText.DayOf(typed, nameof(ExplainContribution.KnownOn), refusals);
        var first = JakartaTime.DateIn(book.FirstKnownAt);
        if (day < first) refusals.Add(NotKnownYet.With(first).On(nameof(ExplainContribution.KnownOn)));
        return day;
    }

    private static Month FromOf(ExplainContribution input, List<Refusal> refusals) =>
        Read(TypedMonth.Parse(input.FromMonth), nameof(input.FromMonth), refusals);

    /// <summary>Zero for what is no number; the price refuses it with the bounds that hold.</summary>
    private static int MonthsOf(ExplainContribution input) =>
        int.TryParse(input.Months?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var months) ? months : 0;

    private static T? Read<T>(Result<T> parsed, string field, List<Refusal> refusals)
    {
        refusals.AddRange(parsed.Refusals.Select(refusal => refusal.On(field)));
        return parsed.IsRefused ? default : parsed.Value;
    }

    private static T Chosen<T>(string? typed, string field, List<Refusal> refusals)
        where T : struct, Enum
    {
        if (SectionValidators.Choice<T>(typed) is { } chosen) return chosen;

        refusals.Add(ChoiceMissing.On(field));
        return default;
    }

    /// <summary>The page has one field for income and wage, and ticks for the programmes.</summary>
    private static string FieldOf(string? field) => field switch
    {
        nameof(QuoteBpu.MonthlyIncome) or nameof(WageQuestion.MonthlyWage) => nameof(ExplainContribution.Monthly),
        nameof(QuoteBpu.FirstMonth) => nameof(ExplainContribution.FromMonth),
        nameof(QuoteBpu.Programs) => nameof(ExplainContribution.WithJht),
        _ => field ?? "",
    };
}
