using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;

namespace BpjsBjb.Services.Audit;

/// <summary>A case somebody looked at, as the database counts it.</summary>
internal sealed record AffectedRow(
    Guid Id, string FullName, byte[] NikSealed, string Reference, string[] Fields, int Looks, DateTimeOffset First, DateTimeOffset Last);

internal static class AffectedRows
{
    /// <summary>With the NIK masked.</summary>
    public static IReadOnlyList<AffectedPerson> ToPeople(this IEnumerable<AffectedRow> rows, PersonalDataVault vault) =>
    [
        .. rows.Select(row => new AffectedPerson(
            row.FullName, Nik.Stored(vault.Open(SealedColumns.EnrollmentNik, row.Id, row.NikSealed)).ToString(), row.Reference, row.Fields, row.Looks,
            row.First, row.Last)),
    ];
}
