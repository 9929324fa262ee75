using BpjsBjb.Domain.Privacy;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Audit;

namespace BpjsBjb.Services.Privacy;

/// <summary>What happened, as typed.</summary>
public sealed record OpenBreach
{
    public string? DiscoveredOn { get; init; }

    /// <summary>Hour and minute in Jakarta; midnight where nothing was typed, so that the clock never runs too long.</summary>
    public string? DiscoveredTime { get; init; }

    public string? From { get; init; }

    public string? Through { get; init; }

    public string? Email { get; init; }

    public string? Address { get; init; }

    public string? What { get; init; }

    public string? Measures { get; init; }
}

public sealed record BreachListItem(Guid Id, string Number, BreachStatus Status, DateTimeOffset DiscoveredAt, DateTimeOffset DueAt, bool IsOverdue);

/// <param name="Cases">Cases the evidence touches, in every office.</param>
/// <param name="Fields">Names of fields that were seen; <c>Changed</c> where rows were changed.</param>
/// <param name="Clock">By which row the notice is due.</param>
public sealed record BreachDetails(
    Guid Id, string Number, uint Version, BreachStatus Status, DateTimeOffset DiscoveredAt, DateTimeOffset DueAt, bool IsOverdue,
    DateTimeOffset WindowFrom, DateTimeOffset WindowBefore, string? ReaderEmail, string? Address, string What, string? Measures, string OpenedByName,
    DateTimeOffset? AuthorityToldAt, DateTimeOffset? PeopleToldAt, DateTimeOffset? ClosedAt, long Cases, IReadOnlyList<string> Fields, Citation Clock);

/// <summary>Whom an incident affects; only for readers who may see cases.</summary>
public sealed record BreachPeople(string Number, IReadOnlyList<AffectedPerson> People);
