using BpjsBjb.Domain.Common;

namespace BpjsBjb.Web.Security;

/// <summary>The accounts of a demonstration, shown on its sign-in page. They exist nowhere else.</summary>
public static class DemoAccounts
{
    public const string Password = "Lindung-Debitur-2016";

    public static readonly IReadOnlyList<(string Email, Role Role)> All =
    [
        ("petugas@bjb.test", Role.LoanOfficer),
        ("penyelia@bjb.test", Role.BranchSupervisor),
        ("verifikator@bpjs.test", Role.BpjsReviewer),
        ("penyelia@bpjs.test", Role.BpjsSupervisor),
        ("wilayah@bjb.test", Role.RegionalAdmin),
        ("admin@portal.test", Role.SystemAdmin),
        ("admin2@portal.test", Role.SystemAdmin),
        ("auditor@portal.test", Role.Auditor),
        ("kadin@partner.test", Role.KadinViewer),
        ("lpdb@partner.test", Role.LpdbViewer),
        ("donor@bjb-csr.test", Role.DonorViewer),
    ];
}
