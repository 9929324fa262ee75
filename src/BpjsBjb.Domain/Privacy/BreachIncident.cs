using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Privacy;

public enum BreachStatus
{
    Open,

    /// <summary>The authority and those affected have both been told.</summary>
    Notified,
    Closed,
}

/// <summary>
/// Personal data in wrong hands: when it was discovered, which looks and changes it concerns, and who was told when. Those affected and the
/// authority are told in writing within 3×24 hours (UU 27/2022 art. 46).
/// </summary>
public sealed class BreachIncident
{
    public static readonly Refusal DiscoveredMissing = new("breach.discovered-missing");
    public static readonly Refusal DiscoveredInFuture = new("breach.discovered-in-future");
    public static readonly Refusal TimeUnreadable = new("breach.time-unreadable");
    public static readonly Refusal WindowMissing = new("breach.window-missing");
    public static readonly Refusal WindowBackwards = new("breach.window-backwards");
    public static readonly Refusal WhatMissing = new("breach.what-missing");
    public static readonly Refusal TextTooLong = new("breach.text-too-long");
    public static readonly Refusal AlreadyTold = new("breach.already-told");
    public static readonly Refusal NotAllTold = new("breach.not-all-told");
    public static readonly Refusal ChangedMeanwhile = new("breach.changed-meanwhile");

    private BreachIncident()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>I-2026-000123, given by the database.</summary>
    public string Number { get; private init; } = "";

    public BreachStatus Status { get; private set; }

    public DateTimeOffset DiscoveredAt { get; private init; }

    public DateTimeOffset DueAt { get; private init; }

    /// <summary>Looks and changes from this moment …</summary>
    public DateTimeOffset WindowFrom { get; private init; }

    /// <summary>… up to, not including, this one count.</summary>
    public DateTimeOffset WindowBefore { get; private init; }

    /// <summary>Only those of this account; null for everybody's.</summary>
    public Guid? ReaderId { get; private init; }

    /// <summary>Only looks from this network address; null for all.</summary>
    public string? Address { get; private init; }

    /// <summary>How it happened, sealed.</summary>
    public byte[] WhatSealed { get; private init; } = [];

    /// <summary>What is done about it, sealed.</summary>
    public byte[]? MeasuresSealed { get; private set; }

    public Guid OpenedBy { get; private init; }

    public DateTimeOffset OpenedAt { get; private init; }

    public Guid? AuthorityToldBy { get; private set; }

    public DateTimeOffset? AuthorityToldAt { get; private set; }

    public Guid? PeopleToldBy { get; private set; }

    public DateTimeOffset? PeopleToldAt { get; private set; }

    public Guid? ClosedBy { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public uint Version { get; private init; }

    public static BreachIncident Open(
        Guid id, DateTimeOffset discoveredAt, int hours, DateTimeOffset windowFrom, DateTimeOffset windowBefore, Guid? readerId, string? address,
        byte[] whatSealed, byte[]? measuresSealed, Actor by, DateTimeOffset at) => new()
        {
            Id = id,
            DiscoveredAt = discoveredAt,
            DueAt = discoveredAt.AddHours(hours),
            WindowFrom = windowFrom,
            WindowBefore = windowBefore,
            ReaderId = readerId,
            Address = address,
            WhatSealed = whatSealed,
            MeasuresSealed = measuresSealed,
            OpenedBy = by.UserId,
            OpenedAt = at,
        };

    public Result<BreachIncident> TellAuthority(Actor by, DateTimeOffset at)
    {
        if (AuthorityToldAt is not null) return AlreadyTold;

        (AuthorityToldBy, AuthorityToldAt) = (by.UserId, at);
        return Told();
    }

    public Result<BreachIncident> TellPeople(Actor by, DateTimeOffset at)
    {
        if (PeopleToldAt is not null) return AlreadyTold;

        (PeopleToldBy, PeopleToldAt) = (by.UserId, at);
        return Told();
    }

    public Result<BreachIncident> Close(Actor by, DateTimeOffset at)
    {
        if (Status != BreachStatus.Notified) return NotAllTold;

        (Status, ClosedBy, ClosedAt) = (BreachStatus.Closed, by.UserId, at);
        return this;
    }

    private BreachIncident Told()
    {
        if (AuthorityToldAt is not null && PeopleToldAt is not null) Status = BreachStatus.Notified;
        return this;
    }
}
