using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>A symbol of <c>icons.svg</c>. Decoration: words beside it, or an aria-label around it, say what it means.</summary>
[HtmlTargetElement("icon", Attributes = "name")]
public sealed class IconTagHelper : TagHelper
{
    private const string Sprite = "icons.svg";

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Svg(ViewContext, Name));
    }

    /// <summary>The same from C#.</summary>
    public static IHtmlContent Svg(ViewContext view, string name)
    {
        var use = new TagBuilder("use") { Attributes = { ["href"] = $"{Address(view.HttpContext)}#{name}" } };
        var svg = new TagBuilder("svg") { Attributes = { ["class"] = "i", ["aria-hidden"] = "true" } };
        svg.InnerHtml.AppendHtml(use);
        return svg;
    }

    /// <summary>The fingerprinted file, which browsers keep for good.</summary>
    internal static string Address(HttpContext context)
    {
        var files = context.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>();
        return $"{context.Request.PathBase}/{files?[Sprite] ?? Sprite}";
    }
}
