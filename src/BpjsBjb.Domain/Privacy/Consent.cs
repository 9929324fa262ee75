using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Privacy;

/// <summary>How the debtor was told and answered (UU 27/2022 art. 22: in writing or recorded).</summary>
public enum ConsentManner
{
    ReadAloud,
    SignedForm,
}

/// <summary>
/// That a debtor was given a notice and acknowledged it, before the case was sent: which version, on which basis it goes on, how, by whom,
/// when. Only where the basis is consent can it be withdrawn; elsewhere there is nothing to withdraw (UU 27/2022 arts. 9, 20(2), 24).
/// </summary>
public sealed class Consent
{
    public static readonly Refusal Missing = new("consent.missing");
    public static readonly Refusal NoticeOutdated = new("consent.notice-outdated");
    public static readonly Refusal NotTheBasis = new("consent.not-the-basis");
    public static readonly Refusal AlreadyWithdrawn = new("consent.already-withdrawn");

    private Consent()
    {
    }

    public Guid Id { get; private init; }

    public Guid EnrollmentId { get; private init; }

    public string NoticeVersion { get; private init; } = "";

    public LegalBasis Basis { get; private init; }

    public ConsentManner Manner { get; private init; }

    public Guid RecordedBy { get; private init; }

    public DateTimeOffset RecordedAt { get; private init; }

    public Guid? WithdrawnBy { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>What a case rests on: the regulation that binds the debtor, the loan agreement, or the debtor's own choice.</summary>
    public static LegalBasis BasisOf(Duty duty) => duty switch
    {
        Duty.Mandatory => LegalBasis.LegalDuty,
        Duty.BankPolicy => LegalBasis.Contract,
        _ => LegalBasis.Consent,
    };

    public static Consent Record(Guid enrollmentId, string noticeVersion, LegalBasis basis, ConsentManner manner, Actor by, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        EnrollmentId = enrollmentId,
        NoticeVersion = noticeVersion,
        Basis = basis,
        Manner = manner,
        RecordedBy = by.UserId,
        RecordedAt = at,
    };

    /// <summary>The debtor takes it back. What was done until then stays lawful.</summary>
    /// <param name="by">Who writes it down.</param>
    /// <param name="at">When.</param>
    public Result<Consent> Withdraw(Actor by, DateTimeOffset at)
    {
        if (Basis != LegalBasis.Consent) return NotTheBasis;
        if (WithdrawnAt is not null) return AlreadyWithdrawn;

        (WithdrawnBy, WithdrawnAt) = (by.UserId, at);
        return this;
    }
}
