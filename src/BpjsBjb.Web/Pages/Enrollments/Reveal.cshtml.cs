using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Enrollments;

/// <summary>One field of one case in full, for a stated purpose. The look is stored before the value is shown.</summary>
[RecentSignIn(OnlyToSend = true)]
public sealed class RevealModel(PersonalDataReads reads, EnrollmentSearch enrollments, IStringLocalizer<SharedTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RevealField Input { get; set; } = new();

    public EnrollmentDetails Case { get; private set; } = null!;

    public Revealed? Revealed { get; private set; }

    public IEnumerable<SelectListItem> Fields => PersonalDataReads.Fields.Keys.Select(name => new SelectListItem(texts.Label(name), name));

    public IEnumerable<SelectListItem> Purposes => Enum.GetValues<ReadPurpose>().Where(purpose => purpose is not ReadPurpose.Work)
        .Select(purpose => new SelectListItem(texts.Of(purpose), purpose.ToString()));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        if (await reads.RevealAsync(Id, Input, this.ReadPlace(), User.ToActor(), cancel) is not { } answer) return NotFound();
        if (answer.IsRefused) return this.Refuse(answer.Refusals, nameof(Input));

        Revealed = answer.Value;
        return Page();
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await enrollments.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Case = found;
        return true;
    }
}
