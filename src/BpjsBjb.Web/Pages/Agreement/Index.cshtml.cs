using BpjsBjb.Services.Guarantees;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Agreement;

/// <summary>The agreement of 2016: who stands in it as what, and what it says, each with its source; where sources disagree, both.</summary>
public sealed class IndexModel(AgreementSearch search) : PageModel
{
    public Services.Guarantees.Agreement Agreement { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Agreement = await search.ReadAsync(User.ToActor(), cancel);
}
