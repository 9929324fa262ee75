using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>A one-line text field.</summary>
[HtmlTargetElement("form-field", Attributes = "for")]
public sealed class FormFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    /// <summary>Stands before the control in one frame with it, such as "Rp".</summary>
    public string? Prefix { get; set; }

    public string Type { get; set; } = "text";

    public bool Readonly { get; set; }

    public bool Autofocus { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var input = Frame(output, "div", "f", "input");
        input.TagMode = TagMode.StartTagOnly;
        AddClass(input, "in");
        input.Attributes.SetAttribute("type", Type);
        input.Attributes.SetAttribute("id", Id);
        input.Attributes.SetAttribute("name", Name);
        if (Type is not ("password" or "file")) input.Attributes.SetAttribute("value", Value);
        if (!input.Attributes.ContainsName("autocomplete")) input.Attributes.SetAttribute("autocomplete", "off");
        if (Readonly || IsFixed) input.Attributes.Add(new TagHelperAttribute("readonly"));
        if (Autofocus) input.Attributes.Add(new TagHelperAttribute("autofocus"));
        Describe(input);

        AppendLabel(output.Content);
        AppendHintAndMessage(output.Content);
        if (Prefix is null) output.Content.AppendHtml(input);
        else
        {
            output.Content.AppendHtml("<div class=\"affix\">").AppendHtml(Span(null, Prefix)).AppendHtml(input);
            output.Content.AppendHtml("</div>");
        }
    }
}
