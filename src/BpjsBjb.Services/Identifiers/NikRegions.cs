using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Offices;

namespace BpjsBjb.Services.Identifiers;

/// <summary>What the first digits of a NIK say of its region. No province has it: it cannot be right. Below, lists are never complete, so that it warns.</summary>
internal static class NikRegions
{
    public static readonly Refusal UnknownProvince = new("nik.unknown-province");
    public static readonly Refusal UnknownRegion = new("nik.unknown-region");
    public static readonly Refusal UnknownDistrict = new("nik.unknown-district");

    public static IEnumerable<Refusal> FindingsOf(Nik nik, ReferenceBook reference)
    {
        if (!reference.IsProvince(nik.ProvinceCode))
        {
            yield return UnknownProvince.With(nik.ProvinceCode);
        }
        else if (reference.Region(nik.RegencyCode) is null)
        {
            yield return UnknownRegion.AsWarning().With(nik.RegencyCode);
        }
        // Districts are listed for the provinces served; elsewhere nothing is known and nothing is said.
        else if (reference.Regencies.Any(regency => regency.Code == nik.RegencyCode) && reference.Region(nik.DistrictCode) is null)
        {
            yield return UnknownDistrict.AsWarning().With(nik.DistrictCode);
        }
    }
}
