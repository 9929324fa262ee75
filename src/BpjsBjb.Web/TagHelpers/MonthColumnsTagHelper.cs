using System.Globalization;
using BpjsBjb.Domain.Dashboards;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>A month in the column chart.</summary>
/// <param name="Value">Printed above the column.</param>
public sealed record MonthColumn(string Label, Achievement Achievement, string Value);

/// <summary>Columns by month with a line for each target. The label says what it shows; the same rows stand in a table beside it.</summary>
[HtmlTargetElement("month-columns", Attributes = "columns,label", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MonthColumnsTagHelper : TagHelper
{
    private const double Left = 52;
    private const double Right = 560;
    private const double Ground = 160;
    private const double Reach = 135;

    public IReadOnlyList<MonthColumn> Columns { get; set; } = [];

    public string Label { get; set; } = "";

    /// <summary>How the axis writes its numbers.</summary>
    public Func<long, string> Axis { get; set; } = number => Format.Number(number);

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var scale = AxisScale.For(Columns.Select(column => Math.Max(column.Achievement.Actual, column.Achievement.Target ?? 0)).DefaultIfEmpty().Max());

        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "chart");
        output.Attributes.SetAttribute("viewBox", "0 0 560 190");
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("aria-label", Label);
        for (long mark = 0; mark <= scale.Top; mark += scale.Step)
        {
            var y = Height(mark, scale);
            output.Content.AppendHtml(Line("grid", Left, Right, y)).AppendHtml(Text(null, 44, y + 4, "end", Axis(mark)));
        }

        var room = Math.Min(62, (Right - Left) / Math.Max(1, Columns.Count));
        for (var number = 0; number < Columns.Count; number++) Append(output.Content, Columns[number], Left + (room * (number + 0.5)), room, scale);
    }

    private static void Append(TagHelperContent content, MonthColumn column, double middle, double room, AxisScale scale)
    {
        var width = room * 0.58;
        var top = Height(column.Achievement.Actual, scale);
        content.AppendHtml(new TagBuilder("rect")
        {
            Attributes =
            {
                ["class"] = $"bar-{AchievementTone.Of(column.Achievement.Class)}",
                ["x"] = Size(middle - (width / 2)),
                ["y"] = Size(top),
                ["width"] = Size(width),
                ["height"] = Size(Ground - top),
                ["rx"] = "3",
            },
        });
        var highest = top;
        if (column.Achievement.Target is { } target)
        {
            var y = Height(target, scale);
            highest = Math.Min(top, y);
            content.AppendHtml(Line("tgt", middle - (room * 0.37), middle + (room * 0.37), y));
        }

        content.AppendHtml(Text(null, middle, 178, "middle", column.Label)).AppendHtml(Text("v", middle, highest - 7, "middle", column.Value));
    }

    private static double Height(long amount, AxisScale scale) => Ground - ((double)amount / scale.Top * Reach);

    private static TagBuilder Line(string className, double from, double to, double y) => new("line")
    {
        Attributes = { ["class"] = className, ["x1"] = Size(from), ["x2"] = Size(to), ["y1"] = Size(y), ["y2"] = Size(y) },
    };

    private static TagBuilder Text(string? className, double x, double y, string anchor, string text)
    {
        var element = new TagBuilder("text") { Attributes = { ["x"] = Size(x), ["y"] = Size(y), ["text-anchor"] = anchor } };
        if (className is not null) element.Attributes["class"] = className;
        element.InnerHtml.Append(text);
        return element;
    }

    private static string Size(double size) => size.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>An axis from zero in three to five round steps: 1, 2 or 5 times a power of ten.</summary>
public readonly record struct AxisScale(long Step, long Top)
{
    private static readonly int[] Round = [1, 2, 5, 10];

    public static AxisScale For(long highest)
    {
        var wanted = Math.Max(1, highest / 4m);
        var power = 1L;
        while (power * 10 <= wanted) power *= 10;
        var step = Round.Select(times => times * power).First(step => step >= wanted);
        return new AxisScale(step, Math.Max(step, (highest + step - 1) / step * step));
    }
}
