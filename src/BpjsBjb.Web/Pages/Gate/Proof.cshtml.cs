using BpjsBjb.Services.Gate;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Gate;

/// <summary>What the nightly proof of every payout found.</summary>
public sealed class ProofModel(GateSearch gate) : PageModel
{
    public IReadOnlyList<GateProof> Proofs { get; private set; } = [];

    public IReadOnlyList<GateDifference> Differences { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => (Proofs, Differences) = await gate.ProofsAsync(User.ToActor(), cancel);
}
