using System.Globalization;
using BpjsBjb.Domain.Dashboards;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>A regency in the tile map.</summary>
/// <param name="Column">Counted from one, the row from zero.</param>
/// <param name="Label">A bar breaks it in two lines; a word broken inside gets its hyphen here.</param>
/// <param name="Value">What the tile prints: a percentage, or a number where there is no target.</param>
/// <param name="Title">The whole sentence, for the pointer and for reading aloud.</param>
public sealed record MapTile(
    int Column, int Row, bool IsCity, string Label, string Value, AchievementClass Class, string Title, string Href);

/// <summary>Jawa Barat and Banten as tiles of one size; the same rows stand in a table beside it.</summary>
[HtmlTargetElement("tile-map", Attributes = "tiles,label", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TileMapTagHelper : TagHelper
{
    private const int Width = 54;
    private const int Height = 57;
    private const int Gap = 4;

    public IReadOnlyList<MapTile> Tiles { get; set; } = [];

    public string Label { get; set; } = "";

    /// <summary>The word above a city's name.</summary>
    public string City { get; set; } = "Kota";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "map");
        output.Attributes.SetAttribute("viewBox", "-1 -1 636 364");
        output.Attributes.SetAttribute("role", "group");
        output.Attributes.SetAttribute("aria-label", Label);
        foreach (var tile in Tiles) output.Content.AppendHtml(Link(tile));

        // Jakarta is no part of the programme; its outline and the provinces' names help to find one's way.
        var jakarta = Element("rect", ("class", "ref"), ("x", X(5)), ("y", Y(0)), ("width", Size(Width)), ("height", Size(Height)), ("rx", "5"));
        output.Content.AppendHtml(jakarta).AppendHtml(Text("reft", X(5, Width / 2.0), Y(0, 31.5), "Jakarta"))
            .AppendHtml(Text("prov", X(1), Y(2, 16), "Banten")).AppendHtml(Text("prov", X(4), Y(4, 16), "Jawa Barat"));
    }

    private TagBuilder Link(MapTile tile)
    {
        var title = new TagBuilder("title");
        title.InnerHtml.Append(tile.Title);
        var shape = Element(
            "rect", ("class", $"c{(int)tile.Class}"), ("x", X(tile.Column)), ("y", Y(tile.Row)), ("width", Size(Width)),
            ("height", Size(Height)), ("rx", tile.IsCity ? "14" : "5"));
        var words = Element("g", ("aria-hidden", "true"));
        foreach (var line in Lines(tile)) words.InnerHtml.AppendHtml(line);

        var link = Element("a", ("href", tile.Href));
        link.InnerHtml.AppendHtml(title).AppendHtml(shape).AppendHtml(words);
        return link;
    }

    private IEnumerable<TagBuilder> Lines(MapTile tile)
    {
        var ground = tile.Class is AchievementClass.Below60 or AchievementClass.From105 ? "on-dark" : "on-light";
        var name = tile.Label.Split('|');
        if (name.Length == 2 && char.IsLower(name[1][0])) name[0] += "-";

        var (city, first, value) = (tile.IsCity, name.Length) switch
        {
            (true, 1) => (14, 26, 45),
            (true, _) => (11, 22, 48),
            (false, 1) => (0, 22, 43),
            _ => (0, 16, 45),
        };
        if (tile.IsCity) yield return Centred("kt", city, City);
        for (var line = 0; line < name.Length; line++) yield return Centred("nm", first + (line * 11), name[line]);

        yield return Centred(tile.Value.Length > 6 ? "pc long" : "pc", value, tile.Value);

        TagBuilder Centred(string kind, double y, string text) =>
            Text($"{kind} {ground}", X(tile.Column, Width / 2.0), Y(tile.Row, y), text);
    }

    private static string X(int column, double inside = 0) => Size(((column - 1) * (Width + Gap)) + inside);

    private static string Y(int row, double inside = 0) => Size((row * (Height + Gap)) + inside);

    private static TagBuilder Text(string className, string x, string y, string text)
    {
        var element = Element("text", ("class", className), ("x", x), ("y", y));
        element.InnerHtml.Append(text);
        return element;
    }

    private static TagBuilder Element(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        var element = new TagBuilder(tag);
        foreach (var (name, value) in attributes) element.Attributes[name] = value;
        return element;
    }

    private static string Size(double size) => size.ToString("0.##", CultureInfo.InvariantCulture);
}
