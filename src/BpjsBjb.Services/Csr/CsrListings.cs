using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace BpjsBjb.Services.Csr;

/// <summary>What is kept of one person on one donor's list.</summary>
/// <param name="OccupationEn">The occupation in English.</param>
/// <param name="FileName">Empty for somebody who was typed.</param>
/// <param name="Paid">Months the fund has paid.</param>
/// <param name="Open">Months bound by the fund and still to be paid.</param>
/// <param name="Elsewhere">Months somebody else pays.</param>
public sealed record FiledDonation(
    Guid CandidateId, string FundNumber, string FundName, string Donor, string Nik, string FullName, string Occupation, string OccupationEn, string RegionCode,
    CandidateEvidence Evidence, string EvidenceNumber, string Nominator, string FileName, DateTimeOffset ListedAt, IReadOnlyList<Month> Paid,
    IReadOnlyList<Month> Open, IReadOnlyList<(Month Month, OtherPayer Payer)> Elsewhere, NextPayer? NextPayer,
    IReadOnlyList<(CsrBenefitKind Kind, DateOnly HappenedOn)> Benefits);

/// <summary>Reads what is kept of a person on donors' lists, in every fund: whoever answers a request answers for all of them.</summary>
internal static class CsrListings
{
    public static async Task<IReadOnlyList<FiledDonation>> CsrListingsAsync(
        this BpjsBjbDbContext db, byte[] hash, PersonalDataVault vault, CancellationToken cancel) =>
    [
        .. (await db.Database.SqlQuery<Row>(
            $"""
             select candidate_id, fund_number, fund_name, donor, nik_sealed, full_name, occupation, occupation_en, region_code, evidence, evidence_number,
                    nominator, file_name, listed_at, paid, open, skipped, payers, next_payer, benefit_kinds, benefit_days
               from csr_listings_of({hash})
             """).ToListAsync(cancel)).Select(row => new FiledDonation(
                row.CandidateId, row.FundNumber, row.FundName, row.Donor, Nik.Stored(vault.Open(SealedColumns.CsrNik, row.CandidateId, row.NikSealed)).Digits,
                row.FullName, row.Occupation, row.OccupationEn, row.RegionCode, Enum.Parse<CandidateEvidence>(row.Evidence), row.EvidenceNumber, row.Nominator,
                row.FileName, row.ListedAt, [.. row.Paid.Select(Month.Of)], [.. row.Open.Select(Month.Of)],
                [.. row.Skipped.Zip(row.Payers, (month, payer) => (Month.Of(month), Enum.Parse<OtherPayer>(payer)))],
                row.NextPayer is { } next ? Enum.Parse<NextPayer>(next) : null,
                [.. row.BenefitKinds.Zip(row.BenefitDays, (kind, day) => (Enum.Parse<CsrBenefitKind>(kind), day))])),
    ];

    private sealed record Row(
        Guid CandidateId, string FundNumber, string FundName, string Donor, byte[] NikSealed, string FullName, string Occupation, string OccupationEn,
        string RegionCode, string Evidence, string EvidenceNumber, string Nominator, string FileName, DateTimeOffset ListedAt, DateOnly[] Paid,
        DateOnly[] Open, DateOnly[] Skipped, string[] Payers, string? NextPayer, string[] BenefitKinds, DateOnly[] BenefitDays);
}
