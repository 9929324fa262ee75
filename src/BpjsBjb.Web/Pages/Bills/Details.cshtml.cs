using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Bills;

/// <summary>One bill with the money that came for it. The number to pay with is the NIK, so opening the page is a look.</summary>
public sealed class DetailsModel(ContributionSearch bills, MoneyService money, PersonalDataReads reads) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid ReceiptId { get; set; }

    /// <summary>Name of the account the money waits in.</summary>
    [BindProperty]
    public string? Account { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public BillDetails Bill { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostUseAsync(CancellationToken cancel) =>
        MayRecord ? await AnswerAsync(await money.UseAsync(Id, User.ToActor(), cancel), "payment.used", cancel) : Forbid();

    public async Task<IActionResult> OnPostRefundAsync(CancellationToken cancel) =>
        MayRecord ? await AnswerAsync(await money.RefundAsync(Id, ReceiptId, Account, User.ToActor(), cancel), "payment.refunded", cancel) : Forbid();

    private bool MayRecord => User.RoleOrNull() is { } role && Policies.Allows(Policies.RecordPayments, role);

    private async Task<IActionResult> AnswerAsync(Result<Guid> done, string notice, CancellationToken cancel)
    {
        if (done.IsRefused) return await FindAsync(cancel) ? this.Refuse(done.Refusals) : NotFound();

        Notice = notice;
        return RedirectToPage("Details", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await bills.DetailsAsync(Id, User.ToActor(), cancel) is not { } bill) return false;

        await reads.LookAsync(bill.EnrollmentId, ["Debtor.Nik"], this.ReadPlace(), User.ToActor(), cancel);
        Bill = bill;
        return true;
    }
}
