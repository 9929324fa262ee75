using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Rules;

/// <summary>A rule as typed; each kind reads its own fields and leaves the others.</summary>
public sealed record ProposeRule
{
    public string? ValidFrom { get; init; }

    public string? ValidTo { get; init; }

    public string? Regulation { get; init; }

    public string? Article { get; init; }

    public string? IsConfirmed { get; init; }

    /// <summary>Number and date of the letter that confirms it.</summary>
    public string? Letter { get; init; }

    public string? Reason { get; init; }

    /// <summary>What is done with months already paid that become cheaper; only for kinds with a price.</summary>
    public string? Credit { get; init; }

    public string? Program { get; init; }

    public string? Category { get; init; }

    public string? Sector { get; init; }

    public string? Payer { get; init; }

    /// <summary>Whole percent.</summary>
    public string? Percent { get; init; }

    /// <summary>Rupiah a month.</summary>
    public string? Amount { get; init; }

    public string? ProductCode { get; init; }

    /// <summary>Rupiah, exclusive.</summary>
    public string? AmountAbove { get; init; }

    /// <summary>Rupiah, inclusive; empty for no upper end.</summary>
    public string? AmountUpTo { get; init; }

    public string? Duty { get; init; }

    public string? Limit { get; init; }

    /// <summary>Years, months, days, hours or a count, by the limit.</summary>
    public string? Value { get; init; }

    /// <summary>Rupiah a month.</summary>
    public string? Ceiling { get; init; }

    public string? RenewedOn { get; init; }

    /// <summary>Number of the bracket.</summary>
    public string? Number { get; init; }

    /// <summary>Every bracket of the table, a line each; null where one bracket alone is proposed.</summary>
    public string? Table { get; init; }

    /// <summary>Rupiah a month, the lower bound.</summary>
    public string? IncomeFrom { get; init; }

    /// <summary>Rupiah a month.</summary>
    public string? Base { get; init; }

    public string? Jkk { get; init; }

    public string? Jht { get; init; }

    public string? IsMandatory { get; init; }

    /// <summary>Count of months that may be paid at once.</summary>
    public string? Months { get; init; }

    public string? Class { get; init; }

    /// <summary>Rupiah, inclusive.</summary>
    public string? CapitalUpTo { get; init; }

    /// <summary>Rupiah a year, inclusive.</summary>
    public string? AnnualSalesUpTo { get; init; }

    public string? Benefit { get; init; }

    /// <summary>Rupiah once; empty where it is a multiple of the base or has no ceiling.</summary>
    public string? BenefitAmount { get; init; }

    /// <summary>Multiples of the base.</summary>
    public string? BaseMonths { get; init; }

    public string? WagePayer { get; init; }

    /// <summary>1–5 for JKK; empty where every business pays the same.</summary>
    public string? RiskGroup { get; init; }

    /// <summary>Percent of the wage with two decimals, such as 0,24.</summary>
    public string? Share { get; init; }

    public string? Source { get; init; }

    /// <summary>How strong the evidence of cover must be.</summary>
    public string? Strength { get; init; }
}

public sealed record ProposalListItem(
    Guid Id, string Number, DatedRule Rule, ProposalStatus Status, string ProposedByName, DateTimeOffset ProposedAt, TrialStatus? Trial);

/// <param name="Rule">The row as it would stand.</param>
/// <param name="InForce">The rows it supersedes in whole or in part: as they stand now, or stood when it was approved.</param>
/// <param name="Told">Roles that are told once it is law.</param>
/// <param name="Readers">Everybody it is news to since it is law.</param>
/// <param name="IsOwn">Whether the reader proposed it, and so cannot decide it.</param>
/// <param name="Credit">What is done with months already paid that become cheaper; null where nothing is priced, or nobody was asked yet.</param>
public sealed record ProposalDetails(
    Guid Id, string Number, ProposalKind Kind, DatedRule Rule, IReadOnlyList<DatedRule> InForce, string? Letter, string Reason, ProposalStatus Status,
    string ProposedByName, DateTimeOffset ProposedAt, string? DecidedByName, DateTimeOffset? DecidedAt, bool IsOwn, TrialReport? Trial, IReadOnlyList<Role> Told,
    IReadOnlyList<RuleReader> Readers, CreditHandling? Credit);

/// <summary>The newest run of a proposal, or the one it was approved by.</summary>
/// <param name="Month">First day of the month that was priced.</param>
public sealed record TrialReport(
    Guid Id, TrialStatus Status, DateTimeOffset AskedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, TrialFailure? Failure, DateOnly? Month,
    int Debtors, int DebtorsDone, bool IsOutdated, IReadOnlyList<TrialSum> Offices, IReadOnlyList<TrialSum> Regions)
{
    public bool IsOpen => Status is TrialStatus.Waiting or TrialStatus.Running;

    public TrialSum Total => TrialSum.Of("", Offices);
}

/// <summary>What a proposal does to the debtors of an office or a region and to the wage earners of its employers; amounts in rupiah of one month.</summary>
/// <param name="Workers">Wage earners of employers with a facility, once at each.</param>
/// <param name="EmployersChanged">Employers whose duty by product or whose programmes by class the proposal changes.</param>
/// <param name="NewlyHeld">Loans not paid out yet whose evidence or guarantee is enough now and would not be under the proposal.</param>
/// <param name="Refund">What months paid ahead cost less; <paramref name="Shortfall"/>, what they cost more.</param>
public sealed record TrialSum(
    string Name, long Debtors, long Changed, long Before, long After, long NewlyBound, long NoLongerBound, long StatusChanged, long Prepaid, long Refund,
    long Shortfall, long Workers, long Employers, long EmployersChanged, long NewlyHeld, long NoLongerHeld)
{
    internal static TrialSum Of(string name, IReadOnlyCollection<TrialSum> parts) => new(
        name, parts.Sum(part => part.Debtors), parts.Sum(part => part.Changed), parts.Sum(part => part.Before), parts.Sum(part => part.After),
        parts.Sum(part => part.NewlyBound), parts.Sum(part => part.NoLongerBound), parts.Sum(part => part.StatusChanged), parts.Sum(part => part.Prepaid),
        parts.Sum(part => part.Refund), parts.Sum(part => part.Shortfall), parts.Sum(part => part.Workers), parts.Sum(part => part.Employers),
        parts.Sum(part => part.EmployersChanged), parts.Sum(part => part.NewlyHeld), parts.Sum(part => part.NoLongerHeld));
}

/// <summary>The rows of a finished run, for a file.</summary>
/// <param name="Credit">What is done with what months already paid cost less.</param>
public sealed record TrialFile(string Number, DateOnly Month, CreditHandling? Credit, IReadOnlyList<TrialFileRow> Rows);

/// <summary>One debtor by the case's reference, or one wage earner by the employer's application; the name is not kept.</summary>
public sealed record TrialFileRow(string Reference, string Office, string Region, TrialOutcome Outcome);
