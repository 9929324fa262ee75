using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>Whether the month of one person, known by the code on the printed list, is counted; and how to find out without the portal.</summary>
public sealed class VerifyModel(CsrBlindedLists lists) : PageModel
{
    [BindProperty]
    public CheckPersonMonth Input { get; set; } = new();

    /// <summary>Null until something was asked.</summary>
    public bool? IsCounted { get; private set; }

    public bool IsDonors => User.RoleOrNull() == Role.DonorViewer;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var counted = await lists.IsCountedAsync(Input, User.ToActor(), cancel);
        if (counted.IsRefused) return this.Refuse(counted.Refusals, nameof(Input));

        IsCounted = counted.Value;
        return Page();
    }
}
