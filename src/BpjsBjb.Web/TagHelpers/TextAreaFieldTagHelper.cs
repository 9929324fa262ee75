using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>A field of several lines.</summary>
[HtmlTargetElement("text-area-field", Attributes = "for")]
public sealed class TextAreaFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var area = Frame(output, "div", "f", "textarea");
        area.TagMode = TagMode.StartTagAndEndTag;
        AddClass(area, "in");
        area.Attributes.SetAttribute("id", Id);
        area.Attributes.SetAttribute("name", Name);
        if (!area.Attributes.ContainsName("rows")) area.Attributes.SetAttribute("rows", "4");
        if (IsFixed) area.Attributes.Add(new TagHelperAttribute("readonly"));
        Describe(area);
        // A browser drops the first line break of a text area; this one is it.
        area.Content.Append("\n" + Value);

        AppendLabel(output.Content);
        AppendHintAndMessage(output.Content);
        output.Content.AppendHtml(area);
    }
}
