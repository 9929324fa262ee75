using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>One allocation from its proposal to the paid month, with the one next step.</summary>
public sealed class AllocationModel(
    CsrSearch csr, CsrAllocationService allocations, ReferenceSource reference) : PageModel
{
    /// <summary>Seconds after which a page that is still being filled looks again by itself.</summary>
    private const string Again = "3";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public HandOver Handover { get; set; } = new();

    [BindProperty]
    public PayCsrBill Payment { get; set; } = new();

    [BindProperty]
    public AskException Late { get; set; } = new();

    [BindProperty]
    public DecideException Decision { get; set; } = new();

    [BindProperty]
    public EndAllocation Ending { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public CsrAllocationDetails Found { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public bool MayKeep => May(Policies.KeepCsr);

    public bool MayApprove => May(Policies.ApproveCsr);

    /// <summary>Whoever proposed it takes it back; an approver refuses it or gives it up.</summary>
    public bool MayEnd => MayApprove || (MayKeep && User.ToActor().UserId == Found.ProposedBy);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        if (Found.IsFilling) Response.Headers["Refresh"] = Again;
        return Page();
    }

    public Task<IActionResult> OnPostApproveAsync(CancellationToken cancel) =>
        DoAsync(Policies.ApproveCsr, by => allocations.ApproveAsync(Id, by, cancel), "", "csr.approved", cancel);

    public Task<IActionResult> OnPostHandOverAsync(CancellationToken cancel) =>
        DoAsync(Policies.KeepCsr, by => allocations.HandOverAsync(Id, Handover, by, cancel), nameof(Handover), "csr.handed-over", cancel);

    public Task<IActionResult> OnPostBillAsync(CancellationToken cancel) =>
        DoAsync(Policies.KeepCsr, by => allocations.BillAsync(Id, by, cancel), "", "csr.billed", cancel);

    public Task<IActionResult> OnPostPayAsync(CancellationToken cancel) =>
        DoAsync(Policies.KeepCsr, by => allocations.PayAsync(Id, Payment, by, cancel), nameof(Payment), "csr.paid", cancel);

    public Task<IActionResult> OnPostAskAsync(CancellationToken cancel) =>
        DoAsync(Policies.KeepCsr, by => allocations.AskExceptionAsync(Id, Late, by, cancel), nameof(Late), "csr.exception-asked", cancel);

    public Task<IActionResult> OnPostDecideAsync(CancellationToken cancel) =>
        DoAsync(Policies.ApproveCsr, by => allocations.DecideExceptionAsync(Id, Decision, by, cancel), nameof(Decision), "csr.exception-decided", cancel);

    public Task<IActionResult> OnPostEndAsync(CancellationToken cancel) =>
        DoAsync(Policies.KeepCsr, by => allocations.EndAsync(Id, Ending, by, cancel), nameof(Ending), "csr.ended", cancel);

    private async Task<IActionResult> DoAsync(
        string policy, Func<Actor, Task<Result<Guid>>> step, string prefix, string notice, CancellationToken cancel)
    {
        if (!May(policy)) return Forbid();

        var done = await step(User.ToActor());
        if (done.IsRefused) return await FindAsync(cancel) ? this.Refuse(done.Refusals, prefix) : NotFound();

        Notice = notice;
        return RedirectToPage("/Csr/Allocation", new { id = Id });
    }

    private bool May(string policy) => User.RoleOrNull() is { } role && Policies.Allows(policy, role);

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await csr.AllocationAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        (Found, Book) = (found, await reference.ReadAsync(cancel));
        return true;
    }
}
