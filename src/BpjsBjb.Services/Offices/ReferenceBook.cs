using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;

namespace BpjsBjb.Services.Offices;

/// <summary>Regions, offices, products and business types: what forms offer and checks look up.</summary>
public sealed class ReferenceBook
{
    /// <summary>Code of "outside Jawa Barat and Banten" in district and regency fields.</summary>
    public const string OutsideDistrict = "000000";

    public const string OutsideRegency = "0000";

    private readonly Dictionary<string, Region> _regions;
    private readonly HashSet<string> _provinces;
    private readonly Dictionary<Guid, Office> _offices;
    private readonly Dictionary<string, BusinessType> _businessTypes;
    private readonly Dictionary<string, LoanProduct> _products;
    private readonly IReadOnlyDictionary<Guid, Guid> _successors;
    private readonly DateOnly _today;

    /// <param name="successors">By office that was merged: as which office it stands today.</param>
    internal ReferenceBook(
        IEnumerable<Region> regions, IEnumerable<Office> offices, IEnumerable<BusinessType> businessTypes, IEnumerable<LoanProduct> products,
        IReadOnlyList<RegionTile> tiles, DateOnly today, IReadOnlyDictionary<Guid, Guid> successors)
    {
        (_today, _successors) = (today, successors);
        _regions = regions.ToDictionary(region => region.Code);
        _provinces = [.. _regions.Keys.Where(code => code.Length == 4 && code != OutsideRegency).Select(code => code[..2])];
        _offices = offices.ToDictionary(office => office.Id);
        _businessTypes = businessTypes.ToDictionary(type => type.Id);
        _products = products.ToDictionary(product => product.Code);
        Tiles = tiles;
        Regencies = [.. tiles.Select(tile => _regions[tile.RegencyCode]).OrderBy(region => region.Code)];
        Districts = [.. _regions.Values.Where(region => region.Code.Length == 6).OrderBy(region => region.Code)];
        BpjsBranches = [.. OpenOffices.Where(office => office is { Institution: Institution.Bpjs, Kind: OfficeKind.Branch }).OrderBy(office => office.Name)];
        BusinessTypes = [.. _businessTypes.Values.OrderBy(type => type.Name)];
        Products = [.. _products.Values.OrderBy(product => product.Order)];
    }

    /// <summary>The 35 regencies and cities of Jawa Barat and Banten.</summary>
    public IReadOnlyList<Region> Regencies { get; }

    /// <summary>Regencies and cities everywhere.</summary>
    public IReadOnlyList<Region> AllRegencies => [.. _regions.Values.Where(region => region.Code.Length == 4 && !region.IsRetired).OrderBy(region => region.Name)];

    /// <summary>Provinces a donor's budget may name.</summary>
    public IReadOnlyList<Region> Provinces => [.. _regions.Values.Where(region => region.Code.Length == 2 && !region.IsRetired).OrderBy(region => region.Code)];

    public IReadOnlyList<Region> Districts { get; }

    public IReadOnlyList<RegionTile> Tiles { get; }

    /// <summary>Those that take new work today.</summary>
    public IReadOnlyList<Office> BpjsBranches { get; }

    public IReadOnlyList<BusinessType> BusinessTypes { get; }

    /// <summary>What decides between business types of different risk groups, in the order of the questions.</summary>
    public IReadOnlyList<BusinessTypeAnswer> BusinessTypeAnswers { get; init; } = [];

    public IReadOnlyList<LoanProduct> Products { get; }

    /// <summary>All there are and were: what has ended still has a name.</summary>
    public IEnumerable<Office> Offices => _offices.Values;

    /// <summary>Those that take new work and people today: begun, and no last day set.</summary>
    public IEnumerable<Office> OpenOffices => _offices.Values.Where(office => office.ValidFrom <= _today && office.ValidTo is null);

    public Region? Region(string? code) => code is null ? null : _regions.GetValueOrDefault(code);

    public string RegionName(string? code) => Region(code)?.Name ?? "–";

    /// <summary>Any province of Indonesia, by the first two digits of its regencies' codes.</summary>
    public bool IsProvince(string code) => _provinces.Contains(code);

    /// <summary>Name of the regency a district code (6 digits) belongs to.</summary>
    public string RegencyName(string? code) => code is { Length: >= 4 } ? RegionName(code[..4]) : "–";

    public Office? Office(Guid id) => _offices.GetValueOrDefault(id);

    /// <summary>The BPJS branches, those in the regency of the given office first.</summary>
    public IReadOnlyList<Office> BpjsBranchesNear(Guid officeId)
    {
        var regency = Office(officeId)?.RegencyCode;
        return [.. BpjsBranches.OrderByDescending(branch => regency is not null && branch.RegencyCode == regency)];
    }

    /// <summary>The only BPJS branch in the regency of the given office; null when there is none or a choice.</summary>
    public Office? BpjsBranchOf(Guid officeId)
    {
        var regency = Office(officeId)?.RegencyCode;
        var near = BpjsBranches.Where(branch => regency is not null && branch.RegencyCode == regency).ToList();
        return near.Count == 1 ? near[0] : null;
    }

    /// <summary>The office that goes on with the work of the given one: itself, unless it was merged.</summary>
    public Guid Standing(Guid id) => _successors.GetValueOrDefault(id, id);

    public string OfficeName(Guid id) => Office(id)?.Name ?? "–";

    public BusinessType? BusinessType(string? id) => id is null ? null : _businessTypes.GetValueOrDefault(id);

    public LoanProduct? Product(string? code) => code is null ? null : _products.GetValueOrDefault(code);

    public string ProductName(string? code) => Product(code)?.Name ?? "–";
}
