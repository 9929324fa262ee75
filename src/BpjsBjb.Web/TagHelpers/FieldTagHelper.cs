using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>
/// What every field shares: label, hint, message and control in this order, tied together for screen readers.
/// Attributes the helper does not know go to the control as they are.
/// </summary>
public abstract class FieldTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>Key of the view data that holds remarks by field name: what may be passed with a reason, or was sent back.</summary>
    public const string Remarks = "Remarks";

    /// <summary>Key of the view data that holds the only fields that may change, by name; null where all may.</summary>
    public const string Open = "Open";

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public ModelExpression For { get; set; } = null!;

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    /// <summary>Adds "(boleh kosong)". Required is the norm and goes unmarked.</summary>
    public bool Optional { get; set; }

    /// <summary>Takes both columns of a <c>.grid2</c>.</summary>
    public bool Wide { get; set; }

    /// <summary>A green remark such as "Diisi dari NIK"; gives way to an error.</summary>
    public string? Note { get; set; }

    protected string Name => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    protected string Id => TagBuilder.CreateSanitizedId(Name, "_");

    protected IReadOnlyList<string> Errors =>
        ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry) && entry.Errors.Count > 0
            ? [.. entry.Errors.Select(error => error.ErrorMessage).Distinct()]
            : [];

    /// <summary>Not among those that may change.</summary>
    protected bool IsFixed => ViewContext.ViewData[Open] is IReadOnlySet<string> open && !open.Contains(Name);

    /// <summary>Amber lines that do not refuse the field.</summary>
    private string[] FieldRemarks =>
        ViewContext.ViewData[Remarks] is ILookup<string, string> remarks ? [.. remarks[Name].Distinct()] : [];

    /// <summary>What was typed, however wrong; else the model's value.</summary>
    protected string Value =>
        ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry) && entry.AttemptedValue is { } typed
            ? typed
            : Format.Typed(For.Model);

    /// <summary>The control's description: hint, note and error, those that are there.</summary>
    protected string? DescribedBy
    {
        get
        {
            var ids = new List<string>();
            if (Hint is not null) ids.Add($"{Id}-hint");
            if (Errors.Count > 0) ids.Add($"{Id}-error");
            else if (FieldRemarks.Length > 0) ids.Add($"{Id}-remark");
            else if (Note is { Length: > 0 }) ids.Add($"{Id}-note");
            return ids.Count == 0 ? null : string.Join(' ', ids);
        }
    }

    /// <summary>Turns the helper's own element into the frame and hands back an element with the attributes left over.</summary>
    protected TagHelperOutput Frame(TagHelperOutput output, string tag, string className, string control)
    {
        var inner = new TagHelperOutput(
            control,
            new TagHelperAttributeList(output.Attributes),
            (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        output.Attributes.Clear();
        output.TagName = tag;
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", className + (Errors.Count > 0 ? " bad" : "") + (Wide ? " wide" : ""));
        return inner;
    }

    protected void Describe(TagHelperOutput control)
    {
        if (DescribedBy is { } ids) control.Attributes.SetAttribute("aria-describedby", ids);
        if (Errors.Count > 0) control.Attributes.SetAttribute("aria-invalid", "true");
    }

    protected void AppendLabel(TagHelperContent content)
    {
        var label = new TagBuilder("label") { Attributes = { ["for"] = Id } };
        AppendLabelText(label);
        content.AppendHtml(label);
    }

    protected void AppendLabelText(TagBuilder label)
    {
        label.InnerHtml.Append(Label);
        if (!Optional) return;

        label.InnerHtml.AppendHtml(" ").AppendHtml(Span("opt", texts["Field.Optional"].Value));
    }

    protected void AppendHintAndMessage(TagHelperContent content)
    {
        if (Hint is not null) content.AppendHtml(Span("hint", Hint, $"{Id}-hint"));
        if (Errors.Count > 0) content.AppendHtml(Message());
        else if (FieldRemarks is { Length: > 0 } remarks) content.AppendHtml(Lines("msg caution", "alert-triangle", remarks, $"{Id}-remark"));
        else if (Note is { Length: > 0 }) content.AppendHtml(Remark());
    }

    protected static TagBuilder Span(string? className, string text, string? id = null)
    {
        var span = new TagBuilder("span");
        if (className is not null) span.AddCssClass(className);
        if (id is not null) span.Attributes["id"] = id;
        span.InnerHtml.Append(text);
        return span;
    }

    protected static void AddClass(TagHelperOutput control, string className)
    {
        var given = control.Attributes["class"]?.Value?.ToString();
        control.Attributes.SetAttribute("class", given is null ? className : $"{className} {given}");
    }

    private TagBuilder Message()
    {
        var body = new TagBuilder("span");
        body.InnerHtml.AppendHtml(Span("vh", texts["Field.ErrorPrefix"].Value + " "));
        if (Errors.Count == 1) body.InnerHtml.Append(Errors[0]);
        else foreach (var error in Errors) body.InnerHtml.AppendHtml(Span(null, error));
        return Line("msg", "circle-x", body, $"{Id}-error");
    }

    private TagBuilder Lines(string className, string icon, string[] texts, string id)
    {
        var body = new TagBuilder("span");
        foreach (var text in texts) body.InnerHtml.AppendHtml(Span(null, text));
        return Line(className, icon, body, id);
    }

    private TagBuilder Remark() => Line("msg okay", "check", Span(null, Note!), $"{Id}-note");

    private TagBuilder Line(string className, string icon, IHtmlContent body, string id)
    {
        var line = new TagBuilder("span") { Attributes = { ["class"] = className, ["id"] = id } };
        line.InnerHtml.AppendHtml(IconTagHelper.Svg(ViewContext, icon)).AppendHtml(body);
        return line;
    }
}
