using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Claims;

/// <summary>What happened to the debtor, and so which programme answers.</summary>
public enum ClaimKind
{
    /// <summary>JKM.</summary>
    DeathNotAtWork,

    /// <summary>JKK, to the family.</summary>
    DeathAtWork,

    /// <summary>JKK, to the participant: nobody has died, and cover goes on.</summary>
    AccidentAtWork,

    /// <summary>JKK, to the participant: a disease that work caused (PAK), from the day of its diagnosis.</summary>
    OccupationalDisease,
}

/// <summary>Who told the bank or BPJS. A word, no name: who it was is not needed for the claim.</summary>
public enum ClaimTeller
{
    Family,
    Workplace,
    Hospital,
    LocalOfficial,
    BankStaff,
    SomebodyElse,
}

/// <summary>
/// A death or an accident of one participant. One claim reaches every loan of theirs. The benefit is the family's; the bank only helps them to ask for it.
/// </summary>
public sealed class Claim
{
    public const int LongestPlace = 120;

    public static readonly Refusal KindMissing = new("claim.kind-missing");
    public static readonly Refusal TellerMissing = new("claim.teller-missing");
    public static readonly Refusal PlaceMissing = new("claim.place-missing");
    public static readonly Refusal PlaceTooLong = new("claim.place-too-long");
    public static readonly Refusal TimeNotATime = new("claim.time-not-a-time");
    public static readonly Refusal InTheFuture = new("claim.in-the-future");
    public static readonly Refusal ToldInTheFuture = new("claim.told-in-the-future");
    public static readonly Refusal ToldBeforeEvent = new("claim.told-before-event");
    public static readonly Refusal BeforeBirth = new("claim.before-birth");
    public static readonly Refusal BeforeParticipation = new("claim.before-participation");
    public static readonly Refusal NotInsured = new("claim.not-insured");
    public static readonly Refusal AlreadyOpen = new("claim.already-open");
    public static readonly Refusal DebtorDeceased = new("claim.debtor-deceased");
    public static readonly Refusal Closed = new("claim.closed");

    private Claim()
    {
    }

    public Guid Id { get; private init; }

    public Guid ParticipationId { get; private init; }

    public Guid PersonId { get; private init; }

    public ClaimKind Kind { get; private init; }

    /// <summary>The day in Jakarta.</summary>
    public DateOnly HappenedOn { get; private init; }

    /// <summary>The hour in Jakarta; null where nobody knows it.</summary>
    public TimeOnly? HappenedTime { get; private init; }

    /// <summary>Where, in words; sealed, because a house may be a person's.</summary>
    public byte[]? PlaceSealed { get; private init; }

    public ClaimTeller ToldBy { get; private init; }

    public DateOnly ToldOn { get; private init; }

    public Guid OpenedBy { get; private init; }

    public DateTimeOffset OpenedAt { get; private init; }

    public static Result<Claim> Open(
        Guid id, (Guid ParticipationId, Guid PersonId) of, ClaimKind kind, DateOnly on, TimeOnly? time, byte[] placeSealed, ClaimTeller toldBy,
        DateOnly toldOn, Actor by, DateTimeOffset at)
    {
        if (MomentOf(on, time) > at) return InTheFuture.On(time is null ? "HappenedOn" : "HappenedTime");
        if (toldOn > JakartaTime.DateIn(at)) return ToldInTheFuture.On("ToldOn");
        if (toldOn < on) return ToldBeforeEvent.On("ToldOn");

        return new Claim
        {
            Id = id,
            ParticipationId = of.ParticipationId,
            PersonId = of.PersonId,
            Kind = kind,
            HappenedOn = on,
            HappenedTime = time,
            PlaceSealed = placeSealed,
            ToldBy = toldBy,
            ToldOn = toldOn,
            OpenedBy = by.UserId,
            OpenedAt = at,
        };
    }

    /// <summary>The instant from which a term runs: the earliest it can have been, where the hour is not known.</summary>
    public static DateTimeOffset MomentOf(DateOnly on, TimeOnly? time) => JakartaTime.StartOf(on) + (time ?? TimeOnly.MinValue).ToTimeSpan();
}

public static class ClaimKinds
{
    public static bool IsDeath(this ClaimKind kind) => kind is ClaimKind.DeathNotAtWork or ClaimKind.DeathAtWork;

    public static bool IsAtWork(this ClaimKind kind) => kind is ClaimKind.DeathAtWork or ClaimKind.AccidentAtWork or ClaimKind.OccupationalDisease;
}
