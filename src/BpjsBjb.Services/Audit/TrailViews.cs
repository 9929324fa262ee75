namespace BpjsBjb.Services.Audit;

/// <summary>One column before and after; sealed ones say only that they changed.</summary>
public sealed record FieldChange(string Column, string? Before, string? After);

/// <summary>One change of a row.</summary>
/// <param name="ByName">Null for the portal itself or somebody at the database.</param>
public sealed record Change(
    long Id, DateTimeOffset At, string? ByName, string Login, string Table, string Operation, IReadOnlyList<FieldChange> Fields);

/// <summary>One look at somebody's data in full, or an export.</summary>
public sealed record Look(
    long Id, DateTimeOffset At, string ByName, string ByEmail, string Kind, string Purpose, string Page, IReadOnlyList<string> Fields, string? Address);

/// <summary>Everything that was seen or changed of one person.</summary>
public sealed record PersonTrail(string FullName, string MaskedNik, int Cases, IReadOnlyList<Look> Looks, IReadOnlyList<Change> Changes);

/// <summary>A person somebody saw, for the list after a leak.</summary>
public sealed record AffectedPerson(
    string FullName, string MaskedNik, string Reference, IReadOnlyList<string> Fields, int Looks, DateTimeOffset First, DateTimeOffset Last);
