using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Participations;
using BpjsBjb.Domain.People;
using BpjsBjb.Domain.Proofs;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Proofs;

/// <summary>A payment that covers months of the proof's period.</summary>
public sealed record PaidContribution(Month FirstMonth, int Months, Rupiah Amount, DateOnly PaidOn);

/// <summary>All that a proof prints, with names instead of ids. Whoever shows the NIK masks it.</summary>
public sealed record ProofSheet(
    Guid Id,
    Guid LoanId,
    ProofCode Code,
    string DocumentNumber,
    string FullName,
    Nik Nik,
    DateOnly BirthDate,
    string Address,
    string DistrictName,
    string RegencyName,
    string BusinessTypeName,
    int BusinessRiskGroup,
    string? Kpj,
    IReadOnlyList<InsuranceProgram> Programs,
    CoveragePeriod Cover,
    Rupiah ContributionBase,
    IReadOnlyList<PaidContribution> Paid,
    int MonthsPaidElsewhere,
    string ApplicationNumber,
    string ProductName,
    string OfficeName,
    string IssuedByName,
    Role? IssuedByRole,
    string IssuedByOffice,
    DateTimeOffset IssuedAt)
{
    public Rupiah PaidTotal => Paid.Select(paid => paid.Amount).Sum();
}

public enum ProofAnswer
{
    StillValid,

    /// <summary>Cover has ended and arrears may still be paid: protection cannot be assured.</summary>
    InGrace,
    Ended,
}

/// <summary>What anybody who holds the paper may ask: what it prints, and whether it still holds.</summary>
public sealed record VerifiedProof(
    ProofCode Code,
    string DocumentNumber,
    string FullName,
    Nik Nik,
    IReadOnlyList<InsuranceProgram> Programs,
    DateOnly CoveredFrom,
    DateOnly CoveredThrough,
    ProofAnswer Answer,
    DateTimeOffset AsOf);
