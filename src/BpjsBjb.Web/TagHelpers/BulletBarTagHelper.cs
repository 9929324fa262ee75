using System.Globalization;
using BpjsBjb.Domain.Dashboards;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>Which colour of bar a band of achievement has.</summary>
public static class AchievementTone
{
    public static string Of(AchievementClass band) => band switch
    {
        AchievementClass.NoTarget => "none",
        AchievementClass.Below60 => "low",
        AchievementClass.From60 => "warn",
        AchievementClass.From80 => "mid",
        _ => "ok",
    };
}

/// <summary>A bar of what was reached before an upright line for the target; silent, for the cells beside it say the numbers.</summary>
[HtmlTargetElement("bullet-bar", Attributes = "value,longest", TagStructure = TagStructure.WithoutEndTag)]
public sealed class BulletBarTagHelper : TagHelper
{
    private const decimal TickWidth = 0.8m;

    public Achievement Value { get; set; }

    /// <summary>The amount that fills the cell, the same for every row of a table.</summary>
    public long Longest { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("viewBox", "0 0 100 10");
        output.Attributes.SetAttribute("preserveAspectRatio", "none");
        output.Attributes.SetAttribute("aria-hidden", "true");
        if (Value.Target is { } target) output.Content.AppendHtml(Bar("bar-bg", 0, 0, Share(target), 10));
        output.Content.AppendHtml(Bar($"bar-{AchievementTone.Of(Value.Class)}", 0, 2, Share(Value.Actual), 6));
        if (Value.Target is { } mark) output.Content.AppendHtml(Bar("tick", Math.Max(0, Share(mark) - TickWidth), 0, TickWidth, 10));
    }

    private decimal Share(long amount) => Longest <= 0 ? 0 : Math.Clamp((decimal)amount / Longest, 0, 1) * 100;

    private static TagBuilder Bar(string className, decimal x, decimal y, decimal width, decimal height)
    {
        var bar = new TagBuilder("rect") { Attributes = { ["class"] = className, ["width"] = Size(width), ["height"] = Size(height) } };
        if (x > 0) bar.Attributes["x"] = Size(x);
        if (y > 0) bar.Attributes["y"] = Size(y);
        return bar;
    }

    private static string Size(decimal size) => size.ToString("0.##", CultureInfo.InvariantCulture);
}
