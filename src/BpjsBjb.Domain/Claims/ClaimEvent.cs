using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;

namespace BpjsBjb.Domain.Claims;

/// <summary>A step of a claim. What is on the list or done follows from these; nothing is overwritten.</summary>
public enum ClaimEventKind
{
    HeirsTold,

    /// <summary>Stage I of the report of a work accident reached BPJS.</summary>
    AccidentReported,
    SentToBpjs,
    ItemReceived,
    ItemNotNeeded,

    /// <summary>What was marked before is open again.</summary>
    ItemMissing,

    /// <summary>After an accident: the debtor may be reminded again while the claim is open.</summary>
    RemindersResumed,
    RemindersStopped,
}

/// <summary>Why a document is not needed.</summary>
public enum ItemReason
{
    NotAskedByBpjs,
    AnotherPaperShowsIt,
    DoesNotExist,
}

/// <summary>One line of what happened to a claim. Rows are only ever added.</summary>
public sealed class ClaimEvent
{
    public static readonly Refusal StepMissing = new("claim.step-missing");
    public static readonly Refusal StepNotForKind = new("claim.step-not-for-kind");
    public static readonly Refusal StepInTheFuture = new("claim.step-in-the-future");
    public static readonly Refusal StepBeforeEvent = new("claim.step-before-event");
    public static readonly Refusal ItemMissing = new("claim.item-missing");
    public static readonly Refusal ItemReasonMissing = new("claim.item-reason-missing");

    private ClaimEvent()
    {
    }

    public Guid Id { get; private init; }

    public Guid ClaimId { get; private init; }

    public Guid ParticipationId { get; private init; }

    public ClaimEventKind Kind { get; private init; }

    /// <summary>The document it is about; null for a step.</summary>
    public ClaimItem? Item { get; private init; }

    /// <summary>The day the step was done or the paper came.</summary>
    public DateOnly On { get; private init; }

    public ItemReason? Reason { get; private init; }

    public Guid By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public static ClaimEvent Of(
        Claim claim, ClaimEventKind kind, ClaimItem? item, DateOnly on, ItemReason? reason, Actor by, DateTimeOffset at) => new()
        {
            Id = Guid.CreateVersion7(at),
            ClaimId = claim.Id,
            ParticipationId = claim.ParticipationId,
            Kind = kind,
            Item = item,
            On = on,
            Reason = reason,
            By = by.UserId,
            At = at,
        };

    /// <summary>Whether this step can be taken on a claim of this kind.</summary>
    public static bool IsFor(ClaimEventKind step, ClaimKind kind) => step switch
    {
        ClaimEventKind.AccidentReported => kind.IsAtWork(),
        ClaimEventKind.RemindersResumed or ClaimEventKind.RemindersStopped => !kind.IsDeath(),
        ClaimEventKind.HeirsTold => kind.IsDeath(),
        _ => true,
    };
}

/// <summary>Somebody entitled who was not named when the debtor registered. Rows are only ever added.</summary>
public sealed class ClaimHeir
{
    private ClaimHeir()
    {
    }

    public Guid Id { get; private init; }

    public Guid ClaimId { get; private init; }

    public Guid ParticipationId { get; private init; }

    public byte[] NameSealed { get; private init; } = [];

    public HeirRelation Relation { get; private init; }

    public byte[]? PhoneSealed { get; private init; }

    public Guid AddedBy { get; private init; }

    public DateTimeOffset AddedAt { get; private init; }

    public static ClaimHeir Of(Guid id, Claim claim, byte[] nameSealed, HeirRelation relation, byte[]? phoneSealed, Actor by, DateTimeOffset at) => new()
    {
        Id = id,
        ClaimId = claim.Id,
        ParticipationId = claim.ParticipationId,
        NameSealed = nameSealed,
        Relation = relation,
        PhoneSealed = phoneSealed,
        AddedBy = by.UserId,
        AddedAt = at,
    };
}
