using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Search;

/// <summary>Finds cases. The words come by POST, so that no name or NIK stands in an address, a history or a log.</summary>
public sealed class IndexModel(EnrollmentSearch enrollments) : PageModel
{
    private const int Longest = 100;

    [BindProperty]
    public string? Q { get; set; }

    public Role Role { get; private set; }

    /// <summary>Null before anything was asked.</summary>
    public IReadOnlyList<EnrollmentListItem>? Found { get; private set; }

    public bool IsTooShort => (Q ?? "").Trim().Length < EnrollmentSearch.ShortestSearch;

    public async Task OnPostAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        Role = actor.Role;
        Found = Q is { Length: > Longest } ? [] : await enrollments.FindAsync(Q, actor, cancel);
    }
}
