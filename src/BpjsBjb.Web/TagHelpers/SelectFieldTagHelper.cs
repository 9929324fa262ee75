using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>One choice from a list; items of a group stand under its name.</summary>
[HtmlTargetElement("select-field", Attributes = "for,items")]
public sealed class SelectFieldTagHelper(IStringLocalizer<SharedTexts> texts) : FieldTagHelper(texts)
{
    public IEnumerable<SelectListItem> Items { get; set; } = [];

    /// <summary>Text of a first, empty choice.</summary>
    public string? Placeholder { get; set; }

    public bool Autofocus { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var select = Frame(output, "div", "f", "select");
        select.TagMode = TagMode.StartTagAndEndTag;
        AddClass(select, "in");
        select.Attributes.SetAttribute("id", Id);
        select.Attributes.SetAttribute("name", Name);
        if (Autofocus) select.Attributes.Add(new TagHelperAttribute("autofocus"));
        Describe(select);
        if (Placeholder is not null) select.Content.AppendHtml(Option(new SelectListItem(Placeholder, ""), Value.Length == 0));
        AppendItems(select.Content);

        AppendLabel(output.Content);
        AppendHintAndMessage(output.Content);
        output.Content.AppendHtml(select);
    }

    private void AppendItems(TagHelperContent content)
    {
        var value = Value;
        List<SelectListItem> items = [.. Items]; // made once: a query makes others each time
        var chosen = items.Find(item => (item.Value ?? item.Text) == value);
        if (chosen is null && value.Length == 0) chosen = items.Find(item => item.Selected);

        SelectListGroup? open = null;
        foreach (var item in items)
        {
            if (open is not null && item.Group != open) content.AppendHtml("</optgroup>");
            if (item.Group is not null && item.Group != open)
            {
                content.AppendHtml(new TagBuilder("optgroup")
                {
                    TagRenderMode = TagRenderMode.StartTag,
                    Attributes = { ["label"] = item.Group.Name },
                });
            }

            open = item.Group;
            content.AppendHtml(Option(item, item == chosen));
        }

        if (open is not null) content.AppendHtml("</optgroup>");
    }

    private static TagBuilder Option(SelectListItem item, bool isChosen)
    {
        var option = new TagBuilder("option") { Attributes = { ["value"] = item.Value ?? item.Text } };
        if (isChosen) option.Attributes["selected"] = "selected";
        if (item is WordedItem { Words.Length: > 0 } worded) option.Attributes["data-words"] = worded.Words;
        if (item.Disabled) option.Attributes["disabled"] = "disabled";
        option.InnerHtml.Append(item.Text);
        return option;
    }
}

/// <summary>A choice that is also found by other words: everyday names, the regency of a district.</summary>
public sealed class WordedItem(string text, string value, string words) : SelectListItem(text, value)
{
    public string Words => words;
}
