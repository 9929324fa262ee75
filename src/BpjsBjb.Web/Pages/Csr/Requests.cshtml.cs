using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Privacy;
using BpjsBjb.Services.Csr;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>Requests of people on donors' lists about their own data, and the form that takes one.</summary>
public sealed class RequestsModel(
    CsrRequestService requests, CsrRequestSearch search, TimeProvider clock, IStringLocalizer<SharedTexts> texts) : PageModel
{
    [BindProperty]
    public RecordCsrRequest Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public CsrRequestList List { get; private set; } = null!;

    public bool MayKeep => User.RoleOrNull() is { } role && Policies.Allows(Policies.KeepCsr, role);

    public IReadOnlyList<SelectListItem> Kinds =>
        [.. new[] { DataRequestKind.Access, DataRequestKind.Erasure }.Select(kind => new SelectListItem(texts.Of(kind), kind.ToString()))];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Input = new RecordCsrRequest { ReceivedOn = Format.DateTyped(clock.Today()) };
        List = await search.ListAsync(User.ToActor(), cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!MayKeep) return Forbid();

        var recorded = await requests.RecordAsync(Input, User.ToActor(), cancel);
        if (recorded.IsRefused)
        {
            List = await search.ListAsync(User.ToActor(), cancel);
            return this.Refuse(recorded.Refusals, nameof(Input));
        }

        Notice = "data-request.recorded";
        return RedirectToPage("/Csr/Request", new { id = recorded.Value });
    }
}
