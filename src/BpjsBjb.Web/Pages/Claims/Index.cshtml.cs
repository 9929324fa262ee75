using BpjsBjb.Domain.Claims;
using BpjsBjb.Services.Claims;
using BpjsBjb.Services.Common;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using BpjsBjb.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Claims;

/// <summary>Deaths and accidents by what is pressing: terms that are over first.</summary>
public sealed class IndexModel(ClaimSearch claims, ReferenceSource reference, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public ClaimTab? Tab { get; set; }

    [BindProperty(SupportsGet = true)]
    public ClaimKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public ClaimOrder? Order { get; set; }

    [BindProperty(SupportsGet = true, Name = ListQuery.PageNumber)]
    public int Number { get; set; } = 1;

    public ClaimTab Shown { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public Page<ClaimListItem> List { get; private set; } = null!;

    public IReadOnlyList<ClaimCount> Counts { get; private set; } = [];

    public ReferenceBook Book { get; private set; } = null!;

    public bool MayKeep => User.RoleOrNull() is { } role && Policies.Allows(Policies.KeepClaims, role);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        Now = clock.GetUtcNow();
        Counts = await claims.CountsAsync(Kind, actor, cancel);
        Shown = Tab ?? (Counts[0].Claims > 0 ? ClaimTab.Overdue : ClaimTab.Open);
        List = await claims.ListAsync(Shown, Kind, Order ?? ClaimOrder.Deadline, Number, actor, cancel);
        Book = await reference.ReadAsync(cancel);
    }
}
