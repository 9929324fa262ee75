using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Rules;

/// <summary>How strongly a loan product binds its debtor to take part.</summary>
public enum Duty
{
    /// <summary>By regulation: no disbursement without active participation.</summary>
    Mandatory,

    /// <summary>By the bank's own policy under the agreement of 2016: treated like mandatory.</summary>
    BankPolicy,

    /// <summary>Taken up in stages: offered, may be declined with a reason.</summary>
    Offered,
}

/// <summary>Duty to take part by loan product and loan amount (rupiah).</summary>
public sealed class ParticipationDuty : DatedRule
{
    public required string ProductCode { get; init; }

    /// <summary>Exclusive: "above Rp100 million" leaves out exactly Rp100,000,000.</summary>
    public Rupiah AmountAbove { get; init; }

    /// <summary>Inclusive; null for no upper end.</summary>
    public Rupiah? AmountUpTo { get; init; }

    public Duty Duty { get; init; }

    public bool Covers(Rupiah amount) => amount > AmountAbove && (AmountUpTo is null || amount <= AmountUpTo.Value);
}

/// <summary>How sure the bank is that somebody is covered, from the weakest.</summary>
public enum EvidenceStrength
{
    /// <summary>The debtor's own word.</summary>
    Statement,

    /// <summary>A receipt the bank has recorded.</summary>
    Document,

    /// <summary>A row in a file of BPJS.</summary>
    PartnerFile,

    /// <summary>BPJS's own answer about this person.</summary>
    PartnerAnswer,
}

/// <summary>The weakest evidence of cover with which a loan product may be paid out.</summary>
public sealed class EvidenceDuty : DatedRule
{
    /// <summary>Null for every product without a row of its own.</summary>
    public string? ProductCode { get; init; }

    public EvidenceStrength Strength { get; init; }
}

/// <summary>The least share of guarantee with which a loan product may be paid out. A row the bank has not confirmed warns and holds nobody.</summary>
public sealed class ProductGuarantee : DatedRule
{
    public required string ProductCode { get; init; }

    /// <summary>Basis points of what is not paid back: 7,000 is 70 percent.</summary>
    public int LeastShare { get; init; }
}

/// <summary>A single number of the law: an age, a count of months or of jobs.</summary>
public sealed class Limit : DatedRule
{
    public LimitKind Kind { get; init; }

    public int Value { get; init; }
}

public enum LimitKind
{
    /// <summary>Years: at registration an applicant must be younger than this.</summary>
    BpuAgeBelow,

    /// <summary>Months of arrears after cover ended in which membership still exists.</summary>
    GraceMonths,

    /// <summary>Jobs one person may register as BPU.</summary>
    BpuJobs,

    /// <summary>Consecutive paid months before the full death benefit is due.</summary>
    JkmWaitingMonths,

    /// <summary>Youngest age, in years, at which a loan applicant may be registered.</summary>
    BpuAgeFrom,

    /// <summary>Days after which the head of an office confirms a user's rights again.</summary>
    RecertificationDays,

    /// <summary>Hours in which a debtor's request for access is answered.</summary>
    AccessHours,

    /// <summary>Hours in which a correction is answered.</summary>
    CorrectionHours,

    /// <summary>Hours in which a restriction begins.</summary>
    RestrictionHours,

    /// <summary>Hours after which processing has stopped when consent is withdrawn.</summary>
    WithdrawalHours,

    /// <summary>Hours in which a request for erasure is answered.</summary>
    ErasureHours,

    /// <summary>Hours in which those affected by a breach and the authority are told.</summary>
    BreachNoticeHours,

    /// <summary>Wrong passwords and codes in a row after which an account is locked.</summary>
    SignInFailures,

    /// <summary>Minutes of the first lock; each further one in a row lasts twice as long.</summary>
    SignInLockMinutes,

    /// <summary>Minutes of the longest lock.</summary>
    SignInLockMinutesMost,

    /// <summary>Days for which an ended session stays on record.</summary>
    EndedSessionDays,

    /// <summary>Minutes for which a link for a forgotten password opens.</summary>
    PasswordLinkMinutes,

    /// <summary>Loans a group must have before any of them is paid out.</summary>
    GroupMembersFewest,

    /// <summary>Loans a group may have at most.</summary>
    GroupMembersMost,

    /// <summary>Days before cover ends from which it stands on the bank's list.</summary>
    CoverEndsSoonDays,

    /// <summary>Days before the last day of arrears from which the portal warns loudest.</summary>
    LastChanceDays,

    /// <summary>Days before cover ends at which the portal bills its renewal.</summary>
    RenewalDays,

    /// <summary>Day of the following month by which an employer pays for a month of its workers.</summary>
    EmployerDueDay,

    /// <summary>Days for which a round of a background job stays on record.</summary>
    JobRunDays,

    /// <summary>Hours in which BPJS decides a case.</summary>
    ReviewHours,

    /// <summary>Minutes for which a taken case is nobody else's to decide.</summary>
    ReviewClaimMinutes,

    /// <summary>Of a hundred acceptances, how many are drawn for a blind second look.</summary>
    SecondLookPercent,

    /// <summary>Days in which two records of one person that were made one can be taken apart again.</summary>
    MergeUndoDays,

    /// <summary>Days before a bill expires at which whoever registered the case is told.</summary>
    BillNoticeDays,

    /// <summary>Hour of the day in Jakarta at which the day's notices are mailed.</summary>
    DigestHour,

    /// <summary>Hours for which a decision of the gate may be paid out on; the database takes no more than a day.</summary>
    GateDecisionHours,

    /// <summary>Days for which a condition of the gate may be waived.</summary>
    WaiverDays,

    /// <summary>Months below which a CSR allocation counts nothing for the BPJS branch's own target.</summary>
    CsrTargetMonths,

    /// <summary>Days before a fund's cover ends from which each of its people has a next payer.</summary>
    CsrNextPayerDays,

    /// <summary>Days for which the file of a list of names is kept for mending.</summary>
    CsrFileDays,

    /// <summary>Days for which a key signs the gate's decisions before the next takes over.</summary>
    SigningKeyDays,

    /// <summary>Hours in which stage I of the report of a work accident reaches BPJS.</summary>
    AccidentReportHours,

    /// <summary>Years after a work accident in which its benefits can be asked for.</summary>
    JkkRightsYears,

    /// <summary>Years after another death in which its benefits can be asked for.</summary>
    JkmRightsYears,

    /// <summary>Days after the bank learned of a death in which it tells the heirs.</summary>
    TellHeirsDays,

    /// <summary>Days before a claim's term ends at which its people are told.</summary>
    ClaimNoticeDays,

    /// <summary>Years of contributions before a death that is not work's brings a scholarship.</summary>
    ScholarshipYears,
}

public enum EnterpriseClass
{
    Micro,
    Small,
    Medium,
    Large,
}

/// <summary>Upper bounds of an enterprise class in rupiah; "at most", so a bound belongs to the lower class.</summary>
public sealed class EnterpriseClassRule : DatedRule
{
    public EnterpriseClass Class { get; init; }

    /// <summary>Business capital without land and buildings.</summary>
    public Rupiah CapitalUpTo { get; init; }

    public Rupiah AnnualSalesUpTo { get; init; }
}

public enum BenefitKind
{
    JkmDeath,
    JkmFuneralOnly,
    JkkMedical,
    JkkDeathBaseMonths,
    JkkDeathFixed,
    Scholarship,

    /// <summary>Total disability after a work accident, in months of the base.</summary>
    JkkDisabilityBaseMonths,
    JkkDisabilityFixed,

    /// <summary>Unable to work for a time, in months of the base at most, before the share falls.</summary>
    JkkUnableBaseMonths,
}

/// <summary>What a family may expect: rupiah, or months of the contribution base; null where there is no ceiling.</summary>
public sealed class BenefitRule : DatedRule
{
    public BenefitKind Kind { get; init; }

    public Rupiah? Amount { get; init; }

    /// <summary>Multiples of the contribution base.</summary>
    public int? BaseMonths { get; init; }

    public InsuranceProgram Program { get; init; }
}
