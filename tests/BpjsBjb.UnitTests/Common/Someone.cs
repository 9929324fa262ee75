using BpjsBjb.Domain.Common;

namespace BpjsBjb.UnitTests.Common;

/// <summary>People who act in tests.</summary>
internal static class Someone
{
    public static Actor Named(string letter) => new(
        new Guid($"00000000-0000-7000-8000-00000000000{letter}"),
        Role.LoanOfficer,
        new Guid("00000000-0000-7000-8000-0000000000ff"),
        OfficeInterval.Everything,
        OfficeInterval.Everything);
}
