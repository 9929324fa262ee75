using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>A loan's application number on a line of its own, as the way to the loan.</summary>
[HtmlTargetElement("loan-link", Attributes = "id,number", TagStructure = TagStructure.WithoutEndTag)]
public sealed class LoanLinkTagHelper(IUrlHelperFactory urls) : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public Guid Id { get; set; }

    public string Number { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "rowline nowrap");
        if (urls.GetUrlHelper(ViewContext).Page("/Loans/Details", new { id = Id }) is not { } href)
        {
            output.Content.SetContent(Number);
            return;
        }

        var link = new TagBuilder("a") { Attributes = { ["href"] = href } };
        link.InnerHtml.Append(Number);
        output.Content.SetHtmlContent(link);
    }
}
