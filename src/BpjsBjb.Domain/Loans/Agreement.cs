namespace BpjsBjb.Domain.Loans;

/// <summary>As what an institution stands in the agreement, as a source says.</summary>
public enum PartyRole
{
    Party,
    Witness,
    Guarantor,
    Funder,
}

/// <summary>An institution of the agreement. Where sources disagree there is a row for each.</summary>
public sealed record AgreementParty(
    int Id, string Name, PartyRole Role, DateOnly ValidFrom, DateOnly? ValidTo, string Source, bool IsConfirmed);

/// <summary>A term of the agreement, in both languages of the portal.</summary>
public sealed record AgreementTerm(
    int Id, string SaysId, string SaysEn, DateOnly ValidFrom, DateOnly? ValidTo, string Source, bool IsConfirmed);
