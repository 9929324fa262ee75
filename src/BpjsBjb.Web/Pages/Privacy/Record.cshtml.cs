using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Privacy;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Privacy;

/// <summary>Writes down what the debtor of a case asks for.</summary>
public sealed class RecordModel(DataRequestService requests, EnrollmentSearch enrollments, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RecordRequest Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public EnrollmentDetails Case { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Input = new RecordRequest { ReceivedOn = Format.DateTyped(clock.Today()) };
        return await FindAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel) || await requests.RecordAsync(Id, Input, User.ToActor(), cancel) is not { } recorded) return NotFound();
        if (recorded.IsRefused) return this.Refuse(recorded.Refusals, nameof(Input));

        Notice = "data-request.recorded";
        return RedirectToPage("Request", new { id = recorded.Value });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await enrollments.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Case = found;
        return true;
    }
}
