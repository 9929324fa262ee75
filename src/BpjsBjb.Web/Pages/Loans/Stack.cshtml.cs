using BpjsBjb.Services.Common;
using BpjsBjb.Services.Guarantees;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using BpjsBjb.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Loans;

/// <summary>What is owed in the reader's scope against the layers that stand today, branch by branch, and the loans behind each number.</summary>
public sealed class StackModel(GuaranteeSearch search, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid? Office { get; set; }

    /// <summary>Only loans with a layer that does not stand today.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Fallen { get; set; }

    [BindProperty(SupportsGet = true, Name = ListQuery.PageNumber)]
    public int Number { get; set; } = 1;

    public StackOverview Overview { get; private set; } = null!;

    public Page<StackListItem> List { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Overview = await search.OverviewAsync(User.ToActor(), cancel);
        if (Office is { } office && Overview.Branches.All(branch => branch.OfficeId != office)) return NotFound();

        List = await search.ListAsync(Office, Fallen, Number, User.ToActor(), cancel);
        Book = await reference.ReadAsync(cancel);
        return Page();
    }
}
