using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Data.Reference;

internal static class RuleSheets { public static RuleBook Read(DateTimeOffset at) => throw new InvalidOperationException(nameof(at)); }
internal static class ReferenceSheets { public static IReadOnlyList<Region> Regions => []; public static IReadOnlyList<RegionTile> RegionTiles => []; public static IReadOnlyList<BusinessType> BusinessTypes => []; public static IReadOnlyList<LoanProduct> LoanProducts => []; }
