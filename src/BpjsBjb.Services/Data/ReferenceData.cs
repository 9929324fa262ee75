using BpjsBjb.Domain.Dashboards;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Data.Reference;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Data;

/// <summary>Rows every portal needs: the law, regions, business types, products, the two head offices, the published baseline.</summary>
internal static class ReferenceData
{
    public static readonly Guid BankHeadOffice = Guid.Parse("01920000-0000-7000-8000-000000000001");
    public static readonly Guid BpjsHeadOffice = Guid.Parse("01920000-0000-7000-8000-000000000002");

    /// <summary>The last number of each tree: enough that a number is never given twice (offices.v1.sql).</summary>
    private const int LastPosition = 1_999_999_999;

    /// <summary>Adds what is missing by key; a row that is there is never changed here.</summary>
    public static async Task LoadAsync(BpjsBjbDbContext db, DateTimeOffset recordedAt, CancellationToken cancel)
    {
        var rules = RuleSheets.Read(recordedAt);
        await AddMissingAsync(db, rules.Brackets, row => row.Id, cancel);
        await AddMissingAsync(db, rules.FlatContributions, row => row.Id, cancel);
        await AddMissingAsync(db, rules.Discounts, row => row.Id, cancel);
        await AddMissingAsync(db, rules.ProgramDuties, row => row.Id, cancel);
        await AddMissingAsync(db, rules.PrepaymentTerms, row => row.Id, cancel);
        await AddMissingAsync(db, rules.EvidenceDuties, row => row.Id, cancel);
        await AddMissingAsync(db, rules.ParticipationDuties, row => row.Id, cancel);
        await AddMissingAsync(db, rules.Limits, row => row.Id, cancel);
        await AddMissingAsync(db, rules.EnterpriseClasses, row => row.Id, cancel);
        await AddMissingAsync(db, rules.Benefits, row => row.Id, cancel);
        await AddMissingAsync(db, rules.WageRates, row => row.Id, cancel);
        await AddMissingAsync(db, rules.JpWageCeilings, row => row.Id, cancel);
        await AddMissingAsync(db, rules.WageProgramDuties, row => row.Id, cancel);
        await AddMissingAsync(db, rules.JkpShares, row => row.Id, cancel);
        await AddMissingAsync(db, rules.PrivacyNotices, row => row.Id, cancel);
        await AddMissingAsync(db, rules.RetentionRules, row => row.Id, cancel);
        await AddMissingAsync(db, rules.ClaimItems, row => row.Id, cancel);
        IReadOnlyList<Region> regions =
            [.. ReferenceSheets.Provinces, .. ReferenceSheets.Regencies, .. ReferenceSheets.Districts, .. ReferenceSheets.NikPrefixes];
        await AddMissingAsync(db, regions, row => row.Code, cancel);
        await AddMissingAsync(db, ReferenceSheets.RegionTiles, row => row.RegencyCode, cancel);
        await AddMissingAsync(db, ReferenceSheets.BusinessTypes, row => row.Id, cancel);
        await AddMissingAsync(db, ReferenceSheets.BusinessTypeAnswers, row => row.Id, cancel);
        await AddMissingAsync(db, ReferenceSheets.LoanProducts, row => row.Code, cancel);
        await AddMissingAsync(db, rules.ProductGuarantees, row => row.Id, cancel);
        await AddMissingAsync(db, ReferenceSheets.Guarantors, row => row.Code, cancel);
        await AddMissingAsync(db, HeadOffices, row => row.Id, cancel);
        await AddMissingAsync(db, Baselines, row => row.Id, cancel);
        await db.SaveChangesAsync(cancel);
        await LoadGuaranteesAsync(db, cancel);
    }

    private static async Task LoadGuaranteesAsync(BpjsBjbDbContext db, CancellationToken cancel)
    {
        foreach (var (id, scheme, rule) in ReferenceSheets.GuaranteeDemands)
        {
            var citation = rule.Citation;
            await db.Database.ExecuteSqlAsync(
                $"""
                 insert into guarantee_demands (id, guarantor_code, demand, days, valid_from, valid_to, regulation, article, is_confirmed)
                 values ({id}, {scheme}, {rule.Demand.ToString()}, {rule.Days}, {citation.ValidFrom}, {citation.ValidTo}, {citation.Regulation},
                         {citation.Article}, {citation.IsConfirmed})
                 on conflict (id) do nothing
                 """,
                cancel);
        }

        foreach (var (id, scheme, form, citation) in ReferenceSheets.GuarantorDebtors)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                 insert into guarantor_debtors (id, guarantor_code, legal_form, valid_from, valid_to, regulation, article, is_confirmed)
                 values ({id}, {scheme}, {form.ToString()}, {citation.ValidFrom}, {citation.ValidTo}, {citation.Regulation}, {citation.Article}, {citation.IsConfirmed})
                 on conflict (id) do nothing
                 """,
                cancel);
        }

        foreach (var party in ReferenceSheets.AgreementParties)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                 insert into agreement_parties (id, name, party_role, valid_from, valid_to, source, is_confirmed)
                 values ({party.Id}, {party.Name}, {party.Role.ToString()}, {party.ValidFrom}, {party.ValidTo}, {party.Source}, {party.IsConfirmed})
                 on conflict (id) do nothing
                 """,
                cancel);
        }

        foreach (var term in ReferenceSheets.AgreementTerms)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                 insert into agreement_terms (id, says_id, says_en, valid_from, valid_to, source, is_confirmed)
                 values ({term.Id}, {term.SaysId}, {term.SaysEn}, {term.ValidFrom}, {term.ValidTo}, {term.Source}, {term.IsConfirmed})
                 on conflict (id) do nothing
                 """,
                cancel);
        }

        foreach (var occupation in ReferenceSheets.CsrOccupations)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                 insert into csr_occupations (code, name, name_en, sector)
                 values ({occupation.Code}, {occupation.Name}, {occupation.NameEn}, {occupation.Sector.ToString()})
                 on conflict (code) do nothing
                 """,
                cancel);
        }

        foreach (var (code, name, citation) in ReferenceSheets.FundingSources)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                 insert into funding_sources (code, name, valid_from, valid_to, regulation, article, is_confirmed)
                 values ({code}, {name}, {citation.ValidFrom}, {citation.ValidTo}, {citation.Regulation}, {citation.Article}, {citation.IsConfirmed})
                 on conflict (code) do nothing
                 """,
                cancel);
        }
    }

    private static IReadOnlyList<Office> HeadOffices =>
    [
        new()
        {
            Id = BankHeadOffice, Institution = Institution.Bjb, Kind = OfficeKind.HeadOffice, Name = "Kantor Pusat bank bjb",
            RegencyCode = "3273", Position = 0, PositionEnd = LastPosition, ValidFrom = new DateOnly(2016, 9, 2),
        },
        new()
        {
            Id = BpjsHeadOffice, Institution = Institution.Bpjs, Kind = OfficeKind.HeadOffice, Name = "Kantor Pusat BPJS Ketenagakerjaan",
            Position = 0, PositionEnd = LastPosition, ValidFrom = new DateOnly(2016, 9, 2),
        },
    ];

    private static IReadOnlyList<Baseline> Baselines
    {
        get
        {
            const string source = "bandungekspres.co.id, “BPJS TK Gandeng Bank bjb, Bidik UMKM dan Pekerja Rentan”, 3 September 2016";
            var july = new DateOnly(2016, 7, 31);
            return
            [
                Row(1, "Jawa Barat", Measure.Participants, 2_930_000, 5_330_000),
                Row(2, "Jawa Barat", Measure.Contributions, 4_100_000_000_000, 6_500_000_000_000),
                Row(3, "Indonesia", Measure.Participants, 20_000_000, 22_000_000),
                Row(4, "Indonesia", Measure.Contributions, 26_000_000_000_000, 42_650_000_000_000),
            ];

            Baseline Row(int id, string area, Measure measure, long achieved, long target) =>
                new() { Id = id, Area = area, Measure = measure, AsOf = july, Achieved = achieved, Target = target, Source = source };
        }
    }

    private static async Task AddMissingAsync<TRow, TKey>(
        BpjsBjbDbContext db, IReadOnlyList<TRow> rows, Func<TRow, TKey> key, CancellationToken cancel)
        where TRow : class
    {
        var present = (await db.Set<TRow>().AsNoTracking().ToListAsync(cancel)).Select(key).ToHashSet();
        db.AddRange(rows.Where(row => !present.Contains(key(row))));
    }
}
