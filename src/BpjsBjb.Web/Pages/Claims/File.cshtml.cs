using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Claims;
using BpjsBjb.Web.Proofs;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Claims;

/// <summary>The file for BPJS, everything in full: the password is asked first, and the look is written down before it is shown.</summary>
[RecentSignIn]
public sealed class FileModel(ClaimSearch claims, PersonalDataReads reads, ClaimPaperSource papers) : PageModel
{
    /// <summary>What a reader of the file sees in full.</summary>
    internal static readonly string[] Fields = ["Debtor.Nik", "Debtor.Phone", "Debtor.Address", "Heirs.Heirs", "Kpj"];

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public ClaimFile Filed { get; private set; } = null!;

    public ClaimPaper Paper { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        if (await claims.FileAsync(Id, actor, cancel) is not { } file) return NotFound();

        await reads.LookAsync(file.CaseId, Fields, this.ReadPlace(), actor, cancel);
        (Filed, Paper) = (file, await papers.OfAsync(file, User.FullName(), cancel));
        return Page();
    }
}
