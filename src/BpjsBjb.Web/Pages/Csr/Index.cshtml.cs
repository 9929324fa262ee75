using BpjsBjb.Services.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>CSR funds of the reader's offices, those that end soonest first.</summary>
public sealed class IndexModel(CsrSearch csr) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = TagHelpers.ListQuery.PageNumber)]
    public int Number { get; set; } = 1;

    public Page<CsrFundListItem> List { get; private set; } = null!;

    /// <summary>Funds that end until this day have a next payer for each of their people.</summary>
    public DateOnly WarnUntil { get; private set; }

    public bool MayKeep => User.RoleOrNull() is { } role && Policies.Allows(Policies.KeepCsr, role);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        List = await csr.ListAsync(Text, Number, User.ToActor(), cancel);
        WarnUntil = await csr.NextPayerUntilAsync(cancel);
    }
}
