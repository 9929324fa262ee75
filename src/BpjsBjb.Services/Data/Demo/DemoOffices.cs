using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Data.Reference;

namespace BpjsBjb.Services.Data.Demo;

/// <summary>A branch of the invented bank, with the BPJS branches its debtors would choose, the nearest first.</summary>
/// <param name="Prefix">Begins its application numbers.</param>
/// <param name="Cases">How many cases its history holds.</param>
internal sealed record DemoBranch(Office Office, string Prefix, int Cases, IReadOnlyList<Office> Bpjs);

/// <summary>Sample offices below the two head offices; each institution replaces them by its own list.</summary>
internal sealed class DemoOffices
{
    public const string ShownBranch = "KC Soreang";
    public const string ShownBpjsBranch = "BPJS TK Majalaya";

    private const int RegionWidth = 10_000;
    private const int BranchWidth = 100;

    private DemoOffices(IReadOnlyList<(Row Row, Office Office)> offices)
    {
        All = [.. offices.Select(pair => pair.Office)];
        BpjsBranches = [.. All.Where(office => office is { Institution: Institution.Bpjs, Kind: OfficeKind.Branch })];
        var bpjsByName = BpjsBranches.ToDictionary(office => office.Name);
        Branches =
        [
            .. offices.Where(pair => pair.Office is { Institution: Institution.Bjb, Kind: OfficeKind.Branch })
                .Select(pair => new DemoBranch(
                    pair.Office, pair.Row.Prefix, pair.Row.Cases, [.. pair.Row.Bpjs.Split(';').Select(name => bpjsByName[name])])),
        ];
    }

    public IReadOnlyList<Office> All { get; }

    public IReadOnlyList<DemoBranch> Branches { get; }

    public IReadOnlyList<Office> BpjsBranches { get; }

    public static DemoOffices Read(DateTimeOffset at)
    {
        List<(Row Row, Office Office)> offices = [];
        foreach (var row in ReferenceSheet.Read("offices.csv", Row.From, beside: typeof(DemoOffices)))
        {
            var region = offices.Find(pair => pair.Row.IsRegionOf(row)).Office;
            var siblings = offices.Count(pair => pair.Office.ParentId is { } parent && parent == region?.Id);
            offices.Add((row, OfficeOf(row, region, siblings, at)));
        }

        return new DemoOffices(offices);
    }

    private static Office OfficeOf(Row row, Office? region, int siblings, DateTimeOffset at)
    {
        var position = region is null ? row.Region * RegionWidth : region.Position + ((siblings + 1) * BranchWidth);
        return new Office
        {
            Id = Guid.CreateVersion7(at),
            Institution = row.Institution,
            Kind = row.Kind,
            Code = row.Code,
            Name = row.Name,
            RegencyCode = row.Regency,
            ParentId = region?.Id ?? (row.Institution == Institution.Bjb ? ReferenceData.BankHeadOffice : ReferenceData.BpjsHeadOffice),
            Position = position,
            PositionEnd = position + (region is null ? RegionWidth : BranchWidth) - 1,
            ValidFrom = new DateOnly(2016, 9, 2),
            IsSample = true,
        };
    }

    private sealed record Row(
        Institution Institution, OfficeKind Kind, int Region, string? Code, string Name, string Regency, string Prefix, int Cases, string Bpjs)
    {
        public static Row From(CsvHelper.CsvReader csv) => new(
            Enum.Parse<Institution>(csv.GetString("institution")),
            Enum.Parse<OfficeKind>(csv.GetString("kind")),
            csv.Parse<int>("region"),
            csv.GetString("code") is { Length: > 0 } code ? code : null,
            csv.GetString("name"),
            csv.GetString("regency"),
            csv.GetString("prefix"),
            csv.GetString("cases").Length == 0 ? 0 : csv.Parse<int>("cases"),
            csv.GetString("bpjs"));

        public bool IsRegionOf(Row other) =>
            Kind == OfficeKind.Region && other.Kind == OfficeKind.Branch && (Institution, Region) == (other.Institution, other.Region);
    }
}
