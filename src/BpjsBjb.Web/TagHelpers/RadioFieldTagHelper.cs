using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>One choice from a few, all in view. The first one carries the field's id, so that the error summary finds it.</summary>
[HtmlTargetElement("radio-field", Attributes = "for,items")]
public sealed class RadioFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    public IEnumerable<SelectListItem> Items { get; set; } = [];

    /// <summary>One below the other, for long texts.</summary>
    public bool Column { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        // Not a fieldset: browsers lay one out on its own, and the control would leave its neighbour's line.
        var radios = Frame(output, "div", "f", "div");
        radios.TagMode = TagMode.StartTagAndEndTag;
        AddClass(radios, Column ? "radios column" : "radios");
        output.Attributes.SetAttribute("role", "radiogroup");
        output.Attributes.SetAttribute("aria-labelledby", $"{Id}-label");
        Describe(output);

        var number = 0;
        foreach (var item in Items) radios.Content.AppendHtml(Choice(item, number++));

        var label = new TagBuilder("span") { Attributes = { ["class"] = "lab", ["id"] = $"{Id}-label" } };
        AppendLabelText(label);
        output.Content.AppendHtml(label);
        AppendHintAndMessage(output.Content);
        output.Content.AppendHtml(radios);
    }

    private TagBuilder Choice(SelectListItem item, int number)
    {
        var input = new TagBuilder("input")
        {
            TagRenderMode = TagRenderMode.SelfClosing,
            Attributes =
            {
                ["type"] = "radio",
                ["id"] = number == 0 ? Id : Id + "-" + number.ToString(CultureInfo.InvariantCulture),
                ["name"] = Name,
                ["value"] = item.Value ?? item.Text,
            },
        };
        if ((item.Value ?? item.Text) == Value) input.Attributes["checked"] = "checked";
        if (item.Disabled) input.Attributes["disabled"] = "disabled";

        var label = new TagBuilder("label");
        label.InnerHtml.AppendHtml(input).Append(item.Text);
        return label;
    }
}
