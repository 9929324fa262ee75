using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BpjsBjb.Web.TagHelpers;

/// <summary>An amount: Rp1.234.567, or <c>short</c> Rp286,9 jt with the whole amount on hovering.</summary>
[HtmlTargetElement("rupiah", Attributes = "value")]
public sealed class RupiahTagHelper : TagHelper
{
    public Rupiah? Value { get; set; }

    [HtmlAttributeName("short")]
    public bool IsShort { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Value is not { } amount)
        {
            output.Show("span", Format.Nothing);
            return;
        }

        output.Show("span", IsShort ? Format.RupiahShort(amount) : Format.Rupiah(amount));
        output.AddNowrap();
        if (IsShort) output.Attributes.SetAttribute("title", Format.Rupiah(amount));
    }
}

/// <summary>A date or an instant, always in Jakarta's time: long, short, time, moment (short and time) or typed.</summary>
[HtmlTargetElement("jakarta-date", Attributes = "value")]
public sealed class JakartaDateTagHelper : TagHelper
{
    public object? Value { get; set; }

    public string Format { get; set; } = "short";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Value is null)
        {
            output.Show("span", Web.Format.Nothing);
            return;
        }

        output.Show("time", Text());
        output.AddNowrap();
        output.Attributes.SetAttribute("datetime", Value switch
        {
            DateOnly date => date.ToString("O", null),
            DateTimeOffset instant => JakartaTime.At(instant).ToString("yyyy-MM-dd'T'HH:mm:sszzz", null),
            _ => throw new InvalidOperationException($"Not a date: {Value.GetType().Name}"),
        });
    }

    private string Text() => (Format, Value) switch
    {
        ("time", DateTimeOffset instant) => Web.Format.Time(instant),
        ("moment", DateTimeOffset instant) => Web.Format.Moment(instant),
        ("long", _) => Web.Format.DateLong(Date),
        ("typed", _) => Web.Format.DateTyped(Date),
        _ => Web.Format.DateShort(Date),
    };

    private DateOnly Date => Value is DateTimeOffset instant ? JakartaTime.DateIn(instant) : (DateOnly)Value!;
}

/// <summary>A month: September 2016.</summary>
[HtmlTargetElement("month-text", Attributes = "value")]
public sealed class MonthTextTagHelper : TagHelper
{
    public Month? Value { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Show(Value is null ? "span" : "time", Value is { } month ? Format.Month(month) : Format.Nothing);
        output.AddNowrap();
        if (Value is not null) output.Attributes.SetAttribute("datetime", Value.Value.ToString());
    }
}

/// <summary>A NIK in full, for the people who work on the record.</summary>
[HtmlTargetElement("nik", Attributes = "value")]
public sealed class NikTagHelper : TagHelper
{
    public Nik? Value { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) =>
        output.ShowNik(Value?.Grouped);
}

/// <summary>A NIK in a list: region and last digits only.</summary>
[HtmlTargetElement("masked-nik", Attributes = "value")]
public sealed class MaskedNikTagHelper : TagHelper
{
    public Nik? Value { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) =>
        output.ShowNik(Value is null ? null : Format.Masked(Value));
}

internal static class ValueOutput
{
    public static void Show(this TagHelperOutput output, string tag, string text)
    {
        output.TagName = tag;
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Content.SetContent(text);
    }

    public static void ShowNik(this TagHelperOutput output, string? text)
    {
        output.Show("span", text ?? Format.Nothing);
        output.AddClassName("nik");
    }

    public static void AddNowrap(this TagHelperOutput output) => output.AddClassName("nowrap");

    private static void AddClassName(this TagHelperOutput output, string className)
    {
        var given = output.Attributes["class"]?.Value?.ToString();
        output.Attributes.SetAttribute("class", given is null ? className : $"{given} {className}");
    }
}
