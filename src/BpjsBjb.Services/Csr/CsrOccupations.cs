using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Csr;

/// <summary>The list of occupations as it stands, retired ones included.</summary>
internal static class CsrOccupations
{
    public static async Task<IReadOnlyList<CsrOccupation>> CsrOccupationsAsync(this BpjsBjbDbContext db, CancellationToken cancel) =>
    [
        .. (await db.Database.SqlQuery<Row>($"select code, name, name_en, sector, is_retired from csr_occupations order by name").ToListAsync(cancel))
            .Select(row => new CsrOccupation(row.Code, row.Name, row.NameEn, Enum.Parse<ContributionSector>(row.Sector), row.IsRetired)),
    ];

    private sealed record Row(string Code, string Name, string NameEn, string Sector, bool IsRetired);
}
