using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Enrollments;

/// <summary>The case between bank and BPJS: draft → submitted → (returned ⇄ submitted) → accepted, rejected or withdrawn.</summary>
public sealed class Enrollment
{
    public static readonly Refusal NikAlreadyOpen = new("enrollment.nik-already-open");
    public static readonly Refusal ChangedMeanwhile = new("enrollment.changed-meanwhile");
    public static readonly Refusal FieldChangedMeanwhile = new("enrollment.field-changed-meanwhile");
    public static readonly Refusal NotEditable = new("enrollment.not-editable");
    public static readonly Refusal NotInReview = new("enrollment.not-in-review");
    public static readonly Refusal OwnRegistration = new("enrollment.own-registration");

    /// <summary>Of a case that came back: what was not sent back is not changed.</summary>
    public static readonly Refusal FieldIsFixed = new("enrollment.field-is-fixed");

    public static readonly Refusal NotReturnedField = new("enrollment.field-not-returned");
    public static readonly Refusal NothingReturned = new("enrollment.no-field-chosen");

    private readonly List<EnrollmentEvent> _history = [];
    private readonly List<ReturnedField> _returnedFields = [];

    private Enrollment()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>E-2026-000123, given by the database.</summary>
    public string Reference { get; private init; } = "";

    public EnrollmentStatus Status { get; private set; }

    public Guid OfficeId { get; private init; }

    public int BankPosition { get; private init; }

    public Guid BpjsOfficeId { get; private set; }

    public int BpjsPosition { get; private set; }

    public byte[] NikHash { get; private set; } = [];

    public byte[] NikSealed { get; private set; } = [];

    public string FullName { get; private set; } = "";

    public string NameSearch { get; private set; } = "";

    /// <summary>Everything typed, as typed, sealed: a draft may be wrong and incomplete without losing a letter.</summary>
    public byte[] FormSealed { get; private set; } = [];

    public string? ProductCode { get; private set; }

    public Rupiah? LoanAmount { get; private set; }

    public string? ApplicationNumber { get; private set; }

    public string? RegencyCode { get; private set; }

    /// <summary>Sections of the form that are complete, for the task list.</summary>
    public int SectionsDone { get; private set; }

    public Guid RegisteredBy { get; private init; }

    public DateTimeOffset RegisteredAt { get; private init; }

    public Guid LastEditedBy { get; private set; }

    public DateTimeOffset LastEditedAt { get; private set; }

    public Guid? SubmittedBy { get; private set; }

    public DateTimeOffset? SubmittedAt { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public AcceptanceOutcome? Outcome { get; private set; }

    public RejectionReason? RejectionReason { get; private set; }

    public Guid? PersonId { get; private set; }

    public Guid? LoanId { get; private set; }

    public Guid? ParticipationId { get; private set; }

    public uint Version { get; private init; }

    public IReadOnlyList<EnrollmentEvent> History => _history;

    public IReadOnlyList<ReturnedField> ReturnedFields => _returnedFields;

    public bool IsEditable => Status is EnrollmentStatus.Draft or EnrollmentStatus.Returned;

    public static Enrollment Start(Guid id, Guid officeId, int bankPosition, Actor by, DateTimeOffset at)
    {
        var enrollment = new Enrollment
        {
            Id = id,
            OfficeId = officeId,
            BankPosition = bankPosition,
            RegisteredBy = by.UserId,
            RegisteredAt = at,
            LastEditedBy = by.UserId,
            LastEditedAt = at,
        };
        enrollment.Note(EnrollmentEventKind.Started, by, at);
        return enrollment;
    }

    /// <summary>Keeps what was typed. The few columns beside the sealed form serve lists and the one-open-case rule.</summary>
    public Result<Enrollment> Keep(EnrollmentDraft draft, Actor by, DateTimeOffset at)
    {
        if (!IsEditable) return NotEditable;

        NikHash = draft.NikHash;
        NikSealed = draft.NikSealed;
        FullName = draft.FullName;
        NameSearch = People.PersonName.Normalised(draft.FullName);
        BpjsOfficeId = draft.BpjsOfficeId;
        BpjsPosition = draft.BpjsPosition;
        FormSealed = draft.FormSealed;
        ProductCode = draft.ProductCode;
        LoanAmount = draft.LoanAmount;
        ApplicationNumber = draft.ApplicationNumber;
        RegencyCode = draft.RegencyCode;
        SectionsDone = draft.SectionsDone;
        LastEditedBy = by.UserId;
        LastEditedAt = at;
        return this;
    }

    public Result<Enrollment> Submit(Guid personId, Guid loanId, Guid participationId, Actor by, DateTimeOffset at)
    {
        if (!IsEditable) return NotEditable;

        PersonId = personId;
        LoanId = loanId;
        ParticipationId = participationId;
        SubmittedBy = by.UserId;
        SubmittedAt = at;
        Note(Status == EnrollmentStatus.Returned ? EnrollmentEventKind.Resubmitted : EnrollmentEventKind.Submitted, by, at);
        Status = EnrollmentStatus.Submitted;
        _returnedFields.Clear();
        return this;
    }

    /// <summary>Settled without a reviewer: the portal already knows active cover, or participation was declined where that is allowed.</summary>
    public Result<Enrollment> Settle(AcceptanceOutcome outcome, DateTimeOffset at, Actor by, string? detail = null)
    {
        if (Status != EnrollmentStatus.Submitted) return NotInReview;

        Status = EnrollmentStatus.Accepted;
        Outcome = outcome;
        DecidedAt = at;
        Note(outcome == AcceptanceOutcome.Declined ? EnrollmentEventKind.Declined : EnrollmentEventKind.Accepted, by, at, detail ?? outcome.ToString());
        return this;
    }

    /// <summary>Four eyes: whoever registered, edited last or sent a case never decides it.</summary>
    public Result<Enrollment> Accept(AcceptanceOutcome outcome, Actor by, DateTimeOffset at)
    {
        if (CannotDecide(by) is { } refusal) return refusal;

        Status = EnrollmentStatus.Accepted;
        Outcome = outcome;
        Decide(by, at);
        Note(EnrollmentEventKind.Accepted, by, at, outcome.ToString());
        return this;
    }

    /// <param name="formSealed">The form with what was sent kept beside it; null leaves it as it is.</param>
    public Result<Enrollment> ReturnForCorrection(
        IReadOnlyList<ReturnedField> fields, byte[]? messageSealed, Actor by, DateTimeOffset at, byte[]? formSealed = null)
    {
        if (CannotDecide(by) is { } refusal) return refusal;
        if (fields.Count == 0) return NothingReturned;

        Status = EnrollmentStatus.Returned;
        FormSealed = formSealed ?? FormSealed;
        _returnedFields.Clear();
        _returnedFields.AddRange(fields);
        Note(EnrollmentEventKind.Returned, by, at, string.Join(' ', fields.Select(field => $"{field.Field}:{field.Reason}")), messageSealed);
        return this;
    }

    public Result<Enrollment> Reject(RejectionReason reason, byte[]? messageSealed, Actor by, DateTimeOffset at)
    {
        if (CannotDecide(by) is { } refusal) return refusal;

        Status = EnrollmentStatus.Rejected;
        RejectionReason = reason;
        Decide(by, at);
        Note(EnrollmentEventKind.Rejected, by, at, reason.ToString(), messageSealed);
        return this;
    }

    public Result<Enrollment> Withdraw(Actor by, DateTimeOffset at)
    {
        if (Status is not (EnrollmentStatus.Draft or EnrollmentStatus.Submitted or EnrollmentStatus.Returned)) return NotEditable;

        Status = EnrollmentStatus.Withdrawn;
        Note(EnrollmentEventKind.Withdrawn, by, at);
        return this;
    }

    /// <summary>Adds to the timeline what happened around the case: a payment, a new bill, a clearance.</summary>
    public void Note(EnrollmentEventKind kind, Actor by, DateTimeOffset at, string? detail = null, byte[]? messageSealed = null) =>
        _history.Add(EnrollmentEvent.Of(Id, kind, by.UserId, at, detail, messageSealed));

    private Refusal? CannotDecide(Actor by)
    {
        if (Status != EnrollmentStatus.Submitted) return NotInReview;
        return by.UserId == RegisteredBy || by.UserId == LastEditedBy || by.UserId == SubmittedBy ? OwnRegistration : null;
    }

    private void Decide(Actor by, DateTimeOffset at)
    {
        DecidedBy = by.UserId;
        DecidedAt = at;
    }
}

/// <summary>What a draft keeps: the sealed form and the columns lists need.</summary>
public sealed record EnrollmentDraft(
    byte[] NikHash,
    byte[] NikSealed,
    string FullName,
    Guid BpjsOfficeId,
    int BpjsPosition,
    byte[] FormSealed,
    string? ProductCode,
    Rupiah? LoanAmount,
    string? ApplicationNumber,
    string? RegencyCode,
    int SectionsDone);
