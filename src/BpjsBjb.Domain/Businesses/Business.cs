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

    public string BusinessTypeId { get; private set; } = "";

    /// <summary>JKK group of the type, 1–5, when it was stated; PostgreSQL sets it, and a later change of the type leaves it.</summary>
    public int RiskGroup { get; private set; }

    public string Description { get; private set; } = "";

    public string RegencyCode { get; private set; } = "";

    public ContributionSector Sector { get; private set; }

    /// <summary>Capital without land and buildings, rupiah.</summary>
    public Rupiah Capital { get; private set; }

    /// <summary>Rupiah a year; null for a business that has not sold for a year yet.</summary>
    public Rupiah? AnnualSales { get; private set; }

    /// <summary>People the owner employs; none makes the owner self-employed, any makes them an employer.</summary>
    public int WorkerCount { get; private set; }

    public EnterpriseClass Class { get; private set; }

    public static Business Of(Guid id, Guid personId) => new() { Id = id, PersonId = personId };

    public void State(
        string businessTypeId, string description, string regencyCode, ContributionSector sector,
        Rupiah capital, Rupiah? annualSales, int workerCount, EnterpriseClass enterpriseClass)
    {
        BusinessTypeId = businessTypeId;
        Description = description;
        RegencyCode = regencyCode;
        Sector = sector;
        Capital = capital;
        AnnualSales = annualSales;
        WorkerCount = workerCount;
        Class = enterpriseClass;
    }
}
