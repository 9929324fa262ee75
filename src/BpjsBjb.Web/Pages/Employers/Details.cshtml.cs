using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Employers;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BpjsBjb.Web.Pages.Employers;

/// <summary>An employer with its programmes, its workers and what a month costs. Wages are shown to whoever works with them, and the look is recorded.</summary>
public sealed class DetailsModel(EmployerSearch employers, WorkerClaimSearch claims, PersonalDataReads reads, ReferenceSource reference) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The month in view, such as 2026-11; anything else is this month.</summary>
    [BindProperty(SupportsGet = true, Name = "month")]
    public string? MonthText { get; set; }

    /// <summary>A date as typed: the month is priced as the law was known at its end. Empty for now.</summary>
    [BindProperty(SupportsGet = true)]
    public string? KnownOn { get; set; }

    public EmployerDetails Employer { get; private set; } = null!;

    public ReferenceBook Book { get; private set; } = null!;

    public bool MayEdit => Allows(Policies.RegisterDebtors);

    public bool MayEnterNpp => Allows(Policies.EnterNpp);

    public bool MayRecordPayments => Allows(Policies.RecordPayments);

    public bool MaySeeWages => MayEdit || MayRecordPayments;

    public bool MayKeepClaims => Allows(Policies.KeepClaims);

    public IReadOnlyList<WorkerClaimItem> Claims { get; private set; } = [];

    public bool MayReadLoans => Allows(Policies.ReadLoans);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var actor = User.ToActor();
        if (await employers.DetailsAsync(Id, MonthIn(MonthText), KnownOn, actor, cancel) is not { } found) return NotFound();

        if (MaySeeWages && found.Month.Workers.Count > 0) await reads.LookWithoutCaseAsync(["Wage"], this.ReadPlace(), actor, cancel);
        (Employer, Book) = (found, await reference.ReadAsync(cancel));
        if (MayKeepClaims) Claims = await claims.OfEmployerAsync(Id, actor, cancel);
        return found.KnownOnRefusals.Count > 0 ? this.Refuse(found.KnownOnRefusals) : Page();
    }

    internal static Month? MonthIn(string? text) =>
        DateOnly.TryParseExact($"{text}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 2015 and <= 2100
            ? Month.Of(day)
            : null;

    private bool Allows(string policy) => User.RoleOrNull() is { } role && Policies.Allows(policy, role);
}
