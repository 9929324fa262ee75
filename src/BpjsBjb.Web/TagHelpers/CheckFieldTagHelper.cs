using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>One yes-or-no box. A hidden "false" beside it tells an empty box from a field that was not sent.</summary>
[HtmlTargetElement("check-field", Attributes = "for")]
public sealed class CheckFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var input = Frame(output, "div", "tick", "input");
        input.TagMode = TagMode.StartTagOnly;
        input.Attributes.SetAttribute("type", "checkbox");
        input.Attributes.SetAttribute("id", Id);
        input.Attributes.SetAttribute("name", Name);
        input.Attributes.SetAttribute("value", "true");
        // A ticked box is sent as "true,false": its own value and the hidden one.
        if (Value.StartsWith("true", StringComparison.OrdinalIgnoreCase)) input.Attributes.Add(new TagHelperAttribute("checked"));
        Describe(input);

        var label = new TagBuilder("label") { Attributes = { ["class"] = "ck", ["for"] = Id } };
        label.InnerHtml.AppendHtml(input);
        AppendLabelText(label);
        output.Content.AppendHtml(label);
        AppendHintAndMessage(output.Content);
        output.Content.AppendHtml(new TagBuilder("input")
        {
            TagRenderMode = TagRenderMode.SelfClosing,
            Attributes = { ["type"] = "hidden", ["name"] = Name, ["value"] = "false" },
        });
    }
}
