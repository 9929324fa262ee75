using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Employers;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>What an employer paid for a month; it covers the workers it is for.</summary>
public sealed class PaymentModel(EmployerSearch search, EmployerPaymentService payments, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The month paid for, such as 2026-11; this month when it is none.</summary>
    [BindProperty(SupportsGet = true, Name = "month")]
    public string? MonthText { get; set; }

    [BindProperty]
    public RecordEmployerPayment Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public EmployerDetails Employer { get; private set; } = null!;

    private Month Month => DetailsModel.MonthIn(MonthText) ?? Month.Of(clock.Today());

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        Input = new RecordEmployerPayment { PaidOn = Format.DateTyped(Employer.Today) };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var recorded = await payments.RecordAsync(Id, Month, Input, User.ToActor(), cancel);
        if (recorded is null || !await FindAsync(cancel)) return NotFound();
        if (recorded.IsRefused) return this.Refuse(recorded.Refusals, nameof(Input));

        Notice = "payment.recorded";
        return RedirectToPage("Details", new { id = Id, month = Month });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, Month, User.ToActor(), cancel) is not { } found) return false;

        Employer = found;
        return true;
    }
}
