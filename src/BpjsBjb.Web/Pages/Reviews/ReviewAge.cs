using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Reviews;

/// <summary>How long a case has waited, against the hours BPJS's own procedure book promises. A late case is escalated, never closed.</summary>
public sealed record ReviewAge(DateTimeOffset Since, DateTimeOffset Now, int LimitHours)
{
    /// <summary>From this share of the limit on a case is urgent.</summary>
    private const decimal Urgent = 0.75m;

    public TimeSpan Waited => Now > Since ? Now - Since : TimeSpan.Zero;

    public DateTimeOffset Limit => Since.AddHours(LimitHours);

    public bool IsOver => Now > Limit;

    public TimeSpan Left => (IsOver ? Now - Limit : Limit - Now);

    public decimal Share => (decimal)(Waited / TimeSpan.FromHours(LimitHours));

    /// <summary>Colour of the bar: ok, warn, low.</summary>
    public string Tone => IsOver ? "low" : Share >= Urgent ? "warn" : "ok";

    /// <summary>Colour and icon of the word beside it.</summary>
    public (string Colour, string Icon, string Key) Mark => Tone switch
    {
        "low" => ("err", "alert-triangle", "Age.Over"),
        "warn" => ("warn", "clock", "Age.Urgent"),
        _ => ("ok", "circle-check", "Age.InTime"),
    };

    /// <summary>17 jam 25 menit; 3 hari 4 jam.</summary>
    public static string Words(TimeSpan span, IStringLocalizer<SharedTexts> texts) =>
        span.TotalDays >= 2 ? texts["Age.DaysHours", (int)span.TotalDays, span.Hours]
        : span.TotalHours >= 1 ? texts["Age.HoursMinutes", (int)span.TotalHours, span.Minutes]
        : texts["Age.Minutes", span.Minutes];
}
