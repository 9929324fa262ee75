namespace BpjsBjb.Domain.People;

/// <summary>A debtor as last accepted. Identifiers and addresses are sealed; the keyed hash makes the NIK unique and findable.</summary>
public sealed class Person
{
    private Person()
    {
    }

    public Guid Id { get; private init; }

    public byte[] NikHash { get; private init; } = [];

    public byte[] NikSealed { get; private init; } = [];

    public string FullName { get; private set; } = "";

    /// <summary>Lower case, no accents, single spaces: what a name search compares.</summary>
    public string NameSearch { get; private set; } = "";

    public DateOnly BirthDate { get; private set; }

    public string BirthPlace { get; private set; } = "";

    public Sex Sex { get; private set; }

    public byte[] MotherNameSealed { get; private set; } = [];

    public byte[] PhoneSealed { get; private set; } = [];

    public byte[] AddressSealed { get; private set; } = [];

    public string DistrictCode { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    public static Person Known(Guid id, byte[] nikHash, byte[] nikSealed, DateTimeOffset at) => new()
    {
        Id = id,
        NikHash = nikHash,
        NikSealed = nikSealed,
        CreatedAt = at,
    };

    public void Describe(
        string fullName,
        DateOnly birthDate,
        string birthPlace,
        Sex sex,
        byte[] motherNameSealed,
        byte[] phoneSealed,
        byte[] addressSealed,
        string districtCode)
    {
        FullName = fullName;
        NameSearch = PersonName.Normalised(fullName);
        BirthDate = birthDate;
        BirthPlace = birthPlace;
        Sex = sex;
        MotherNameSealed = motherNameSealed;
        PhoneSealed = phoneSealed;
        AddressSealed = addressSealed;
        DistrictCode = districtCode;
    }
}
