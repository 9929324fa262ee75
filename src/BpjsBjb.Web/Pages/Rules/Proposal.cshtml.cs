using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Rules;
using BpjsBjb.Services.Sheets;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Rules;

/// <summary>One proposal: what it says beside what holds, its run over all live debtors, and the decision of the second person.</summary>
[RecentSignIn(Handler = "Approve")]
[RecentSignIn(Handler = "Excel")]
public sealed class ProposalModel(
    RuleProposalService proposals, RuleProposalSearch search, IStringLocalizer<SharedTexts> texts, IStringLocalizerFactory factory) : PageModel
{
    /// <summary>Seconds after which a page with an open run looks again by itself.</summary>
    private const string Again = "5";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid TrialId { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public ProposalDetails Found { get; private set; } = null!;

    public RuleWords Words { get; } = new(factory);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        if (Found.Trial is { IsOpen: true }) Response.Headers["Refresh"] = Again;
        return Page();
    }

    public async Task<IActionResult> OnPostTryAsync(CancellationToken cancel) =>
        await DoneAsync(() => proposals.TryAsync(Id, User.ToActor(), cancel), "rule.trying", cancel);

    public async Task<IActionResult> OnPostApproveAsync(CancellationToken cancel) =>
        await DoneAsync(() => proposals.ApproveAsync(Id, TrialId, User.ToActor(), cancel), "rule.approved", cancel);

    public async Task<IActionResult> OnPostRefuseAsync(CancellationToken cancel) =>
        await DoneAsync(() => proposals.RefuseAsync(Id, User.ToActor(), cancel), "rule.refused", cancel);

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancel) =>
        await DoneAsync(() => proposals.WithdrawAsync(Id, User.ToActor(), cancel), "rule.withdrawn", cancel);

    /// <summary>Every row of the run as a workbook, by reference.</summary>
    public async Task<IActionResult> OnPostExcelAsync(CancellationToken cancel)
    {
        if (await search.FileAsync(Id, TrialId, User.ToActor(), cancel) is not { } file) return NotFound();

        string[] head =
        [
            "Reference", "Kind", "Office", "Region", "Before", "After", "Difference", "DutyBefore", "DutyAfter", "StatusBefore", "StatusAfter", "Prepaid", "Credit", "Handling", "ProgramsBefore",
            "ProgramsAfter", "HeldBefore", "HeldAfter",
        ];
        var rows = file.Rows.Select(IReadOnlyList<object?> (row) =>
        [
            row.Reference, texts[row.Outcome.Employer is null ? "Trial.Debtor" : "Trial.Worker"].Value, row.Office, row.Region, row.Outcome.Before.Amount, row.Outcome.After.Amount,
            row.Outcome.After.Amount - row.Outcome.Before.Amount, Word(row.Outcome.DutyBefore), Word(row.Outcome.DutyAfter),
            Status(row.Outcome.StatusBefore), Status(row.Outcome.StatusAfter), row.Outcome.PrepaidMonths, row.Outcome.Credit,
            row.Outcome.Credit > 0 && file.Credit is { } credit ? Words.Choice(credit) : "–",
            Programs(row.Outcome.Employer?.ProgramsBefore), Programs(row.Outcome.Employer?.ProgramsAfter), Held(row.Outcome.HeldBefore), Held(row.Outcome.HeldAfter),
        ]);
        return this.Sheet(
            file.Number, stream => SheetWriter.Write(stream, file.Number, [.. head.Select(name => texts[$"Trial.{name}"].Value)], rows));
    }

    private string Word(Duty? duty) => duty is { } value ? texts.Of(value) : "–";

    private string Status(Enum? status) => status is null ? "–" : texts[$"Status.participation.{status}"].Value;

    private string Held(bool? isHeld) => isHeld is { } held ? texts[held ? "Trial.Held" : "Trial.Free"].Value : "–";

    private string Programs(IReadOnlyList<InsuranceProgram>? programs) => programs is null ? "–" : string.Join(", ", programs.Select(program => Words.Choice(program)));

    private async Task<IActionResult> DoneAsync(Func<Task<Result<Guid>>> step, string notice, CancellationToken cancel)
    {
        if (!await FindAsync(cancel)) return NotFound();

        var done = await step();
        if (done.IsRefused) return await FindAsync(cancel) ? this.Refuse(done.Refusals) : NotFound();

        Notice = notice;
        return RedirectToPage(new { Id });
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (await search.DetailsAsync(Id, User.ToActor(), cancel) is not { } found) return false;

        Found = found;
        return true;
    }
}
