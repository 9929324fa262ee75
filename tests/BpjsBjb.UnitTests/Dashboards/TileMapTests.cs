using System.Xml.Linq;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Services.Data.Reference;
using BpjsBjb.Web.TagHelpers;

namespace BpjsBjb.UnitTests.Dashboards;

public sealed class TileMapTests
{
    [Fact]
    public void A_tile_stands_in_its_cell_with_the_gap_between()
    {
        var shape = Draw(Tile(column: 8, row: 3)).WithClass("c3").Single();

        Assert.Equal([406, 183, 54, 57], new[] { "x", "y", "width", "height" }.Select(shape.Number));
        Assert.Equal(5, shape.Number("rx"));
    }

    [Fact]
    public void A_city_is_rounded_and_says_so()
    {
        var svg = Draw(Tile(isCity: true, label: "Cimahi"));

        Assert.Equal(14, svg.WithClass("c3").Single().Number("rx"));
        Assert.Equal("Kota", svg.WithClass("kt").Single().Value);
    }

    [Theory]
    [InlineData("Garut", new[] { "Garut" })]
    [InlineData("Bandung|Barat", new[] { "Bandung", "Barat" })]
    [InlineData("Indra|mayu", new[] { "Indra-", "mayu" })]
    public void A_long_name_breaks_and_a_broken_word_has_a_hyphen(string label, string[] lines) =>
        Assert.Equal(lines, Draw(Tile(label: label)).WithClass("nm").Select(line => line.Value));

    [Theory]
    [InlineData(AchievementClass.NoTarget, "c0", "on-light")]
    [InlineData(AchievementClass.Below60, "c1", "on-dark")]
    [InlineData(AchievementClass.From60, "c2", "on-light")]
    [InlineData(AchievementClass.From80, "c3", "on-light")]
    [InlineData(AchievementClass.From95, "c4", "on-light")]
    [InlineData(AchievementClass.From105, "c5", "on-dark")]
    public void The_text_is_legible_on_its_band(AchievementClass band, string colour, string ground)
    {
        var link = Draw(Tile(band: band)).Elements("a").Single();

        Assert.Single(link.WithClass(colour));
        Assert.All(link.WithClass("nm").Concat(link.WithClass("pc")), text => Assert.Contains(ground, text.Attribute("class")!.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_tile_is_a_link_named_by_its_title_alone()
    {
        var link = Draw(Tile()).Elements("a").Single();

        Assert.Equal("/there", link.Attribute("href")!.Value);
        Assert.Equal("Kabupaten <X> & Y: 9", link.Element("title")!.Value);
        Assert.Equal("true", link.Element("g")!.Attribute("aria-hidden")!.Value);
    }

    [Fact]
    public void Every_regency_of_the_shipped_grid_fits_the_drawing()
    {
        var tiles = ReferenceSheets.RegionTiles.Select(tile => Tile(tile.Column, tile.Row, tile.IsCity, tile.Label)).ToArray();

        var shapes = Draw(tiles).WithClass("c3").ToList();

        Assert.Equal(35, shapes.Count);
        Assert.All(shapes, shape =>
        {
            Assert.InRange(shape.Number("x") + shape.Number("width"), 0, 635);
            Assert.InRange(shape.Number("y") + shape.Number("height"), 0, 363);
        });
        Assert.Equal(35, shapes.Select(shape => (shape.Number("x"), shape.Number("y"))).Distinct().Count());
    }

    private static XElement Draw(params MapTile[] tiles) => Svg.Of(new TileMapTagHelper { Tiles = tiles, Label = "Peta" });

    private static MapTile Tile(
        int column = 1, int row = 0, bool isCity = false, string label = "Bandung", AchievementClass band = AchievementClass.From80) =>
        new(column, row, isCity, label, "88%", band, "Kabupaten <X> & Y: 9", "/there");
}
