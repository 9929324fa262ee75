using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Businesses;

/// <summary>The business a loan is for, as stated in the application.</summary>
public sealed class Business
{
    private Business()
    {
    }

    public Guid Id { get; private init; }

    public Guid PersonId { get; private init; }

    public string BusinessTypeId { get; private init; } = "";

    public string Description { get; private init; } = "";

    public string RegencyCode { get; private init; } = "";

    public ContributionSector Sector { get; private init; }

    /// <summary>Capital without land and buildings, rupiah.</summary>
    public Rupiah Capital { get; private init; }

    /// <summary>Rupiah a year; null for a business that has not sold for a year yet.</summary>
    public Rupiah? AnnualSales { get; private init; }

    public bool EmploysWorkers { get; private init; }

    public int WorkerCount { get; private init; }

    public EnterpriseClass Class { get; private init; }

    public static Business Of(
        Guid id, Guid personId, string businessTypeId, string description, string regencyCode, ContributionSector sector,
        Rupiah capital, Rupiah? annualSales, int workerCount, EnterpriseClass enterpriseClass) => new()
        {
            Id = id,
            PersonId = personId,
            BusinessTypeId = businessTypeId,
            Description = description,
            RegencyCode = regencyCode,
            Sector = sector,
            Capital = capital,
            AnnualSales = annualSales,
            EmploysWorkers = workerCount > 0,
            WorkerCount = workerCount,
            Class = enterpriseClass,
        };
}
