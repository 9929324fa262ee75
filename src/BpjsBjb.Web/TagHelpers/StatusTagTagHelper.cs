using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>A status as colour, icon and word. Its word is the shared resource <c>Status.{kind}.{value}</c>.</summary>
[HtmlTargetElement("status-tag", Attributes = "kind,value")]
public sealed class StatusTagTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>Every status the portal shows, by kind.</summary>
    public static readonly IReadOnlyDictionary<string, (string Colour, string Icon)> Looks =
        new Dictionary<string, (string Colour, string Icon)>
        {
            ["enrollment.Draft"] = ("mute", "edit"),
            ["enrollment.Submitted"] = ("info", "hourglass"),
            ["enrollment.Returned"] = ("warn", "alert-triangle"),
            ["enrollment.Accepted"] = ("ok", "circle-check"),
            ["enrollment.Rejected"] = ("err", "circle-x"),
            ["enrollment.Withdrawn"] = ("mute", "archive"),
            ["participation.NotRegistered"] = ("mute", "ban"),
            ["participation.AwaitingPayment"] = ("plum", "cash"),
            ["participation.Active"] = ("ok", "circle-check"),
            ["participation.Grace"] = ("warn", "clock"),
            ["participation.Ended"] = ("mute", "archive"),
            ["participation.Inactive"] = ("mute", "archive"),
            ["loan.Applied"] = ("info", "file-text"),
            ["loan.Cleared"] = ("ok", "shield-check"),
            ["loan.Disbursed"] = ("ok", "cash"),
            ["loan.Cancelled"] = ("mute", "x"),
            ["member.Covered"] = ("ok", "circle-check"),
            ["member.Unpaid"] = ("plum", "cash"),
            ["member.InProgress"] = ("info", "hourglass"),
            ["member.NotRegistered"] = ("warn", "alert-triangle"),
            ["member.Exempt"] = ("mute", "ban"),
            ["bill.Open"] = ("plum", "cash"),
            ["bill.Paid"] = ("ok", "circle-check"),
            ["bill.Reversed"] = ("err", "x"),
            ["bill.Expired"] = ("err", "circle-x"),
            ["bill.Cancelled"] = ("mute", "x"),
            ["breach.Open"] = ("err", "alert-triangle"),
            ["breach.Notified"] = ("warn", "send"),
            ["breach.Closed"] = ("mute", "archive"),
            ["proposal.Proposed"] = ("info", "hourglass"),
            ["proposal.Approved"] = ("ok", "circle-check"),
            ["proposal.Refused"] = ("mute", "ban"),
            ["proposal.Withdrawn"] = ("mute", "archive"),
            ["merger.Proposed"] = ("info", "hourglass"),
            ["merger.Approved"] = ("ok", "calendar"),
            ["merger.Refused"] = ("mute", "ban"),
            ["merger.Withdrawn"] = ("mute", "archive"),
            ["merger.Cancelled"] = ("mute", "x"),
            ["merger.Done"] = ("ok", "circle-check"),
            ["merge.Proposed"] = ("info", "hourglass"),
            ["merge.Withdrawn"] = ("mute", "archive"),
            ["merge.Refused"] = ("mute", "ban"),
            ["merge.Merged"] = ("ok", "circle-check"),
            ["merge.Undone"] = ("warn", "history"),
            ["trial.Waiting"] = ("mute", "clock"),
            ["trial.Running"] = ("info", "hourglass"),
            ["trial.Finished"] = ("ok", "circle-check"),
            ["trial.Failed"] = ("err", "circle-x"),
            ["job.Running"] = ("info", "hourglass"),
            ["job.Succeeded"] = ("ok", "circle-check"),
            ["job.Failed"] = ("err", "circle-x"),
            ["job.CutOff"] = ("warn", "alert-triangle"),
            ["claim.Open"] = ("info", "hourglass"),
            ["claim.Paid"] = ("ok", "circle-check"),
            ["claim.RefusedByBpjs"] = ("err", "circle-x"),
            ["claim.Withdrawn"] = ("mute", "archive"),
            ["claim.RightsLapsed"] = ("warn", "clock"),
            ["item.Missing"] = ("warn", "alert-triangle"),
            ["item.Received"] = ("ok", "circle-check"),
            ["item.NotNeeded"] = ("mute", "ban"),
            ["request.Received"] = ("info", "file-text"),
            ["request.Verified"] = ("plum", "id"),
            ["request.Granted"] = ("warn", "hourglass"),
            ["request.Done"] = ("ok", "circle-check"),
            ["request.Refused"] = ("mute", "ban"),
            ["user.Proposed"] = ("info", "hourglass"),
            ["user.Invited"] = ("plum", "send"),
            ["user.Active"] = ("ok", "circle-check"),
            ["user.Expired"] = ("warn", "clock"),
            ["user.Disabled"] = ("mute", "ban"),
        };

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public string Kind { get; set; } = "";

    public string Value { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var status = $"{Kind}.{Value}";
        var (colour, icon) = Looks.TryGetValue(status, out var look)
            ? look
            : throw new InvalidOperationException($"No look for the status {status}.");

        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"tag t-{colour}");
        output.Content.AppendHtml(IconTagHelper.Svg(ViewContext, icon)).Append(texts[$"Status.{status}"].Value);
    }
}
