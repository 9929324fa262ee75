using BpjsBjb.Domain.Common;
using BpjsBjb.Web.Security;

namespace BpjsBjb.Web;

/// <summary>One line of the menu. Its text is the shared resource <c>Nav.{Key}</c>.</summary>
public sealed record NavigationEntry(string Key, string Page, string Icon, params Role[] Roles)
{
    /// <summary>Alt and this letter open it.</summary>
    public string? AccessKey { get; init; }

    /// <summary>Shows how many cases wait for the reader.</summary>
    public bool CountsWaiting { get; init; }

    public bool IsFor(Role role) => Roles.Length == 0 || Roles.Contains(role);

    private string Folder => Page[..(Page.LastIndexOf('/') + 1)];

    /// <summary>True for the page itself and, unless the menu has a nearer entry, for its neighbours in the folder.</summary>
    public bool Holds(string? page, IEnumerable<NavigationEntry> menu) =>
        Page == page
        || (Page != Navigation.Home
            && Page.EndsWith("/Index", StringComparison.Ordinal)
            && page?.StartsWith(Folder, StringComparison.Ordinal) == true
            && !menu.Any(entry => entry.Page == page));
}

/// <summary>The menu, in order. An entry whose page does not exist is left out when the menu is drawn.</summary>
public static class Navigation
{
    public const string Home = "/Index";

    private static readonly NavigationEntry[] Entries =
    [
        new("Home", Home, "home", Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor, Role.SystemAdmin),
        new("Dashboard", "/Dashboards/Index", "layout-dashboard", Role.RegionalAdmin, Role.Auditor),
        new("Register", "/Enrollments/Register", "user-plus", Role.LoanOfficer) { AccessKey = "n" },
        new("Reviews", "/Reviews/Index", "list-check", Role.BpjsReviewer, Role.BpjsSupervisor) { CountsWaiting = true },
        new("Duplicates", "/Reviews/Duplicates", "users", Role.BpjsReviewer, Role.BpjsSupervisor),
        new("SecondLooks", "/Reviews/Looks", "search", Role.BpjsReviewer, Role.BpjsSupervisor),
        new("Disagreement", "/Reviews/Report", "file-text", Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor),
        new("Enrollments", "/Enrollments/Index", "list-check",
            Role.LoanOfficer, Role.BranchSupervisor, Role.RegionalAdmin, Role.Auditor) { CountsWaiting = true },
        new("Loans", "/Loans/Index", "building-bank",
            Role.LoanOfficer, Role.BranchSupervisor, Role.RegionalAdmin, Role.Auditor),
        new("Cover", "/Cover/Index", "hourglass", Role.LoanOfficer, Role.BranchSupervisor, Role.RegionalAdmin, Role.Auditor),
        new("Gate", "/Gate/Index", "shield-check", Role.LoanOfficer, Role.BranchSupervisor, Role.RegionalAdmin, Role.Auditor),
        new("Claims", "/Claims/Index", "heart-handshake",
            Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor),
        new("Csr", "/Csr/Index", "heart-handshake", Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor),
        new("Stack", "/Loans/Stack", "report-money", Role.BranchSupervisor, Role.RegionalAdmin, Role.Auditor),
        new("Employers", "/Employers/Index", "briefcase",
            Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor),
        new("Groups", "/Groups/Index", "users", Role.LoanOfficer, Role.BranchSupervisor, Role.RegionalAdmin, Role.Auditor),
        new("Participations", "/Participations/Index", "shield-check", Role.BpjsReviewer, Role.BpjsSupervisor),
        new("Bills", "/Bills/Index", "cash", Role.LoanOfficer, Role.BranchSupervisor, Role.BpjsReviewer, Role.BpjsSupervisor),
        new("DataRequests", "/Privacy/Requests", "id", Role.LoanOfficer, Role.BranchSupervisor, Role.RegionalAdmin, Role.Auditor),
        new("Breaches", "/Privacy/Breaches", "alert-triangle", Role.Auditor, Role.SystemAdmin),
        new("Retention", "/Privacy/Retention", "archive", Role.Auditor, Role.SystemAdmin),
        new("Audit", "/Audit/Index", "shield-check", Role.Auditor, Role.SystemAdmin),
        new("PayoutProof", "/Gate/Proof", "search", Role.Auditor, Role.SystemAdmin),
        new("SigningKeys", "/Gate/Keys", "id", Role.SystemAdmin),
        new("Jobs", "/Jobs/Index", "settings", Role.Auditor, Role.SystemAdmin),
        new("Users", "/Users/Index", "users", Role.SystemAdmin),
        new("Offices", "/Reference/Offices/Index", "building-bank", Role.SystemAdmin),
        new("Certification", "/Users/Certification", "shield-check", Role.BranchSupervisor, Role.RegionalAdmin, Role.SystemAdmin),
        new("Reference", "/Reference/Index", "file-spreadsheet", Role.SystemAdmin),
        new("Agreement", "/Agreement/Index", "users", Role.BpjsSupervisor, Role.RegionalAdmin, Role.Auditor, Role.SystemAdmin),
        new("Partners", "/Partners/Index", "layout-dashboard", Role.KadinViewer, Role.LpdbViewer),
        new("Donor", "/Csr/Donor", "heart-handshake", Role.DonorViewer),
        new("Rules", "/Rules/Index", "file-text", [.. Policies.Roles[Policies.ReadRules]]),
    ];

    public static IReadOnlyList<NavigationEntry> For(Role role) => [.. Entries.Where(entry => entry.IsFor(role))];
}
