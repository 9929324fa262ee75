using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Csr;

/// <summary>What shows that somebody works and cannot pay.</summary>
public enum CandidateEvidence
{
    /// <summary>A letter of the village or kelurahan.</summary>
    VillageLetter,

    /// <summary>Fisher's card of the ministry of fisheries.</summary>
    Kusuka,

    /// <summary>Register of farmers' groups of the ministry of agriculture.</summary>
    Simluh,

    /// <summary>The national register of poor households.</summary>
    PovertyRegister,

    /// <summary>A letter of the organisation (wadah) somebody belongs to.</summary>
    OrganisationLetter,
}

/// <summary>What a vulnerable worker does; an administrator keeps the list.</summary>
/// <param name="Sector">Which discount its contribution earns (PP 50/2025).</param>
public sealed record CsrOccupation(string Code, string Name, string NameEn, ContributionSector Sector, bool IsRetired);

/// <summary>What the portal knows of a number on a list, for the months of a fund.</summary>
/// <param name="IsInFund">Stands on an earlier list of the same fund.</param>
/// <param name="LoanMonths">Months paid with a loan or by the person.</param>
/// <param name="EmployerMonths">Months paid by an employer: who earns a wage is no vulnerable worker.</param>
/// <param name="FundMonths">Months bound by this or another fund.</param>
public sealed record KnownCandidate(bool IsInFund, bool IsDead, int LoanMonths, int EmployerMonths, int FundMonths)
{
    public static readonly KnownCandidate Nothing = new(false, false, 0, 0, 0);
}

/// <summary>Whether somebody on a list may be paid for. What refuses comes back as a refusal, what only reduces as a warning.</summary>
public static class Candidate
{
    public const int LongestEvidence = 60;
    public const int LongestNominator = 100;

    public static readonly Refusal Twice = new("csr.candidate-twice");
    public static readonly Refusal InFund = new("csr.candidate-in-fund");
    public static readonly Refusal Dead = new("csr.candidate-dead");
    public static readonly Refusal TooOld = new("csr.candidate-too-old");
    public static readonly Refusal TooYoung = new("csr.candidate-too-young");
    public static readonly Refusal EarnsAWage = new("csr.candidate-earns-a-wage");
    public static readonly Refusal AllMonthsPaid = new("csr.candidate-all-months-paid");
    public static readonly Refusal SomeMonthsPaid = new("csr.candidate-some-months-paid");
    public static readonly Refusal RegionUnknown = new("csr.region-unknown");
    public static readonly Refusal RegionNotOfFund = new("csr.region-not-of-fund");
    public static readonly Refusal AgeUnsure = new("csr.candidate-age-unsure");

    /// <param name="first">First month of the fund: the age is that of entry (Perdir 22/PERDIR.02/072022, BPU 9e).</param>
    /// <param name="months">Months of the fund.</param>
    public static IEnumerable<Refusal> Check(Nik nik, KnownCandidate known, Month first, int months, RuleBook rules)
    {
        if (known.IsDead)
        {
            yield return Dead;
            yield break;
        }

        if (known.IsInFund) yield return InFund;
        if (known.EmployerMonths > 0) yield return EarnsAWage.With(known.EmployerMonths);

        var (age, from, below) = (nik.AgeOn(first.FirstDay), rules.FindLimit(LimitKind.BpuAgeFrom, first.FirstDay), rules.FindLimit(LimitKind.BpuAgeBelow, first.FirstDay));
        if (!nik.IsSureOfCentury(first.FirstDay)) yield return AgeUnsure.AsWarning();
        else if (from is not null && age < from.Value) yield return TooYoung.With(age, from.Value);
        if (below is not null && age >= below.Value) yield return TooOld.With(age, below.Value);

        var paid = Math.Min(months, known.LoanMonths + known.FundMonths);
        if (paid >= months && !known.IsInFund) yield return AllMonthsPaid.With(paid).AsWarning();
        else if (paid > 0 && !known.IsInFund) yield return SomeMonthsPaid.With(paid, months).AsWarning();
    }
}
