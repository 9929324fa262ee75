using BpjsBjb.Domain.Common;

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

/// <summary>What a paper of the agreement is.</summary>
public enum AgreementPaperKind
{
    Agreement,
    Annex,
    Amendment,
    Minutes,
    Letter,
}

/// <summary>A paper of the agreement; its content is opened apart.</summary>
/// <param name="DatedOn">The day the paper bears.</param>
/// <param name="Hash">SHA-256 of the content.</param>
public sealed record AgreementPaper(Guid Id, AgreementPaperKind Kind, DateOnly DatedOn, string Hash, string ByName, DateTimeOffset At)
{
    /// <summary>Said by the database: papers are kept by the bank's regions and BPJS's supervisors.</summary>
    public static readonly Refusal NotYours = new("agreement.not-yours");
    public static readonly Refusal DatedInTheFuture = new("agreement.dated-in-the-future");
}
