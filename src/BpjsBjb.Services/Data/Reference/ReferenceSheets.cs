using System.Globalization;
using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.Employers;
using BpjsBjb.Domain.Loans;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Domain.Stack;
using CsvHelper;

namespace BpjsBjb.Services.Data.Reference;

/// <summary>Places, business types and loan products as shipped with the portal. Read when a database is seeded.</summary>
internal static class ReferenceSheets
{
    /// <summary>Provinces the portal serves: all of their regencies are here, other places only as NIK prefixes.</summary>
    private static readonly string[] ServedProvinces = ["32", "36"];

    public static IReadOnlyList<Region> Provinces => Regions("provinces.csv", parent: null);

    public static IReadOnlyList<Region> Regencies => Regions("regencies.csv", parent: "parent");

    public static IReadOnlyList<Region> Districts => Regions("districts.csv", parent: "parent");

    /// <summary>Regencies and cities elsewhere: a NIK's first four digits get a name. Their provinces are not listed.</summary>
    public static IReadOnlyList<Region> NikPrefixes =>
    [
        .. ReferenceSheet.Read("nik_regency_prefixes.csv", row => new Region
        {
            Code = row.GetString("code"),
            Name = row.GetString("name"),
            IsRetired = row.GetString("still_current") == "0",
        }).Where(region => !ServedProvinces.Contains(region.Code[..2])),
    ];

    public static IReadOnlyList<RegionTile> RegionTiles => ReferenceSheet.Read("tile_grid.csv", row => new RegionTile
    {
        RegencyCode = row.GetString("code"),
        IsCity = row.GetString("kind") == "kota",
        Column = row.Parse<int>("col"),
        Row = row.Parse<int>("row"),
        Label = row.GetString("label"),
    });

    public static IReadOnlyList<BusinessType> BusinessTypes
    {
        get
        {
            var aliases = ReferenceSheet
                .Read("business_type_aliases.csv", row => (Type: row.GetString("business_type"), Aliases: row.GetString("aliases")))
                .ToDictionary(row => row.Type, row => row.Aliases);

            return ReferenceSheet.Read("jkk_risk_businesses.csv", row => new BusinessType
            {
                Id = row.GetString("id"),
                RiskGroup = row.Parse<int>("group"),
                Name = row.GetString("business_type"),
                Aliases = aliases.GetValueOrDefault(row.GetString("id"), ""),
            });
        }
    }

    public static IReadOnlyList<LoanProduct> LoanProducts => ReferenceSheet.Read("loan_products.csv", row => new LoanProduct
    {
        Code = row.GetString("code"),
        Name = row.GetString("name"),
        MaximumTermMonths = row.Parse<int>("maximum_term_months"),
        Order = row.Parse<int>("order"),
        IsForGroups = row.Parse<bool>("is_for_groups"),
    });

    /// <summary>Questions that decide where everyday words lead to several risk groups, an answer a row.</summary>
    public static IReadOnlyList<BusinessTypeAnswer> BusinessTypeAnswers => ReferenceSheet.Read("business_type_answers.csv", row => new BusinessTypeAnswer
    {
        Id = row.Parse<int>("id"),
        Words = row.GetString("words"),
        QuestionId = row.GetString("question_id"),
        QuestionEn = row.GetString("question_en"),
        AnswerId = row.GetString("answer_id"),
        AnswerEn = row.GetString("answer_en"),
        BusinessTypeId = row.GetString("business_type"),
    });

    public static IReadOnlyList<Guarantor> Guarantors => ReferenceSheet.Read("guarantors.csv", row => new Guarantor
    {
        Code = row.GetString("code"),
        Name = row.GetString("name"),
        Kind = Enum.Parse<GuarantorKind>(row.GetString("kind")),
        Role = Enum.Parse<GuarantorRole>(row.GetString("role")),
        CoverPercent = PercentOf(row.GetString("cover_percent")),
        PremiumPercent = PercentOf(row.GetString("premium_percent")),
        LegalBasis = row.GetString("legal_basis"),
        ValidFrom = DayOf(row.GetString("valid_from")),
        Source = row.GetString("source"),
    });

    /// <summary>What a claim on a guarantee asks for, of one scheme or of all.</summary>
    public static IReadOnlyList<(int Id, string? Scheme, GuaranteeDemandRule Rule)> GuaranteeDemands =>
        ReferenceSheet.Read("guarantee_demands.csv", row => (
            row.Parse<int>("id"), row.GetString("guarantor_code") is { Length: > 0 } scheme ? scheme : null,
            new GuaranteeDemandRule(
                Enum.Parse<GuaranteeDemand>(row.GetString("demand")),
                row.GetString("days") is { Length: > 0 } days ? int.Parse(days, CultureInfo.InvariantCulture) : null,
                CitationOf(row))));

    /// <summary>For loans of which employers alone a scheme stands, dated.</summary>
    public static IReadOnlyList<(int Id, string Scheme, LegalForm Form, Citation Citation)> GuarantorDebtors =>
        ReferenceSheet.Read("guarantor_debtors.csv", row => (
            row.Parse<int>("id"), row.GetString("guarantor_code"), Enum.Parse<LegalForm>(row.GetString("legal_form")), CitationOf(row)));

    /// <summary>Where the money of a loan can come from.</summary>
    public static IReadOnlyList<(string Code, string Name, Citation Citation)> FundingSources =>
        ReferenceSheet.Read("funding_sources.csv", row => (row.GetString("code"), row.GetString("name"), CitationOf(row)));

    /// <summary>What people paid for by a CSR fund do.</summary>
    public static IReadOnlyList<CsrOccupation> CsrOccupations => ReferenceSheet.Read("csr_occupations.csv", row => new CsrOccupation(
        row.GetString("code"), row.GetString("name"), row.GetString("name_en"), Enum.Parse<ContributionSector>(row.GetString("sector")), IsRetired: false));

    public static IReadOnlyList<AgreementParty> AgreementParties => ReferenceSheet.Read("agreement_parties.csv", row => new AgreementParty(
        row.Parse<int>("id"), row.GetString("name"), Enum.Parse<PartyRole>(row.GetString("party_role")), DayOf(row.GetString("valid_from"))!.Value,
        DayOf(row.GetString("valid_to")), row.GetString("source"), row.Parse<bool>("confirmed")));

    public static IReadOnlyList<AgreementTerm> AgreementTerms => ReferenceSheet.Read("agreement_terms.csv", row => new AgreementTerm(
        row.Parse<int>("id"), row.GetString("says_id"), row.GetString("says_en"), DayOf(row.GetString("valid_from"))!.Value,
        DayOf(row.GetString("valid_to")), row.GetString("source"), row.Parse<bool>("confirmed")));

    private static Citation CitationOf(CsvReader row) => new(
        row.GetString("regulation"), row.GetString("article"), row.Parse<bool>("confirmed"), DayOf(row.GetString("valid_from"))!.Value,
        DayOf(row.GetString("valid_to")));

    private static DateOnly? DayOf(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal? PercentOf(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static IReadOnlyList<Region> Regions(string file, string? parent) => ReferenceSheet.Read(file, row => new Region
    {
        Code = row.GetString("code"),
        Name = row.GetString("name"),
        ParentCode = parent is null ? null : row.GetString(parent),
    });
}
