using System.Net;
using System.Text.RegularExpressions;
using BpjsBjb.Domain.Common;

namespace BpjsBjb.Benchmarks;

/// <summary>A page by its path, or by the first link that a list has to it.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Path">The page, or the list it is found in.</param>
/// <param name="IsFirstOfList">Follow the first link to a record below the list's path.</param>
internal sealed record MainPage(string Name, string Path, bool IsFirstOfList = false)
{
    public async Task<string?> FindAsync(PortalClient portal)
    {
        if (!IsFirstOfList) return Path;

        // A record's path holds an identifier; a neighbouring page's does not.
        var link = Regex.Match(await portal.GetAsync(Path), $"href=\"({Path}/[^\"]*[0-9][^\"]*)\"", RegexOptions.NonBacktracking);
        return link.Success ? WebUtility.HtmlDecode(link.Groups[1].Value) : null;
    }
}

/// <summary>What each role opens all day.</summary>
internal static class MainPages
{
    private static readonly MainPage Home = new("/", "/");
    private static readonly MainPage Enrollments = new("/Enrollments", "/Enrollments");
    private static readonly MainPage Register = new("/Enrollments/Register", "/Enrollments/Register");
    private static readonly MainPage Reviews = new("/Reviews", "/Reviews");
    private static readonly MainPage FirstReview = new("the first case in review", "/Reviews", IsFirstOfList: true);
    private static readonly MainPage Bills = new("/Bills", "/Bills");
    private static readonly MainPage Loans = new("/Loans", "/Loans");
    private static readonly MainPage FirstLoan = new("the first loan", "/Loans", IsFirstOfList: true);
    private static readonly MainPage Dashboards = new("/Dashboards", "/Dashboards");
    private static readonly MainPage Users = new("/Users", "/Users");
    private static readonly MainPage Rules = new("/Rules", "/Rules");

    public static IReadOnlyList<MainPage> Of(Role role) => role switch
    {
        Role.LoanOfficer => [Home, Enrollments, Register, Bills, Loans, FirstLoan, Rules],
        Role.BranchSupervisor => [Home, Enrollments, Bills, Loans, FirstLoan, Dashboards, Rules],
        Role.BpjsReviewer or Role.BpjsSupervisor => [Home, Reviews, FirstReview, Bills, Rules],
        Role.RegionalAdmin or Role.Auditor => [Dashboards, Enrollments, Loans, FirstLoan, Rules],
        _ => [Home, Users, Rules],
    };
}
