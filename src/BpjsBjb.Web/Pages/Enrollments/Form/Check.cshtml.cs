using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

/// <summary>Every answer on one page, everything that stands against it at once, and the button that sends.</summary>
public sealed class CheckModel(SectionServices services) : CasePage(services)
{
    /// <summary>Warning, by its key → the officer's reason for passing it.</summary>
    [BindProperty]
    public Dictionary<string, string?> Reasons { get; set; } = [];

    public IReadOnlyList<Refusal> Refusals { get; private set; } = [];

    public bool IsRefused { get; private set; }

    protected override bool ShowsRecord => true;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Version = Case.Version;
        await DescribeAsync(cancel);
        Refusals = [.. Findings.Refusals];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var given = Reasons.Where(reason => reason.Value is not null).ToDictionary(reason => reason.Key, reason => reason.Value!);
        var sent = await Services.Enrollments.SubmitAsync(Id, Version, given, User.ToActor(), cancel);
        var now = await Services.Search.DetailsAsync(Id, User.ToActor(), cancel);
        if (sent.IsRefused && now is { IsEditable: true }) return await RefusedAsync(sent.Refusals, cancel);

        Notice = now?.Outcome switch
        {
            AcceptanceOutcome.LinkedByPortal => "enrollment.linked",
            AcceptanceOutcome.Declined => "enrollment.declined",
            _ => "enrollment.submitted",
        };
        return ToDetails();
    }

    public string? ReasonFor(Refusal warning) =>
        Reasons.GetValueOrDefault(EnrollmentService.Key(warning)) ?? Form.PassedWarnings.GetValueOrDefault(EnrollmentService.Key(warning));

    public bool LacksReason(Refusal warning) => IsRefused && string.IsNullOrWhiteSpace(ReasonFor(warning));

    private async Task<IActionResult> RefusedAsync(IReadOnlyList<Refusal> refusals, CancellationToken cancel)
    {
        // The page shows the case as it is now, so the next press sends exactly what is on screen.
        Version = Case.Version;
        await DescribeAsync(cancel);
        IsRefused = true;
        Refusals = [.. refusals.Where(refusal => !refusal.IsWarning)];
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
