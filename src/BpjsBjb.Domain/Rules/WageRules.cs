using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Rules;

/// <summary>Who bears a contribution on a wage.</summary>
public enum WagePayer
{
    Employer,
    Worker,
}

/// <summary>A programme's contribution on a wage: a share of its basis, by payer and, for JKK, by the risk group of the business.</summary>
public sealed class WageRate : DatedRule
{
    public InsuranceProgram Program { get; init; }

    public WagePayer Payer { get; init; }

    /// <summary>1–5 for JKK; null where every business pays the same.</summary>
    public int? RiskGroup { get; init; }

    /// <summary>In hundredths of a percent: 24 is 0.24 %.</summary>
    public int Hundredths { get; init; }

    /// <summary>The contribution in sen (hundredths of a rupiah), half a sen rounded up; see decision 0027.</summary>
    public long SenOf(Rupiah basis) => checked((basis.Amount * Hundredths) + 50) / 100;
}

/// <summary>Most of a wage that counts for JP, rupiah a month (PP 45/2015 art. 29).</summary>
public sealed class JpWageCeiling : DatedRule
{
    public Rupiah Ceiling { get; init; }

    /// <summary>Day from which the next ceiling is due; later months are priced by this one until it is known.</summary>
    public DateOnly RenewedOn { get; init; }
}

/// <summary>Which programmes an employer of a class must take for its workers and which may be added (Perpres 109/2013 art. 6(3)).</summary>
public sealed class WageProgramDuty : DatedRule
{
    public EnterpriseClass Class { get; init; }

    public InsuranceProgram Program { get; init; }

    public bool IsMandatory { get; init; }
}

/// <summary>What pays for JKP. Nothing is billed: a share comes from the state, the rest out of contributions billed anyway.</summary>
public enum JkpSource
{
    Government,
    Jkk,
    Jkm,
}

/// <summary>One source of JKP and its share of the wage.</summary>
public sealed class JkpShare : DatedRule
{
    public JkpSource Source { get; init; }

    /// <summary>In hundredths of a percent: 14 is 0.14 %.</summary>
    public int Hundredths { get; init; }
}
