using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;

namespace BpjsBjb.Services.Identifiers;

/// <summary>The numbers that can be checked by their form alone.</summary>
public enum IdentifierKind
{
    Nik,
    Npwp,
    Nib,
    Kpj,
    Npp,
    Phone,
    Kk,
    NikKoperasi,
}

public enum IdentifierVerdict
{
    Ok,

    /// <summary>It may be right: a person looks at the card.</summary>
    Warning,

    /// <summary>It cannot be right.</summary>
    Invalid,
}

/// <summary>What a number says of its holder; all null for most kinds.</summary>
/// <param name="BirthDate">Null too where its century is unsure.</param>
/// <param name="Age">Whole years on the day asked for.</param>
/// <param name="Region">Code and name of the place of first registration, as in "3204 Kabupaten Bandung".</param>
public sealed record IdentifierFacts(DateOnly? BirthDate = null, Sex? Sex = null, int? Age = null, string? Region = null);

/// <param name="Normalized">As it is stored; null when it is invalid.</param>
/// <param name="Reasons">Why it is not simply right.</param>
public sealed record IdentifierFinding(
    IdentifierVerdict Verdict, string? Normalized, IdentifierFacts Facts, IReadOnlyList<Refusal> Reasons);
