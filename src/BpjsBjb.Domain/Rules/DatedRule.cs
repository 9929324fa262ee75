namespace BpjsBjb.Domain.Rules;

/// <summary>One row of the law: what holds from a date to a date, by which article, and whether that was confirmed.</summary>
public abstract class DatedRule
{
    public int Id { get; init; }

    public DateOnly ValidFrom { get; init; }

    /// <summary>Last day it holds; null while no end is known.</summary>
    public DateOnly? ValidTo { get; init; }

    public required string Regulation { get; init; }

    public required string Article { get; init; }

    /// <summary>False while only memory or a reading of our own supports the row, no source that was read: screens say so.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>When the portal learned of the row as it is written here.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>When the portal learned better, for a wording that no longer stands; null for the law as it is known now.</summary>
    public DateTimeOffset? SupersededAt { get; init; }

    public Citation Citation => new(Regulation, Article, IsConfirmed, ValidFrom, ValidTo);

    public bool AppliesOn(DateOnly date) => ValidFrom <= date && (ValidTo is null || date <= ValidTo);

    public bool WasKnownAt(DateTimeOffset instant) => RecordedAt <= instant && (SupersededAt is null || instant < SupersededAt);
}

/// <summary>Where a number comes from, short enough to stand beside it.</summary>
public sealed record Citation(string Regulation, string Article, bool IsConfirmed, DateOnly ValidFrom, DateOnly? ValidTo);
