namespace BpjsBjb.Domain.Common;

/// <summary>Dates the law speaks of are dates in Jakarta (WIB), whatever the server's or a branch's clock says.</summary>
public static class JakartaTime
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta");

    public static DateOnly Today(this TimeProvider clock) => DateIn(clock.GetUtcNow());

    public static DateOnly DateIn(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant).DateTime);

    /// <summary>The first instant of a day in Jakarta, as it is stored.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    public static DateTimeOffset At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);
}
