namespace BpjsBjb.Domain.Dashboards;

/// <summary>Five bands of achievement, and none where no target is set.</summary>
public enum AchievementClass
{
    NoTarget,
    Below60,
    From60,
    From80,
    From95,
    From105,
}

/// <summary>What was reached of a target. Without a target there is a number and no judgement.</summary>
public readonly record struct Achievement(long Actual, long? Target)
{
    /// <summary>Share of the target: 0.598. Null without a target above zero.</summary>
    public decimal? Share => Target is > 0 ? (decimal)Actual / Target.Value : null;

    /// <summary>Whole percent, never rounded up: 59.9 % is 59 %, so the printed number and its band agree.</summary>
    public int? Percent => Share is { } share ? (int)Math.Floor(share * 100) : null;

    public AchievementClass Class => Percent switch
    {
        null => AchievementClass.NoTarget,
        < 60 => AchievementClass.Below60,
        < 80 => AchievementClass.From60,
        < 95 => AchievementClass.From80,
        < 105 => AchievementClass.From95,
        _ => AchievementClass.From105,
    };
}
