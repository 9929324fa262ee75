using BpjsBjb.Services.Enrollments;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

/// <summary>Asks once more before a case is taken back.</summary>
public sealed class WithdrawalModel(SectionServices services) : CasePage(services)
{
    public void OnGet() => Version = Case.Version;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var withdrawn = await Services.Enrollments.WithdrawAsync(Id, Version, User.ToActor(), cancel);
        if (withdrawn.IsRefused)
        {
            Version = Case.Version;
            return this.Refuse(withdrawn.Refusals);
        }

        Notice = "enrollment.withdrawn";
        return ToDetails();
    }

    protected override bool IsOpen(EnrollmentDetails found) => found.IsWithdrawable;
}
