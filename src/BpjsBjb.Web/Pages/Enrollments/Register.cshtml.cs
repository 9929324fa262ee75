using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Pages.Enrollments.Form;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Enrollments;

/// <summary>Three answers make a draft; the rest follows from its task list.</summary>
public sealed class RegisterModel(
    EnrollmentService enrollments, EnrollmentSearch search, EmployerLoanSearch members, PersonalDataReads reads, ReferenceSource reference,
    TimeProvider clock) : PageModel
{
    [BindProperty]
    public StartEnrollment Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public ReferenceBook Reference { get; private set; } = null!;

    public SimilarCases Similar { get; private set; } = SimilarCases.None;

    /// <param name="member">A member of a cooperative's list, whose NIK and name are filled in; anything else is passed over.</param>
    public async Task OnGetAsync(Guid? member, CancellationToken cancel)
    {
        Reference = await reference.ReadAsync(cancel);
        Input = new StartEnrollment { Key = Guid.CreateVersion7(clock.GetUtcNow()) };
        if (member is not { } id || await members.MemberAsync(id, User.ToActor(), cancel) is not { } known) return;

        await reads.LookWithoutCaseAsync(["Debtor.Nik"], this.ReadPlace(), User.ToActor(), cancel);
        Input = Input with { Nik = known.Nik.Grouped, FullName = known.FullName };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var started = await enrollments.StartAsync(Input, User.ToActor(), cancel);
        if (started.IsRefused)
        {
            Reference = await reference.ReadAsync(cancel);
            Similar = await FindSimilarAsync(cancel);
            return this.Refuse(started.Refusals, nameof(Input));
        }

        Notice = "enrollment.started";
        return RedirectToPage("Form/Tasks", new { id = started.Value });
    }

    /// <summary>Who already stands under this NIK; told while the rest is still being typed.</summary>
    public async Task<IActionResult> OnPostSimilarAsync(CancellationToken cancel) => Partial("Form/_Similar", await FindSimilarAsync(cancel));

    private async Task<SimilarCases> FindSimilarAsync(CancellationToken cancel) =>
        new(await search.SimilarAsync(Input.Key, Input.Nik, Input.FullName, null, User.ToActor(), cancel));
}
