using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>All that is wrong, above the form, in the fields' own words and linked to them. Nothing when nothing is.</summary>
[HtmlTargetElement("error-summary")]
public sealed class ErrorSummaryTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = ViewContext.ViewData.ModelState
            .SelectMany(entry => entry.Value!.Errors.Select(error => (Field: entry.Key, Text: error.ErrorMessage)))
            .Distinct().OrderBy(error => PlaceOf(error.Field)).ToArray();
        if (errors.Length == 0)
        {
            output.SuppressOutput();
            return;
        }

        var fields = errors.Count(error => error.Field.Length > 0);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "errsum");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Content.AppendHtml("<div role=\"alert\">").AppendHtml(Heading(fields));
        foreach (var (_, text) in errors.Where(error => error.Field.Length == 0)) output.Content.AppendHtml(Element("p", text));
        if (fields > 0) output.Content.AppendHtml(Links(errors.Where(error => error.Field.Length > 0)));
        output.Content.AppendHtml("</div>");
    }

    /// <summary>Where the field stood on the page that was sent; what was not sent comes last.</summary>
    private int PlaceOf(string field)
    {
        var request = ViewContext.HttpContext.Request;
        if (!request.HasFormContentType) return 0;

        var place = request.Form.Keys.ToList().IndexOf(field);
        return place < 0 ? int.MaxValue : place;
    }

    private TagBuilder Heading(int fields)
    {
        var heading = new TagBuilder("h2");
        var text = fields switch
        {
            0 => texts["ErrorSummary.WholeCase"],
            1 => texts["ErrorSummary.OneField"],
            _ => texts["ErrorSummary.Fields", fields],
        };
        heading.InnerHtml.AppendHtml(IconTagHelper.Svg(ViewContext, "alert-triangle")).Append(text.Value);
        return heading;
    }

    private static TagBuilder Links(IEnumerable<(string Field, string Text)> errors)
    {
        var list = new TagBuilder("ul");
        foreach (var (field, text) in errors)
        {
            var link = Element("a", text);
            link.Attributes["href"] = "#" + TagBuilder.CreateSanitizedId(field, "_");
            var item = new TagBuilder("li");
            item.InnerHtml.AppendHtml(link);
            list.InnerHtml.AppendHtml(item);
        }

        return list;
    }

    private static TagBuilder Element(string tag, string text)
    {
        var element = new TagBuilder(tag);
        element.InnerHtml.Append(text);
        return element;
    }
}
