using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Sheets;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Reference;

/// <summary>What vulnerable workers do. A donor's list names one of these; one that is no longer used stays with whom it was used for.</summary>
internal sealed class OccupationKind : ReferenceKind
{
    public override ReferenceName Id => ReferenceName.Occupations;

    public override string Table => "csr_occupations";

    public override IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("code", CellKind.Text) { IsRequired = true, Longest = 30, Width = 24 },
        new("name", CellKind.Text) { IsRequired = true, Longest = 100, Width = 40 },
        new("name_en", CellKind.Text) { IsRequired = true, Longest = 100, Width = 40 },
        new("sector", CellKind.Choice) { IsRequired = true, Choices = [nameof(ContributionSector.Other), nameof(ContributionSector.Transport)], Width = 20 },
        new("is_retired", CellKind.YesNo) { Width = 12 },
    ];

    public override IReadOnlyList<string> KeyColumns => ["code"];

    public override string RetiredColumn => "is_retired";

    internal override Task<int> CountAsync(BpjsBjbDbContext db, CancellationToken cancel) =>
        db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from csr_occupations").SingleAsync(cancel);

    internal override async Task<IReadOnlyList<StoredRow>> ReadAsync(BpjsBjbDbContext db, CancellationToken cancel) =>
    [
        .. (await db.Database.SqlQuery<OccupationRow>($"select code, name, name_en, sector, is_retired from csr_occupations").ToListAsync(cancel))
            .OrderBy(row => row.Code, StringComparer.Ordinal)
            .Select(row => new StoredRow(row.Code, new Dictionary<string, string?>
            {
                ["code"] = row.Code,
                ["name"] = row.Name,
                ["name_en"] = row.NameEn,
                ["sector"] = row.Sector,
                ["is_retired"] = Written(row.IsRetired),
            })),
    ];

    internal override IEnumerable<CellFault> Check(SheetRow row, IReadOnlySet<string> keys, IReadOnlySet<string> codes, bool isNew)
    {
        if (row["code"] is { } code && !code.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c) || c == '-'))
        {
            yield return At("code", ReferenceRefusal.CodeNotACode, row);
        }
    }

    internal override Task<IReadOnlyList<FormattableString>> WriteAsync(
        BpjsBjbDbContext db, IReadOnlyList<SheetRow> rows, DateTimeOffset now, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<FormattableString>>(
        [
            .. rows.Select(row => (FormattableString)
                $"""
                 insert into csr_occupations (code, name, name_en, sector, is_retired)
                 values ({row["code"]}, {row["name"]}, {row["name_en"]}, {row["sector"]}, {row["is_retired"] == "true"})
                 on conflict (code) do update set name = excluded.name, name_en = excluded.name_en, sector = excluded.sector, is_retired = excluded.is_retired
                 """),
        ]);

    private sealed record OccupationRow(string Code, string Name, string NameEn, string Sector, bool IsRetired);
}
