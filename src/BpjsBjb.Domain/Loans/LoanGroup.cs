using BpjsBjb.Domain.Common;

namespace BpjsBjb.Domain.Loans;

/// <summary>People who borrow side by side, each with a loan of their own (Kredit bjb Mesra). How many they must be is a dated limit.</summary>
public sealed class LoanGroup
{
    public const int LongestName = 100;

    public static readonly Refusal Missing = new("group.missing");
    public static readonly Refusal NotForProduct = new("group.not-for-product");
    public static readonly Refusal NotForEmployers = new("group.not-for-employers");
    public static readonly Refusal NameMissing = new("group.name-missing");
    public static readonly Refusal NameUsed = new("group.name-used");
    public static readonly Refusal Full = new("group.full");
    public static readonly Refusal OfAnotherOffice = new("group.of-another-office");

    private LoanGroup()
    {
    }

    public Guid Id { get; private init; }

    public string Name { get; private init; } = "";

    public Guid OfficeId { get; private init; }

    public int BankPosition { get; private init; }

    public int BpjsPosition { get; private init; }

    public Guid RegisteredBy { get; private init; }

    public DateTimeOffset RegisteredAt { get; private init; }

    public static LoanGroup Register(string name, Guid officeId, int bankPosition, int bpjsPosition, Actor by, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        Name = name,
        OfficeId = officeId,
        BankPosition = bankPosition,
        BpjsPosition = bpjsPosition,
        RegisteredBy = by.UserId,
        RegisteredAt = at,
    };
}
