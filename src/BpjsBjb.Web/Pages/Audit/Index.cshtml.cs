using BpjsBjb.Services.Audit;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Audit;

/// <summary>Where the audit chain stands, and whether it holds. No debtor is shown here.</summary>
public sealed class IndexModel(AuditChain chain) : PageModel
{
    public bool MayAsk => User.RoleOrNull() is { } role && Policies.Allows(Policies.ReadAudit, role);

    public ChainState State { get; private set; } = null!;

    /// <summary>Null until the chain was verified.</summary>
    public ChainReport? Report { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => State = await chain.StateAsync(cancel);

    public async Task OnPostAsync(CancellationToken cancel)
    {
        Report = await chain.VerifyAsync(cancel);
        State = await chain.StateAsync(cancel);
    }
}
