using BpjsBjb.Domain.Common;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>Instants in the past, counted back from the moment the demonstration is loaded.</summary>
internal sealed class DemoClock(Random random, DateTimeOffset now)
{
    private static readonly TimeSpan Opening = TimeSpan.FromHours(8);
    private const double OfficeHours = 8.5 / 24;
    private const double LongestAftermathDays = 5;

    public DateTimeOffset Now => now;

    public DateOnly Today { get; } = JakartaTime.DateIn(now);

    public Month ThisMonth { get; } = Month.Of(JakartaTime.DateIn(now));

    /// <summary>Some instant in a month, early enough that something can still follow in the same month.</summary>
    public DateTimeOffset In(Month month)
    {
        var start = StartOf(month);
        var end = Earlier(StartOf(month.Plus(1)), now);
        return AtTheOffice(start + ((end - start) * (0.05 + (0.75 * random.NextDouble()))));
    }

    public DateTimeOffset Before(DateTimeOffset at, double fromHours, double toHours) =>
        AtTheOffice(at - TimeSpan.FromHours(fromHours + ((toHours - fromHours) * random.NextDouble())), at);

    /// <summary>A part of the few days that are left in the month of <paramref name="at"/>, never later than now.</summary>
    public DateTimeOffset After(DateTimeOffset at, double part)
    {
        var end = Earlier(StartOf(Month.Of(JakartaTime.DateIn(at)).Plus(1)), Earlier(now, at.AddDays(LongestAftermathDays)));
        return AtTheOffice(at + ((end - at) * part), at);
    }

    /// <summary>The same day between 8.00 and 16.30, in the same order; today and its neighbour's day are left as they are.</summary>
    private DateTimeOffset AtTheOffice(DateTimeOffset at, DateTimeOffset? neighbour = null)
    {
        var local = JakartaTime.At(at);
        var date = DateOnly.FromDateTime(local.DateTime);
        if (date == Today || (neighbour is { } other && JakartaTime.DateIn(other) == date)) return at;
        return Midnight(date) + Opening + (local.TimeOfDay * OfficeHours);
    }

    private static DateTimeOffset StartOf(Month month) => Midnight(month.FirstDay);

    private static DateTimeOffset Midnight(DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, JakartaTime.Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
