using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Enrollments;

/// <summary>Months that cost the same in every programme, with what they cost together.</summary>
public sealed record ContributionColumn(Month From, Month Through, int Months, int DiscountPercent, Rupiah Monthly, Rupiah Amount);

/// <summary>One programme in one column.</summary>
public sealed record ContributionCell(int Months, Rupiah Monthly, Rupiah Amount);

/// <summary>One programme across the columns; a cell is null where the programme has no months there.</summary>
public sealed record ContributionRow(InsuranceProgram Program, IReadOnlyList<ContributionCell?> Cells, Rupiah Amount);

/// <summary>The article one programme's rate or discount rests on, named once however many months it prices.</summary>
public sealed record ContributionGround(InsuranceProgram Program, int? DiscountPercent, Citation Citation);

/// <summary>Priced runs laid out for reading: programmes down, months of equal price across, sums on both edges.</summary>
public sealed record ContributionTable(
    IReadOnlyList<ContributionColumn> Columns, IReadOnlyList<ContributionRow> Rows, IReadOnlyList<ContributionGround> Grounds, int Months,
    Rupiah Total, Rupiah Base)
{
    public static ContributionTable Of(IReadOnlyList<PricedRun> runs, Rupiah contributionBase)
    {
        // A column ends wherever any programme's run ends, so that within it nothing changes.
        var starts = runs.Select(run => run.From).Concat(runs.Select(run => run.Through.Plus(1))).Distinct().Order().ToList();
        var spans = starts.Zip(starts.Skip(1), (from, next) => (From: from, Through: next.Plus(-1), Months: next.Since(from))).ToList();
        var rows = runs.GroupBy(run => run.Program).Select(program =>
        {
            var cells = spans.Select(span => program.FirstOrDefault(run => run.From <= span.From && run.Through >= span.Through) is { } run
                ? new ContributionCell(span.Months, run.Monthly, run.Monthly * span.Months)
                : null).ToList();
            return new ContributionRow(program.Key, cells, cells.Select(cell => cell?.Amount ?? Rupiah.Zero).Sum());
        }).ToList();
        var columns = spans.Select((span, i) => new ContributionColumn(
            span.From,
            span.Through,
            span.Months,
            runs.Where(run => run.From <= span.From && run.Through >= span.Through).Max(run => run.DiscountPercent),
            rows.Select(row => row.Cells[i]?.Monthly ?? Rupiah.Zero).Sum(),
            rows.Select(row => row.Cells[i]?.Amount ?? Rupiah.Zero).Sum())).ToList();
        var grounds = runs
            .SelectMany(run => new[]
            {
                new ContributionGround(run.Program, null, run.Rate),
                run.Discount is { } discount ? new ContributionGround(run.Program, run.DiscountPercent, discount) : null,
            })
            .OfType<ContributionGround>().Distinct().ToList();
        return new ContributionTable(
            columns, rows, grounds, spans.Sum(span => span.Months), rows.Select(row => row.Amount).Sum(), contributionBase);
    }
}
