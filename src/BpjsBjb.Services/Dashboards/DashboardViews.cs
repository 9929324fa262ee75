using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Offices;

namespace BpjsBjb.Services.Dashboards;

/// <summary>What a dashboard is asked for: a year up to a month, one province or all, one product or all.</summary>
/// <param name="To">Participants are those covered in this month; contributions those received from January to its end.</param>
public sealed record DashboardFilter(Measure Measure, Month To, string? ProvinceCode = null, string? ProductCode = null)
{
    public Month From => new(To.Year, 1);
}

/// <summary>A regency with what it reached. No tile for the line "outside Jawa Barat and Banten".</summary>
public sealed record RegencyFigure(string Code, string Name, RegionTile? Tile, Achievement Achievement)
{
    public bool IsOutside => Code == ReferenceBook.OutsideRegency;
}

public sealed record MonthFigure(Month Month, Achievement Achievement);

/// <summary>A month with both measures.</summary>
public sealed record MonthFigures(Month Month, Achievement Participants, Achievement Contributions);

/// <summary>A bank office inside a regency. Targets are set for regencies, not for offices.</summary>
public sealed record BranchFigures(Guid OfficeId, string Name, long Participants, Rupiah Contributions);

/// <summary>Cases waiting at a BPJS office now.</summary>
public sealed record QueueFigure(string OfficeName, int Waiting, int OlderThanADay, decimal AverageHours);

/// <summary>Hours from the last submission to the reviewer's decision; no median without a decision.</summary>
public sealed record DecisionTime(int Decisions, double? MedianHours);

public sealed record BaselineFigure(string Area, Measure Measure, DateOnly AsOf, Achievement Achievement, string Source);

public sealed record DashboardOverview(
    DashboardFilter Filter,
    DateTimeOffset AsOf,
    bool IsWholeBank,
    Achievement Participants,
    Achievement Contributions,
    DecisionTime Decisions,
    IReadOnlyList<RegencyFigure> Regencies,
    IReadOnlyList<RegencyFigure> FurthestFromTarget,
    IReadOnlyList<MonthFigure> Months,
    IReadOnlyList<QueueFigure> Queue,
    IReadOnlyList<BaselineFigure> Baselines)
{
    public int Waiting => Queue.Sum(office => office.Waiting);

    public int WaitingOverADay => Queue.Sum(office => office.OlderThanADay);
}

public sealed record RegencyDashboard(
    DashboardFilter Filter,
    DateTimeOffset AsOf,
    bool IsWholeBank,
    RegencyFigure Participants,
    RegencyFigure Contributions,
    IReadOnlyList<MonthFigures> Months,
    IReadOnlyList<BranchFigures> Branches);

public sealed record BranchDashboard(
    DashboardFilter Filter,
    DateTimeOffset AsOf,
    BranchFigures Branch,
    RegencyFigure? Regency,
    IReadOnlyList<MonthFigures> Months);

/// <summary>Which number is taken apart: a dashboard's, narrowed to a regency, an office or a shorter run of months.</summary>
/// <param name="First">First month of contributions; participants are always those of the last month.</param>
public sealed record FigureAddress(DashboardFilter Filter, Month First, string? RegencyCode = null, Guid? OfficeId = null);

/// <summary>One participant of a number: counted once, whatever the number of loans.</summary>
/// <param name="PaymentReferences">Empty when BPJS vouched for a month paid outside the portal.</param>
public sealed record ParticipantRow(
    string FullName, string MaskedNik, IReadOnlyList<ParticipantLoan> Loans, Month CoveredMonth, IReadOnlyList<string> PaymentReferences);

public sealed record ParticipantLoan(Guid Id, string ApplicationNumber, string RegencyCode, string RegencyName, string OfficeName);

/// <summary>One payment of a number.</summary>
public sealed record ContributionRow(
    Guid LoanId, string BillNumber, string Reference, DateOnly PaidOn, Rupiah Amount, string ApplicationNumber, string RegencyCode,
    string RegencyName, string OfficeName);

public sealed record ContributionRows(Rupiah Total, Page<ContributionRow> Page);
