using BpjsBjb.Services.Rules;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Rules;

/// <summary>Rules that were proposed, those that wait first.</summary>
public sealed class ProposalsModel(RuleProposalSearch proposals, IStringLocalizerFactory texts) : PageModel
{
    public IReadOnlyList<ProposalListItem> Items { get; private set; } = [];

    public RuleWords Words { get; } = new(texts);

    public async Task OnGetAsync(CancellationToken cancel) => Items = await proposals.ListAsync(User.ToActor(), cancel);
}
