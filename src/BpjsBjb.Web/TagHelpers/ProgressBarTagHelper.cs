using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>How far towards a target, as SVG: sizes are attributes, written for machines in any language.</summary>
[HtmlTargetElement("progress-bar", Attributes = "actual,target")]
public sealed class ProgressBarTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    public decimal Actual { get; set; }

    public decimal Target { get; set; }

    /// <summary>Where one should stand by today, between 0 and 1: an upright mark.</summary>
    public decimal? Expected { get; set; }

    /// <summary>Colour: ok, mid, low, warn, info or plum.</summary>
    public string Tone { get; set; } = "ok";

    /// <summary>Read aloud; left out, "79% dari target" is.</summary>
    public string? Label { get; set; }

    /// <summary>Silent beside a table cell that already says the number.</summary>
    public bool Decorative { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var share = Target <= 0 ? 0 : Actual / Target;

        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "bar");
        output.Attributes.SetAttribute("viewBox", "0 0 100 10");
        output.Attributes.SetAttribute("preserveAspectRatio", "none");
        if (Decorative) output.Attributes.SetAttribute("aria-hidden", "true");
        else
        {
            output.Attributes.SetAttribute("role", "img");
            output.Attributes.SetAttribute("aria-label", Label ?? texts["Progress.Label", Format.Percent(share)].Value);
        }

        output.Content.AppendHtml(Bar("bar-bg", 0, 100)).AppendHtml(Bar($"bar-{Tone}", 0, Math.Clamp(share, 0, 1) * 100));
        if (Expected is { } expected) output.Content.AppendHtml(Bar("tick", Math.Clamp(expected, 0, 1) * 99.3m, 0.7m));
    }

    private static TagBuilder Bar(string className, decimal x, decimal width)
    {
        var bar = new TagBuilder("rect")
        {
            Attributes = { ["class"] = className, ["width"] = Size(width), ["height"] = "10" },
        };
        if (x > 0) bar.Attributes["x"] = Size(x);
        if (className != "tick") bar.Attributes["rx"] = "2";
        return bar;
    }

    private static string Size(decimal size) => size.ToString("0.##", CultureInfo.InvariantCulture);
}
