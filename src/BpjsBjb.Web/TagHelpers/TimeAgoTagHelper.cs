using BpjsBjb.Domain.Common;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>"40 menit lalu", "kemarin", from a week on the date; the exact time on hovering.</summary>
[HtmlTargetElement("time-ago", Attributes = "value")]
public sealed class TimeAgoTagHelper(IStringLocalizer<SharedTexts> texts, TimeProvider clock) : TagHelper
{
    private const int LongestInDays = 7;

    public DateTimeOffset Value { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Show("time", Text());
        output.AddNowrap();
        output.Attributes.SetAttribute("datetime", JakartaTime.At(Value).ToString("yyyy-MM-dd'T'HH:mm:sszzz", null));
        output.Attributes.SetAttribute("title", Format.Moment(Value));
    }

    private string Text()
    {
        var passed = clock.GetUtcNow() - Value;
        var days = clock.Today().DayNumber - JakartaTime.DateIn(Value).DayNumber;
        return (days, passed) switch
        {
            ( >= LongestInDays, _) => Format.DateShort(JakartaTime.DateIn(Value)),
            (_, { TotalMinutes: < 1 }) => texts["Ago.Now"],
            (_, { TotalHours: < 1 }) => texts["Ago.Minutes", (int)passed.TotalMinutes],
            (0, _) => texts["Ago.Hours", (int)passed.TotalHours],
            (1, _) => texts["Ago.Yesterday"],
            _ => texts["Ago.Days", days],
        };
    }
}
