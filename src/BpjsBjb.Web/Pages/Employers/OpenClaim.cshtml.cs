using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Employers;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>Opens the claim of one of an employer's workers.</summary>
public sealed class OpenClaimModel(WorkerClaimSearch claims, WorkerClaimService service, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public OpenWorkerClaim Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public string EmployerName { get; private set; } = "";

    public IReadOnlyList<ClaimableWorker> Workers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Input = new OpenWorkerClaim { ToldOn = Format.DateTyped(JakartaTime.Today(clock)) };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await service.OpenAsync(Id, Input, User.ToActor(), cancel) is not { } opened) return NotFound();
        if (opened.IsRefused) return await FindAsync(cancel) ? this.Refuse(opened.Refusals, nameof(Input)) : NotFound();

        Notice = "worker-claim.opened";
        return RedirectToPage("/Employers/Claim", new { id = opened.Value });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await claims.WorkersAsync(Id, User.ToActor(), cancel) is not var (name, workers)) return false;

        (EmployerName, Workers) = (name, workers);
        return true;
    }
}
