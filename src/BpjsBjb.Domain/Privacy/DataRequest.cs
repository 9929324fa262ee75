using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Privacy;

/// <summary>What a debtor asks for about their own data (UU 27/2022 arts. 6 to 11).</summary>
public enum DataRequestKind
{
    Access,
    Correction,
    Restriction,
    Erasure,
    Withdrawal,
}

public enum DataRequestStatus
{
    Received,
    Verified,

    /// <summary>Granted, and still to be carried out by the work in the background.</summary>
    Granted,
    Done,
    Refused,
}

public enum RequestChannel
{
    Branch,
    Letter,
    Email,
    Phone,
}

/// <summary>How it was made sure that the asker is the person, or speaks for them.</summary>
public enum IdentityCheck
{
    IdentityCardSeen,
    KnownCustomer,
    CalledBack,
    PowerOfAttorney,
}

public enum RequestRefusal
{
    IdentityDoubtful,
    LegalHold,
    NothingHeld,
    DataAreRight,
    NotBasedOnConsent,
    HarmsOthers,
}

/// <summary>
/// A debtor's request as a case of its own: received → verified → granted, done or refused, against a clock. Whoever wrote it down never decides it.
/// </summary>
public sealed class DataRequest
{
    public static readonly Refusal KindMissing = new("data-request.kind-missing");
    public static readonly Refusal ChannelMissing = new("data-request.channel-missing");
    public static readonly Refusal ReceivedMissing = new("data-request.received-missing");
    public static readonly Refusal ReceivedInFuture = new("data-request.received-in-future");
    public static readonly Refusal ReceivedTooEarly = new("data-request.received-too-early");
    public static readonly Refusal TextTooLong = new("data-request.text-too-long");
    public static readonly Refusal WantedMissing = new("data-request.wanted-missing");
    public static readonly Refusal AlreadyOpen = new("data-request.already-open");
    public static readonly Refusal CheckMissing = new("data-request.check-missing");
    public static readonly Refusal NotReceived = new("data-request.not-received");
    public static readonly Refusal NotVerified = new("data-request.not-verified");
    public static readonly Refusal OwnRecord = new("data-request.own-record");
    public static readonly Refusal DecisionMissing = new("data-request.decision-missing");
    public static readonly Refusal ReasonMissing = new("data-request.reason-missing");
    public static readonly Refusal AnswerMissing = new("data-request.answer-missing");
    public static readonly Refusal LegalHold = new("data-request.legal-hold");
    public static readonly Refusal NothingToLift = new("data-request.nothing-to-lift");
    public static readonly Refusal ChangedMeanwhile = new("data-request.changed-meanwhile");
    public static readonly Refusal ProcessingRestricted = new("person.processing-restricted");

    private DataRequest()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>P-2026-000123, given by the database.</summary>
    public string Number { get; private init; } = "";

    public DataRequestKind Kind { get; private init; }

    /// <summary>The case the asker was recognised by.</summary>
    public Guid EnrollmentId { get; private init; }

    /// <summary>The person, in every office: a restriction binds all of them.</summary>
    public byte[] NikHash { get; private init; } = [];

    public int BankPosition { get; private init; }

    public int BpjsPosition { get; private init; }

    public RequestChannel Channel { get; private init; }

    public DateTimeOffset ReceivedAt { get; private init; }

    /// <summary>Until when it must be answered.</summary>
    public DateTimeOffset DueAt { get; private init; }

    public DataRequestStatus Status { get; private set; }

    /// <summary>What is asked for, in the asker's words, sealed.</summary>
    public byte[]? WantedSealed { get; private init; }

    public Guid RecordedBy { get; private init; }

    public IdentityCheck? VerifiedHow { get; private set; }

    public Guid? VerifiedBy { get; private set; }

    public DateTimeOffset? VerifiedAt { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public RequestRefusal? RefusedWhy { get; private set; }

    /// <summary>What the asker is told, sealed.</summary>
    public byte[]? AnswerSealed { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>End of a restriction.</summary>
    public Guid? LiftedBy { get; private set; }

    public DateTimeOffset? LiftedAt { get; private set; }

    public uint Version { get; private init; }

    public bool IsOpen => Status is DataRequestStatus.Received or DataRequestStatus.Verified;

    /// <summary>True while nobody may go on processing the person's cases and loans.</summary>
    public bool IsRestricting =>
        Kind is DataRequestKind.Restriction or DataRequestKind.Withdrawal && Status == DataRequestStatus.Done && LiftedAt is null;

    /// <summary>The row of the law with the hours an answer may take.</summary>
    public static LimitKind ClockOf(DataRequestKind kind) => kind switch
    {
        DataRequestKind.Access => LimitKind.AccessHours,
        DataRequestKind.Correction => LimitKind.CorrectionHours,
        DataRequestKind.Restriction => LimitKind.RestrictionHours,
        DataRequestKind.Erasure => LimitKind.ErasureHours,
        _ => LimitKind.WithdrawalHours,
    };

    public static DataRequest Receive(
        Guid id, DataRequestKind kind, RequestedCase about, RequestChannel channel, DateTimeOffset receivedAt, int hours, byte[]? wantedSealed, Actor by) => new()
        {
            Id = id,
            Kind = kind,
            EnrollmentId = about.EnrollmentId,
            NikHash = about.NikHash,
            BankPosition = about.BankPosition,
            BpjsPosition = about.BpjsPosition,
            Channel = channel,
            ReceivedAt = receivedAt,
            DueAt = receivedAt.AddHours(hours),
            WantedSealed = wantedSealed,
            RecordedBy = by.UserId,
        };

    public Result<DataRequest> Verify(IdentityCheck how, Actor by, DateTimeOffset at)
    {
        if (Status != DataRequestStatus.Received) return NotReceived;

        (Status, VerifiedHow, VerifiedBy, VerifiedAt) = (DataRequestStatus.Verified, how, by.UserId, at);
        return this;
    }

    /// <summary>Yes: at once, or for an erasure as soon as the background has done it.</summary>
    public Result<DataRequest> Grant(byte[]? answerSealed, Actor by, DateTimeOffset at)
    {
        if (Status != DataRequestStatus.Verified) return NotVerified;
        if (by.UserId == RecordedBy) return OwnRecord;

        Decide(answerSealed, by, at);
        Status = Kind == DataRequestKind.Erasure ? DataRequestStatus.Granted : DataRequestStatus.Done;
        DoneAt = Kind == DataRequestKind.Erasure ? null : at;
        return this;
    }

    /// <summary>No, with a coded reason and an answer. Somebody who cannot be recognised is refused without verification.</summary>
    public Result<DataRequest> Refuse(RequestRefusal why, byte[]? answerSealed, Actor by, DateTimeOffset at)
    {
        if (!IsOpen || (Status == DataRequestStatus.Received && why != RequestRefusal.IdentityDoubtful)) return NotVerified;
        if (by.UserId == RecordedBy) return OwnRecord;
        if (answerSealed is null) return AnswerMissing;

        Decide(answerSealed, by, at);
        (Status, RefusedWhy, DoneAt) = (DataRequestStatus.Refused, why, at);
        return this;
    }

    public Result<DataRequest> Lift(Actor by, DateTimeOffset at)
    {
        if (!IsRestricting) return NothingToLift;

        (LiftedBy, LiftedAt) = (by.UserId, at);
        return this;
    }

    private void Decide(byte[]? answerSealed, Actor by, DateTimeOffset at) => (DecidedBy, DecidedAt, AnswerSealed) = (by.UserId, at, answerSealed);
}

/// <summary>The case a request is about, with its place.</summary>
public sealed record RequestedCase(Guid EnrollmentId, byte[] NikHash, int BankPosition, int BpjsPosition);
