using BpjsBjb.Domain.Businesses;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Domain.Employers;

public enum LegalForm
{
    Cv,
    Pt,
    Cooperative,
    Other,
}

/// <summary>A business or cooperative that borrows and pays wages. Its workers are wage earners (PU), its trading members are not.</summary>
public sealed class Employer
{
    public static readonly Refusal NpwpUsed = new("employer.npwp-used");
    public static readonly Refusal NppUsed = new("employer.npp-used");
    public static readonly Refusal NppKnown = new("employer.npp-known");
    public static readonly Refusal OwnRegistration = new("employer.own-registration");
    public static readonly Refusal ChangedMeanwhile = new("employer.changed-meanwhile");

    private Employer()
    {
    }

    public Guid Id { get; private init; }

    public LegalForm LegalForm { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Lower case, no accents, single spaces: what the list is ordered by.</summary>
    public string NameSearch { get; private set; } = "";

    /// <summary>Sealed like a NIK, because an individual's tax number is one.</summary>
    public byte[] NpwpSealed { get; private set; } = [];

    public byte[] NpwpHash { get; private set; } = [];

    /// <summary>Number of the place of business, sealed like the tax number in it; null where none was stated.</summary>
    public byte[]? NitkuSealed { get; private set; }

    /// <summary>Null while the business has none yet.</summary>
    public string? Nib { get; private set; }

    /// <summary>Nomor Induk Koperasi; cooperatives only.</summary>
    public string? CooperativeNumber { get; private set; }

    /// <summary>Null until BPJS has given it.</summary>
    public string? Npp { get; private set; }

    public Guid? NppBy { get; private set; }

    public DateTimeOffset? NppAt { get; private set; }

    public string BusinessTypeId { get; private set; } = "";

    /// <summary>JKK group 1–5 as the officer confirmed it; BPJS has the last word.</summary>
    public int RiskGroup { get; private set; }

    /// <summary>Capital without land and buildings, rupiah.</summary>
    public Rupiah Capital { get; private set; }

    /// <summary>Rupiah a year; null for a business that has not sold for a year yet.</summary>
    public Rupiah? AnnualSales { get; private set; }

    public EnterpriseClass Class { get; private set; }

    public string RegencyCode { get; private set; } = "";

    public Guid OfficeId { get; private init; }

    public int BankPosition { get; private init; }

    public Guid BpjsOfficeId { get; private set; }

    public int BpjsPosition { get; private set; }

    public Guid RegisteredBy { get; private init; }

    public DateTimeOffset RegisteredAt { get; private init; }

    public uint Version { get; private init; }

    public bool IsCooperative => LegalForm == LegalForm.Cooperative;

    public static Employer Register(Guid id, Guid officeId, int bankPosition, Actor by, DateTimeOffset at) => new()
    {
        Id = id,
        OfficeId = officeId,
        BankPosition = bankPosition,
        RegisteredBy = by.UserId,
        RegisteredAt = at,
    };

    /// <summary>Takes over what the officer states, with the class that follows from it.</summary>
    public void State(EmployerFacts facts, byte[] npwpSealed, byte[] npwpHash, byte[]? nitkuSealed, EnterpriseClass enterpriseClass)
    {
        (LegalForm, Name, NameSearch) = (facts.LegalForm, facts.Name, People.PersonName.Normalised(facts.Name));
        (NpwpSealed, NpwpHash, NitkuSealed) = (npwpSealed, npwpHash, nitkuSealed);
        (Nib, CooperativeNumber) = (facts.Nib?.Digits, facts.CooperativeNumber?.Digits);
        (BusinessTypeId, RiskGroup) = (facts.BusinessType.Id, facts.BusinessType.RiskGroup);
        (Capital, AnnualSales, Class) = (facts.Capital, facts.AnnualSales, enterpriseClass);
        (RegencyCode, BpjsOfficeId, BpjsPosition) = (facts.RegencyCode, facts.BpjsOfficeId, facts.BpjsPosition);
    }

    /// <summary>Four eyes: whoever registered an employer does not enter its number.</summary>
    public Result<Employer> TakeNpp(Npp npp, Actor by, DateTimeOffset at)
    {
        if (Npp is not null) return NppKnown;
        if (by.UserId == RegisteredBy) return OwnRegistration;

        (Npp, NppBy, NppAt) = (npp.Text, by.UserId, at);
        return this;
    }
}

/// <summary>What an officer states of an employer, parsed.</summary>
public sealed record EmployerFacts(
    LegalForm LegalForm,
    string Name,
    Nib? Nib,
    NikKoperasi? CooperativeNumber,
    BusinessType BusinessType,
    Rupiah Capital,
    Rupiah? AnnualSales,
    string RegencyCode,
    Guid BpjsOfficeId,
    int BpjsPosition);
