using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Rules;

/// <summary>
/// A programme of BPJS Ketenagakerjaan: work accident (JKK), death (JKM), old-age savings (JHT); for wage earners also
/// pension (JP) and loss of work (JKP).
/// </summary>
public enum InsuranceProgram
{
    Jkk,
    Jkm,
    Jht,
    Jp,
    Jkp,
}

/// <summary>Kind of BPU participant; an owner who employs people is an employer (PP 44/2015 art. 5).</summary>
public enum ParticipantCategory
{
    SelfEmployed,
    Employer,
}

/// <summary>Sectors PP 50/2025 tells apart.</summary>
public enum ContributionSector
{
    Other,
    Transport,
}

/// <summary>Whose money pays; state budgets earn no discount (PP 50/2025).</summary>
public enum ContributionPayer
{
    Participant,
    Csr,
    StateBudget,
}

/// <summary>One of the 33 income brackets of BPU participants: base, JKK and JHT a month, in rupiah.</summary>
public sealed class ContributionBracket : DatedRule
{
    public int Number { get; init; }

    /// <summary>Lower bound; an income between two printed brackets belongs to the lower one.</summary>
    public Rupiah IncomeFrom { get; init; }

    public Rupiah Base { get; init; }

    public Rupiah Jkk { get; init; }

    public Rupiah Jht { get; init; }
}

/// <summary>All brackets of a time together, as they are proposed: they take the place of every bracket in force.</summary>
public sealed class BracketTable : DatedRule
{
    public required IReadOnlyList<ContributionBracket> Rows { get; init; }
}

/// <summary>A contribution that is the same for every income, in rupiah a month.</summary>
public sealed class FlatContribution : DatedRule
{
    public InsuranceProgram Program { get; init; }

    public Rupiah Amount { get; init; }
}

/// <summary>A cut of one programme's contribution for contribution months inside its validity, in whole percent.</summary>
public sealed class ContributionDiscount : DatedRule
{
    public InsuranceProgram Program { get; init; }

    public ParticipantCategory Category { get; init; }

    public ContributionSector Sector { get; init; }

    public ContributionPayer Payer { get; init; }

    public int Percent { get; init; }
}

/// <summary>Which programmes a kind of participant must take and which may be added.</summary>
public sealed class ProgramDuty : DatedRule
{
    public ParticipantCategory Category { get; init; }

    public InsuranceProgram Program { get; init; }

    public bool IsMandatory { get; init; }
}

/// <summary>How many months may be paid at once.</summary>
public sealed class PrepaymentTerm : DatedRule
{
    public int Months { get; init; }
}
