using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Services.Dashboards;

namespace BpjsBjb.Web.Pages.Dashboards;

/// <summary>A card with one measure, its target and the way to its rows.</summary>
public sealed record MeasureCard(Measure Measure, string Period, Achievement Achievement, string RowsHref);

/// <summary>A card with one measure by month.</summary>
/// <param name="RowsHref">The rows behind a month.</param>
public sealed record MonthChart(Measure Measure, IReadOnlyList<MonthFigure> Months, Func<Month, string> RowsHref, bool TableOpen = false)
{
    public static MonthChart Participants(
        IReadOnlyList<MonthFigures> months, Func<Month, string> rowsHref) =>
        new(Measure.Participants, [.. months.Select(month => new MonthFigure(month.Month, month.Participants))], rowsHref, true);

    public static MonthChart Contributions(
        IReadOnlyList<MonthFigures> months, Func<Month, string> rowsHref) =>
        new(Measure.Contributions, [.. months.Select(month => new MonthFigure(month.Month, month.Contributions))], rowsHref, true);
}

/// <summary>In which size a chart writes its numbers: jt (million), M (miliar, 10⁹) and T (10¹²), as Indonesian money is read.</summary>
/// <param name="Name">Key of its words.</param>
public sealed record ChartUnit(string Name, string Symbol, long Size)
{
    private static readonly ChartUnit People = new("people", "", 1);

    private static readonly ChartUnit[] Rupiah =
    [
        new("T", "T", 1_000_000_000_000), new("M", "M", 1_000_000_000), new("jt", "jt", 1_000_000), new("rupiah", "", 1),
    ];

    public static ChartUnit For(Measure measure, long highest) => measure == Measure.Participants
        ? People
        : Rupiah.FirstOrDefault(unit => highest >= unit.Size) ?? Rupiah[^1];

    public string Text(long amount) => Format.Number(Math.Round((decimal)amount / Size, 2, MidpointRounding.AwayFromZero));

    public string Axis(long amount) => amount == 0 ? "0" : $"{Text(amount)} {Symbol}".TrimEnd();
}
