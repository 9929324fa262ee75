using BpjsBjb.Domain.Dashboards;

namespace BpjsBjb.UnitTests.Dashboards;

public sealed class AchievementTests
{
    [Theory]
    [InlineData(0, 1000, 0, AchievementClass.Below60)]
    [InlineData(599, 1000, 59, AchievementClass.Below60)]
    [InlineData(600, 1000, 60, AchievementClass.From60)]
    [InlineData(799, 1000, 79, AchievementClass.From60)]
    [InlineData(800, 1000, 80, AchievementClass.From80)]
    [InlineData(949, 1000, 94, AchievementClass.From80)]
    [InlineData(950, 1000, 95, AchievementClass.From95)]
    [InlineData(999, 1000, 99, AchievementClass.From95)]
    [InlineData(1049, 1000, 104, AchievementClass.From95)]
    [InlineData(1050, 1000, 105, AchievementClass.From105)]
    [InlineData(2500, 1000, 250, AchievementClass.From105)]
    public void The_printed_percentage_and_its_band_agree(long actual, long target, int percent, AchievementClass band)
    {
        var achievement = new Achievement(actual, target);

        Assert.Equal(percent, achievement.Percent);
        Assert.Equal(band, achievement.Class);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public void Without_a_target_there_is_a_number_and_no_judgement(long? target)
    {
        var achievement = new Achievement(12, target);

        Assert.Null(achievement.Percent);
        Assert.Equal(AchievementClass.NoTarget, achievement.Class);
    }

    [Fact]
    public void The_national_baseline_in_rupiah_does_not_overflow() =>
        Assert.Equal(60, new Achievement(26_000_000_000_000, 42_650_000_000_000).Percent);
}
