using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Cover;
using BpjsBjb.Services.Employers;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>What is still owed on an employer's loan, as the core system says, and its end at the bank: the radar counts with both.</summary>
public sealed class BalanceModel(EmployerLoanSearch search, CoverService service) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RecordBalance Input { get; set; } = new();

    [BindProperty]
    public CloseEmployerLoan Closing { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public EmployerLoanDetails Loan { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var today = Format.DateTyped(Loan.GateOn);
        (Input, Closing) = (new RecordBalance { AsOf = today }, new CloseEmployerLoan { ClosedOn = today });
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) =>
        await AnswerAsync(await service.ReportBalanceAsync(Id, Input, User.ToActor(), cancel), nameof(Input), "cover.balance-reported", cancel);

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken cancel) =>
        await AnswerAsync(await service.CloseEmployersAsync(Id, Closing, User.ToActor(), cancel), nameof(Closing), "cover.left", cancel);

    private async Task<IActionResult> AnswerAsync(Result<Guid> done, string form, string notice, CancellationToken cancel)
    {
        if (done.IsRefused) return await FindAsync(cancel) ? this.Refuse(done.Refusals, form) : NotFound();

        Notice = notice;
        return RedirectToPage("/Employers/Loan", new { id = Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Loan = found;
        return true;
    }
}
