using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Data.Reference;

namespace BpjsBjb.UnitTests.Offices;

public sealed class ReferenceSheetsTests
{
    [Fact]
    public void The_sheets_hold_three_provinces_35_regencies_and_782_districts()
    {
        Assert.Equal(["32", "36", "31"], ReferenceSheets.Provinces.Select(region => region.Code));
        Assert.Equal(35, ReferenceSheets.Regencies.Count);
        Assert.Equal(782, ReferenceSheets.Districts.Count);
    }

    [Fact]
    public void No_region_is_listed_twice_and_every_parent_is_listed()
    {
        IReadOnlyList<Region> all =
        [
            .. ReferenceSheets.Provinces, .. ReferenceSheets.Regencies, .. ReferenceSheets.Districts,
            .. ReferenceSheets.NikPrefixes,
        ];
        var codes = all.Select(region => region.Code).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(all.Count, codes.Count);
        Assert.All(all.Where(region => region.ParentCode is not null), region => Assert.Contains(region.ParentCode!, codes));
        Assert.All(all, region => Assert.NotEmpty(region.Name));
    }

    [Fact]
    public void A_region_begins_with_the_code_of_its_parent() =>
        Assert.All(
            ReferenceSheets.Regencies.Concat(ReferenceSheets.Districts),
            region => Assert.StartsWith(region.ParentCode!, region.Code, StringComparison.Ordinal));

    [Fact]
    public void Nik_prefixes_name_505_places_elsewhere_of_which_26_are_retired()
    {
        var prefixes = ReferenceSheets.NikPrefixes;

        Assert.Equal(505, prefixes.Count);
        Assert.Equal(26, prefixes.Count(region => region.IsRetired));
        Assert.All(prefixes, region => Assert.Equal((4, null), (region.Code.Length, region.ParentCode)));
    }

    [Fact]
    public void Every_regency_has_one_tile_of_its_own()
    {
        var tiles = ReferenceSheets.RegionTiles;

        Assert.Equal(
            ReferenceSheets.Regencies.Select(region => region.Code).Order(StringComparer.Ordinal),
            tiles.Select(tile => tile.RegencyCode).Order(StringComparer.Ordinal));
        Assert.Equal(35, tiles.Select(tile => (tile.Column, tile.Row)).Distinct().Count());
        Assert.Equal(13, tiles.Count(tile => tile.IsCity));
    }

    [Fact]
    public void The_191_business_types_stand_in_five_risk_groups() =>
        Assert.Equal(
            [(1, 23), (2, 25), (3, 96), (4, 23), (5, 24)],
            ReferenceSheets.BusinessTypes.GroupBy(type => type.RiskGroup).Select(group => (group.Key, group.Count())));

    [Theory]
    [InlineData("warung kopi", "G1-008")]
    [InlineData("bakso", "G1-008")]
    [InlineData("sembako", "G1-008")]
    [InlineData("tukang jahit", "G1-001")]
    [InlineData("salon", "G1-018")]
    [InlineData("ternak", "G1-019")]
    [InlineData("petani", "G2-001")]
    [InlineData("laundry", "G2-021")]
    [InlineData("kue", "G3-017")]
    [InlineData("mebel", "G3-046")]
    [InlineData("bengkel motor", "G3-095")]
    [InlineData("ojek", "G4-010")]
    [InlineData("sopir", "G4-010")]
    [InlineData("nelayan", "G4-020")]
    [InlineData("konter pulsa", "G1-008")]
    [InlineData("toko bangunan", "G1-008")]
    [InlineData("tukang bangunan", "G5-005")]
    public void An_everyday_word_leads_to_a_business_type(string word, string id) =>
        Assert.Contains(word, Assert.Single(ReferenceSheets.BusinessTypes, type => type.Id == id).Aliases.Split(';'));

    [Fact]
    public void An_everyday_word_belongs_to_one_business_type()
    {
        var words = ReferenceSheets.BusinessTypes
            .SelectMany(type => type.Aliases.Split(';', StringSplitOptions.RemoveEmptyEntries))
            .ToList();

        Assert.True(words.Count >= 80);
        Assert.Equal(words.Count, words.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Eight_loan_products_are_offered_in_order() =>
        Assert.Equal(
            [
                "KUR-SUPER-MIKRO", "KUR-MIKRO", "KUR-KECIL", "KUR-KHUSUS", "MESRA", "BJB-MIKRO", "BJB-KOMERSIAL", "KOPERASI",
            ],
            ReferenceSheets.LoanProducts.OrderBy(product => product.Order).Select(product => product.Code));
}
