using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Loans;

public enum LoanStatus
{
    Applied,
    Cleared,
    Disbursed,
    Cancelled,
}

public enum InsuredRole
{
    Debtor,
}

/// <summary>Why a debtor whose product only offers participation did not take it up.</summary>
public enum DeclineReason
{
    WaitsForNextStage,
    CoveredElsewhere,
    CannotAfford,
    Unwilling,
}

/// <summary>A credit facility. It exists only together with the participation it requires; the database sees to it at commit.</summary>
public sealed class Loan
{
    public static readonly Refusal NotApplied = new("loan.not-applied");
    public static readonly Refusal NotCleared = new("loan.not-cleared");
    public static readonly Refusal OwnRegistration = new("loan.own-registration");
    public static readonly Refusal ChangedMeanwhile = new("loan.changed-meanwhile");
    public static readonly Refusal ApplicationNumberUsed = new("loan.application-number-used");

    private readonly List<LoanInsured> _insured = [];

    private Loan()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The bank's own application number, unique in the bank.</summary>
    public string ApplicationNumber { get; private set; } = "";

    public string ProductCode { get; private set; } = "";

    public Rupiah LoanAmount { get; private set; }

    public int TermMonths { get; private set; }

    public string Purpose { get; private set; } = "";

    public Guid OfficeId { get; private init; }

    public int BankPosition { get; private init; }

    public int BpjsPosition { get; private set; }

    /// <summary>Null where the debtor is an employer.</summary>
    public Guid? BusinessId { get; private set; }

    /// <summary>The business or cooperative that borrows; null where a person does.</summary>
    public Guid? EmployerId { get; private init; }

    /// <summary>The group its debtor borrows in; null for products without groups.</summary>
    public Guid? GroupId { get; private set; }

    public string RegencyCode { get; private set; } = "";

    public LoanStatus Status { get; private set; }

    /// <summary>The row of the law that says how strongly this loan binds its debtor; checked again by the database.</summary>
    public int DutyRuleId { get; private set; }

    public Duty Duty { get; private set; }

    public DateOnly AppliedOn { get; private set; }

    public Guid RegisteredBy { get; private init; }

    public Guid? ClearedBy { get; private set; }

    public DateTimeOffset? ClearedAt { get; private set; }

    public uint Version { get; private init; }

    public IReadOnlyList<LoanInsured> Insured => _insured;

    public static Loan Apply(Guid officeId, int bankPosition, Actor by, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        OfficeId = officeId,
        BankPosition = bankPosition,
        RegisteredBy = by.UserId,
    };

    public void State(
        string applicationNumber, string productCode, Rupiah loanAmount, int termMonths, string purpose, Guid businessId,
        string regencyCode, int bpjsPosition, ParticipationDuty duty, DateOnly appliedOn)
    {
        ApplicationNumber = applicationNumber;
        ProductCode = productCode;
        LoanAmount = loanAmount;
        TermMonths = termMonths;
        Purpose = purpose;
        BusinessId = businessId;
        RegencyCode = regencyCode;
        BpjsPosition = bpjsPosition;
        DutyRuleId = duty.Id;
        Duty = duty.Duty;
        AppliedOn = appliedOn;
    }

    /// <summary>An employer's loan. The people it requires covered are the employer's workers and, of a cooperative, the members on the list.</summary>
    public static Loan Apply(Employer employer, LoanTerms terms, ParticipationDuty duty, DateOnly appliedOn, Actor by, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        EmployerId = employer.Id,
        OfficeId = employer.OfficeId,
        BankPosition = employer.BankPosition,
        BpjsPosition = employer.BpjsPosition,
        RegencyCode = employer.RegencyCode,
        ApplicationNumber = terms.ApplicationNumber,
        ProductCode = terms.ProductCode,
        LoanAmount = terms.LoanAmount,
        TermMonths = terms.TermMonths,
        Purpose = terms.Purpose,
        DutyRuleId = duty.Id,
        Duty = duty.Duty,
        AppliedOn = appliedOn,
        RegisteredBy = by.UserId,
    };

    /// <summary>Null for products without groups. How many a group takes, and of which office, is the database's to say.</summary>
    public void Join(Guid? groupId) => GroupId = groupId;

    /// <summary>Links the person who must be covered to the participation that covers them.</summary>
    public void Insure(Guid personId, Guid participationId, DeclineReason? declined)
    {
        _insured.RemoveAll(insured => insured.PersonId != personId);
        if (_insured.Count == 0) _insured.Add(LoanInsured.Of(Id, personId, InsuredRole.Debtor, participationId, declined));
        else _insured[0].Restate(participationId, declined);
    }

    /// <summary>Declares the loan fit for disbursement. The gate itself is the database's to judge.</summary>
    public Result<Loan> Clear(Actor by, DateTimeOffset at)
    {
        if (Status != LoanStatus.Applied) return NotApplied;
        if (by.UserId == RegisteredBy) return OwnRegistration;

        Status = LoanStatus.Cleared;
        ClearedBy = by.UserId;
        ClearedAt = at;
        return this;
    }

    /// <summary>Ends a loan whose case was withdrawn or rejected, so that its application number can be used again.</summary>
    public Result<Loan> Cancel()
    {
        if (Status is not (LoanStatus.Applied or LoanStatus.Cleared)) return NotApplied;

        Status = LoanStatus.Cancelled;
        return this;
    }

    public Result<Disbursement> Disburse(Rupiah amount, DateOnly valueDate, string reference, Actor by, DateTimeOffset at)
    {
        if (Status is not (LoanStatus.Cleared or LoanStatus.Disbursed)) return NotCleared;

        List<Refusal> refusals = [];
        if (amount <= Rupiah.Zero) refusals.Add(Disbursement.AmountMissing.On("Amount"));
        if (amount > LoanAmount) refusals.Add(Disbursement.AboveLoanAmount.With(LoanAmount).On("Amount"));
        if (valueDate < AppliedOn) refusals.Add(Disbursement.BeforeApplication.With(AppliedOn).On("ValueDate"));
        if (valueDate > JakartaTime.DateIn(at)) refusals.Add(Disbursement.InTheFuture.On("ValueDate"));
        if (refusals.Count > 0) return refusals;

        Status = LoanStatus.Disbursed;
        return Disbursement.Of(Id, amount, valueDate, reference, by, at);
    }
}

/// <summary>What a loan is about, parsed.</summary>
public sealed record LoanTerms(string ApplicationNumber, string ProductCode, Rupiah LoanAmount, int TermMonths, string Purpose);

/// <summary>A person whom a loan requires to be covered, and the participation that does it.</summary>
public sealed class LoanInsured
{
    private LoanInsured()
    {
    }

    public Guid LoanId { get; private init; }

    public Guid PersonId { get; private init; }

    public InsuredRole Role { get; private init; }

    public Guid ParticipationId { get; private set; }

    /// <summary>Set only where the duty row merely offers participation; the database refuses it elsewhere.</summary>
    public DeclineReason? DeclineReason { get; private set; }

    internal void Restate(Guid participationId, DeclineReason? declined)
    {
        ParticipationId = participationId;
        DeclineReason = declined;
    }

    internal static LoanInsured Of(Guid loanId, Guid personId, InsuredRole role, Guid participationId, DeclineReason? declined) => new()
    {
        LoanId = loanId,
        PersonId = personId,
        Role = role,
        ParticipationId = participationId,
        DeclineReason = declined,
    };
}

/// <summary>Money paid out. The database refuses the row unless the gate is open on the value date.</summary>
public sealed class Disbursement
{
    public static readonly Refusal AmountMissing = new("disbursement.amount-missing");
    public static readonly Refusal AboveLoanAmount = new("disbursement.above-loan-amount");
    public static readonly Refusal BeforeApplication = new("disbursement.before-application");
    public static readonly Refusal InTheFuture = new("disbursement.in-the-future");
    public static readonly Refusal GateClosed = new("disbursement.gate-closed");
    public static readonly Refusal ReferenceMissing = new("disbursement.reference-missing");
    public static readonly Refusal ReferenceTooLong = new("disbursement.reference-too-long");
    public static readonly Refusal ReferenceUsed = new("disbursement.reference-used");

    private Disbursement()
    {
    }

    public Guid Id { get; private init; }

    public Guid LoanId { get; private init; }

    public Rupiah Amount { get; private init; }

    public DateOnly ValueDate { get; private init; }

    public string Reference { get; private init; } = "";

    public Guid RecordedBy { get; private init; }

    public DateTimeOffset RecordedAt { get; private init; }

    internal static Disbursement Of(Guid loanId, Rupiah amount, DateOnly valueDate, string reference, Actor by, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        LoanId = loanId,
        Amount = amount,
        ValueDate = valueDate,
        Reference = reference,
        RecordedBy = by.UserId,
        RecordedAt = at,
    };
}
