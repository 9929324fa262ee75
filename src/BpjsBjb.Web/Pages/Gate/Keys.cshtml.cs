using BpjsBjb.Services.Gate;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Gate;

/// <summary>The keys that signed, sign and will sign decisions for other systems. Only their public half is ever read here.</summary>
public sealed class KeysModel(SigningKeys keys) : PageModel
{
    public IReadOnlyList<SigningKeyTerm> Keys { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Keys = await keys.ListAsync(cancel);
}
