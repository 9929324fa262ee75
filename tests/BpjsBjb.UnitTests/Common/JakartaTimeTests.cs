using BpjsBjb.Domain.Common;
using Microsoft.Extensions.Time.Testing;

namespace BpjsBjb.UnitTests.Common;

public sealed class JakartaTimeTests
{
    [Theory]
    [InlineData(16, 59, "2026-11-22")]
    [InlineData(17, 0, "2026-11-23")]
    [InlineData(17, 30, "2026-11-23")]
    public void The_day_changes_in_jakarta_at_17_00_utc(int hour, int minute, string day)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, hour, minute, 0, TimeSpan.Zero));

        Assert.Equal(DateOnly.ParseExact(day, "yyyy-MM-dd", null), clock.Today());
    }

    [Fact]
    public void The_day_of_an_instant_does_not_depend_on_its_offset() =>
        Assert.Equal(
            new DateOnly(2026, 11, 23),
            JakartaTime.DateIn(new DateTimeOffset(2026, 11, 23, 1, 30, 0, TimeSpan.FromHours(8))));
}
