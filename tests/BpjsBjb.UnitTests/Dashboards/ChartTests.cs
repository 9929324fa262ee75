using System.Xml.Linq;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Web.Pages.Dashboards;
using BpjsBjb.Web.TagHelpers;

namespace BpjsBjb.UnitTests.Dashboards;

public sealed class ChartTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(3, 1, 3)]
    [InlineData(40, 10, 40)]
    [InlineData(69, 20, 80)]
    [InlineData(2_580_000_000, 1_000_000_000, 3_000_000_000)]
    [InlineData(31_270_000, 10_000_000, 40_000_000)]
    [InlineData(26_000_000_000_000, 10_000_000_000_000, 30_000_000_000_000)]
    public void An_axis_has_round_steps_and_reaches_the_highest_column(long highest, long step, long top) =>
        Assert.Equal(new AxisScale(step, top), AxisScale.For(highest));

    [Fact]
    public void A_column_is_as_high_as_its_amount_and_stands_on_the_ground()
    {
        var column = Draw(new Achievement(30, 40)).WithClass("bar-warn").Single();

        Assert.Equal(135m * 30 / 40, column.Number("height"));
        Assert.Equal(160, column.Number("y") + column.Number("height"));
    }

    [Fact]
    public void The_target_is_a_line_at_its_own_height_and_the_number_stands_above_both()
    {
        var svg = Draw(new Achievement(30, 40));

        Assert.Equal(25, svg.WithClass("tgt").Single().Number("y1"));
        Assert.Equal(18, svg.WithClass("v").Single().Number("y"));
    }

    [Fact]
    public void Without_a_target_there_is_no_line() => Assert.Empty(Draw(new Achievement(30, null)).WithClass("tgt"));

    [Fact]
    public void Twelve_columns_stay_inside_the_drawing()
    {
        var columns = Draw([.. Enumerable.Range(1, 12).Select(month => new Achievement(month, 12))]).Elements("rect").ToList();

        Assert.Equal(12, columns.Count);
        Assert.All(columns, column => Assert.InRange(column.Number("x") + column.Number("width"), 52, 560));
        Assert.All(columns.Zip(columns.Skip(1)), pair => Assert.True(pair.First.Number("x") + pair.First.Number("width") < pair.Second.Number("x")));
    }

    [Theory]
    [InlineData(50, 100, 200, 25, 49.2)]
    [InlineData(300, 100, 300, 100, 32.53)]
    [InlineData(1, 3, 3, 33.33, 99.2)]
    public void A_bullet_bar_and_its_mark_share_one_scale(long actual, long target, long longest, decimal width, decimal mark)
    {
        var svg = Svg.Of(new BulletBarTagHelper { Value = new Achievement(actual, target), Longest = longest });

        Assert.Equal(width, svg.Elements("rect").ElementAt(1).Number("width"));
        Assert.Equal(mark, svg.WithClass("tick").Single().Number("x"));
    }

    [Theory]
    [InlineData(59, "bar-low")]
    [InlineData(60, "bar-warn")]
    [InlineData(80, "bar-mid")]
    [InlineData(95, "bar-ok")]
    [InlineData(105, "bar-ok")]
    public void A_bar_wears_the_colour_of_its_band(long actual, string colour) =>
        Assert.Single(Svg.Of(new BulletBarTagHelper { Value = new Achievement(actual, 100), Longest = 200 }).WithClass(colour));

    [Theory]
    [InlineData(Measure.Participants, 5_000_000, "people")]
    [InlineData(Measure.Contributions, 999_999, "rupiah")]
    [InlineData(Measure.Contributions, 1_000_000, "jt")]
    [InlineData(Measure.Contributions, 2_580_000_000, "M")]
    [InlineData(Measure.Contributions, 4_100_000_000_000, "T")]
    public void A_chart_counts_in_the_unit_its_highest_column_is_read_in(Measure measure, long highest, string unit) =>
        Assert.Equal(unit, ChartUnit.For(measure, highest).Name);

    private static XElement Draw(params Achievement[] months) => Svg.Of(new MonthColumnsTagHelper
    {
        Columns = [.. months.Select(month => new MonthColumn("Jan", month, "1,42"))],
        Label = "Iuran per bulan",
    });
}
