namespace BpjsBjb.Domain.People;

/// <summary>Why two records may be one human.</summary>
public enum LikenessReason
{
    NikOneDigit,
    NikTransposed,
    SameNameAndBirthDate,
    SameMotherAndBirthDate,
    SamePhoneAndName,
}

/// <summary>What a record says of a person, opened for the comparison alone.</summary>
/// <param name="Name">As a name search compares it.</param>
/// <param name="Nik">Sixteen digits.</param>
/// <param name="Mother">As a name search compares it; empty when unknown.</param>
/// <param name="Phone">E.164; empty when unknown.</param>
public sealed record PersonTraits(string Name, DateOnly BirthDate, string Nik, string Mother, string Phone);

/// <summary>Compares two records. Every reason is a fact a reviewer can check; nothing is weighed by a number.</summary>
public static class Likeness
{
    public static IReadOnlyList<LikenessReason> Of(PersonTraits one, PersonTraits other)
    {
        var sameName = one.Name.Length > 0 && one.Name == other.Name;
        var sameBirth = one.BirthDate == other.BirthDate;
        List<LikenessReason> reasons = [];

        // Neighbours in the register, born on one day in one district, have numbers one apart: without the name it says nothing.
        if (sameName && IsOneDigitOff(one.Nik, other.Nik)) reasons.Add(LikenessReason.NikOneDigit);
        if (sameName && IsTransposed(one.Nik, other.Nik)) reasons.Add(LikenessReason.NikTransposed);
        if (sameName && sameBirth) reasons.Add(LikenessReason.SameNameAndBirthDate);
        if (sameBirth && one.Mother.Length > 0 && one.Mother == other.Mother) reasons.Add(LikenessReason.SameMotherAndBirthDate);
        if (sameName && one.Phone.Length > 0 && one.Phone == other.Phone) reasons.Add(LikenessReason.SamePhoneAndName);
        return reasons;
    }

    /// <summary>Likely one human: several things agree, or the number looks mistyped.</summary>
    public static bool IsLikely(IReadOnlyCollection<LikenessReason> reasons) =>
        reasons.Count > 1 || reasons.Any(reason => reason is LikenessReason.NikOneDigit or LikenessReason.NikTransposed);

    private static bool IsOneDigitOff(string one, string other) => one.Length == other.Length && Differing(one, other).Count() == 1;

    /// <summary>Two neighbouring digits in the other order.</summary>
    private static bool IsTransposed(string one, string other) =>
        one.Length == other.Length && Differing(one, other).Take(3).ToList() is [var first, var second] && second == first + 1
        && one[first] == other[second] && one[second] == other[first];

    private static IEnumerable<int> Differing(string one, string other) => Enumerable.Range(0, one.Length).Where(at => one[at] != other[at]);
}
