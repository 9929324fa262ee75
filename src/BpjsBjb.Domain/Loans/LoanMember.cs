using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Loans;

/// <summary>Why a member on the list of a cooperative's loan need not be covered.</summary>
public enum MemberExemption
{
    /// <summary>Gets nothing of this loan.</summary>
    TakesNoShare,

    /// <summary>Earns a wage and does not trade.</summary>
    DoesNotTrade,

    /// <summary>Past the age at which somebody may still be registered.</summary>
    TooOldToRegister,

    LeftCooperative,
}

/// <summary>A member on the list of a cooperative's loan. Covered or not is read from the ledger by NIK, never stated here.</summary>
public sealed class LoanMember
{
    public static readonly Refusal OnTheList = new("member.on-the-list");
    public static readonly Refusal NotOnTheList = new("member.not-on-the-list");
    public static readonly Refusal ReasonMissing = new("member.reason-missing");
    public static readonly Refusal NotACooperative = new("member.not-a-cooperative");
    public static readonly Refusal ListIsFixed = new("member.list-is-fixed");

    private LoanMember()
    {
    }

    public Guid Id { get; private init; }

    public Guid LoanId { get; private init; }

    public byte[] NikHash { get; private init; } = [];

    public byte[] NikSealed { get; private init; } = [];

    public string FullName { get; private init; } = "";

    /// <summary>Null for a member who must be covered before the loan is paid out.</summary>
    public MemberExemption? Exemption { get; private init; }

    public Guid AddedBy { get; private init; }

    public DateTimeOffset AddedAt { get; private init; }

    public static LoanMember Of(
        Guid id, Guid loanId, byte[] nikHash, byte[] nikSealed, string fullName, MemberExemption? exemption, Actor by, DateTimeOffset at) => new()
        {
            Id = id,
            LoanId = loanId,
            NikHash = nikHash,
            NikSealed = nikSealed,
            FullName = fullName,
            Exemption = exemption,
            AddedBy = by.UserId,
            AddedAt = at,
        };
}
