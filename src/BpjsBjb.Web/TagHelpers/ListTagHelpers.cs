using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>
/// The query of a list page: its filters plus <c>sort</c> ("name" or "-name") and <c>p</c>, the page's number, or the row it begins <c>after</c> or
/// ends <c>before</c>.
/// </summary>
public static class ListQuery
{
    public const string Sort = "sort";
    public const string PageNumber = "p";
    public const string After = "after";
    public const string Before = "before";

    /// <summary>This page's address with one parameter changed, or taken out by null. A new order starts at page one.</summary>
    public static string With(HttpRequest request, string key, string? value)
    {
        var query = new QueryBuilder(request.Query
            .Where(pair => pair.Key != key && pair.Key is not (PageNumber or After or Before))
            .SelectMany(pair => pair.Value, (pair, one) => KeyValuePair.Create(pair.Key, one ?? "")));
        if (value is not null) query.Add(key, value);
        return request.PathBase + request.Path + query.ToQueryString();
    }
}

/// <summary>A column heading that sorts: first press ascending, next one descending, the rest of the query kept.</summary>
[HtmlTargetElement("th-sort", Attributes = "key,label")]
public sealed class ThSortTagHelper : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public string Key { get; set; } = "";

    public string Label { get; set; } = "";

    /// <summary>The order when the address names none: "ascending" or "descending" on the column it applies to.</summary>
    public string? Default { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var order = OrderIn(ViewContext.HttpContext.Request.Query[ListQuery.Sort].ToString());
        var next = order == "ascending" ? $"-{Key}" : Key;

        output.TagName = "th";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("scope", "col");
        output.Attributes.SetAttribute("class", $"sort {output.Attributes["class"]?.Value}".TrimEnd());
        if (order is not null) output.Attributes.SetAttribute("aria-sort", order);

        var link = new TagBuilder("a")
        {
            Attributes = { ["href"] = ListQuery.With(ViewContext.HttpContext.Request, ListQuery.Sort, next) },
        };
        link.InnerHtml.Append(Label);
        output.Content.SetHtmlContent(link);
    }

    private string? OrderIn(string sort) =>
        sort.Length == 0 ? Default : sort == Key ? "ascending" : sort == $"-{Key}" ? "descending" : null;
}

/// <summary>"26–50 dari 312" with the pages before and after; for the footer of a list.</summary>
[HtmlTargetElement("pager", Attributes = "page,size,total")]
public sealed class PagerTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>Counted from one.</summary>
    public int Page { get; set; } = 1;

    public int Size { get; set; }

    public int Total { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var first = Total == 0 ? 0 : ((Page - 1) * Size) + 1;
        var last = Math.Min(Page * Size, Total);

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "pager");
        output.Attributes.SetAttribute("aria-label", texts["Pager.Label"].Value);
        var range = new TagBuilder("span");
        range.InnerHtml.Append(
            texts["Pager.Range", Format.Number(first), Format.Number(last), Format.Number(Total)].Value);
        output.Content.AppendHtml(range);
        if (Total <= Size) return;

        output.Content.AppendHtml("<span class=\"pages\">");
        if (Page > 1) output.Content.AppendHtml(Link("prev", Page - 1, texts["Pager.Previous"].Value));
        if (last < Total) output.Content.AppendHtml(Link("next", Page + 1, texts["Pager.Next"].Value));
        output.Content.AppendHtml("</span>");
    }

    private TagBuilder Link(string relation, int page, string text)
    {
        var link = new TagBuilder("a")
        {
            Attributes =
            {
                ["class"] = "btn btn-2 btn-s",
                ["rel"] = relation,
                ["href"] = ListQuery.With(
                    ViewContext.HttpContext.Request, ListQuery.PageNumber, page.ToString(CultureInfo.InvariantCulture)),
            },
        };
        link.InnerHtml.Append(text);
        return link;
    }
}

/// <summary>Says that there is nothing here, and what to do about it (the content).</summary>
[HtmlTargetElement("empty-state", Attributes = "title")]
public sealed class EmptyStateTagHelper : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public string Title { get; set; } = "";

    public string Icon { get; set; } = "list-check";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        var title = new TagBuilder("h3");
        title.InnerHtml.Append(Title);

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "empty");
        output.Content.SetHtmlContent(IconTagHelper.Svg(ViewContext, Icon)).AppendHtml(title);
        if (!content.IsEmptyOrWhiteSpace) output.Content.AppendHtml("<div>").AppendHtml(content).AppendHtml("</div>");
    }
}

/// <summary>One line of a history, inside <c>ol.tl</c>: what, by whom, when; the content is a remark.</summary>
[HtmlTargetElement("timeline-entry", Attributes = "title")]
public sealed class TimelineEntryTagHelper : TagHelper
{
    public string Title { get; set; } = "";

    public string? By { get; set; }

    public DateTimeOffset? At { get; set; }

    /// <summary>now, ok, warn or bad; plain when left out.</summary>
    public string? Tone { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var remark = await output.GetChildContentAsync();
        output.TagName = "li";
        output.TagMode = TagMode.StartTagAndEndTag;
        if (Tone is not null) output.Attributes.SetAttribute("class", Tone);

        output.Content.SetHtmlContent(Element("b", Title));
        if (By is not null) output.Content.AppendHtml(Element("span", By));
        if (!remark.IsEmptyOrWhiteSpace) output.Content.AppendHtml("<p>").AppendHtml(remark).AppendHtml("</p>");
        if (At is not { } instant) return;

        var time = Element("time", Format.Moment(instant));
        time.Attributes["datetime"] = instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        output.Content.AppendHtml(time);
    }

    private static TagBuilder Element(string tag, string text)
    {
        var element = new TagBuilder(tag);
        element.InnerHtml.Append(text);
        return element;
    }
}
