using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Reviews;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Reviews;

[RecentSignIn(OnlyToSend = true)]
public sealed class RedirectModel(EnrollmentSearch search, ReviewService reviews, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    [BindProperty]
    public RedirectCase Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public EnrollmentDetails Case { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Version = Case.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var sent = await reviews.RedirectAsync(Id, Version, Input, User.ToActor(), cancel);
        if (!sent.IsRefused)
        {
            Notice = "review.redirected";
            return RedirectToPage("Index");
        }

        if (!await FindAsync(cancel)) return NotFound();

        if (sent.Refusals.Any(refusal => refusal.Code == Enrollment.ChangedMeanwhile.Code)) Version = Case.Version;
        return this.Refuse(sent.Refusals, nameof(Input));
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        (Case, Book) = (found, await reference.ReadAsync(cancel));
        return true;
    }
}
