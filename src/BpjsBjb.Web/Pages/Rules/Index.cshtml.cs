using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;
using BpjsBjb.Services.Rules;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Rules;

/// <summary>The rows of the law as the portal knows them: all, or those in force on a day.</summary>
public sealed class IndexModel(RuleSearch rules, TimeProvider clock, IStringLocalizerFactory texts) : PageModel
{
    /// <summary>A date as typed; empty shows every row, those in force first.</summary>
    [BindProperty(SupportsGet = true)]
    public string? On { get; set; }

    /// <summary>A date as typed: the last day whose knowledge of the law counts; empty for everything the portal knows.</summary>
    [BindProperty(SupportsGet = true)]
    public string? KnownOn { get; set; }

    public DateOnly Day { get; private set; }

    public DateOnly? Knowledge { get; private set; }

    public RuleWords Words { get; } = new(texts);

    public IReadOnlyList<RuleGroup> Groups { get; private set; } = [];

    public bool MayKeep => User.RoleOrNull() is { } role && Policies.Allows(Policies.KeepRules, role);

    /// <summary>Which rows people made law, and who.</summary>
    public RuleOrigins Origins { get; private set; } = null!;

    public bool IsEveryRow { get; private set; } = true;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var typed = string.IsNullOrWhiteSpace(On) ? clock.Today() : TypedDate.Parse(On);
        Day = typed.IsRefused ? clock.Today() : typed.Value;
        IsEveryRow = typed.IsRefused || string.IsNullOrWhiteSpace(On);
        var known = string.IsNullOrWhiteSpace(KnownOn) ? null : TypedDate.Parse(KnownOn);
        Knowledge = known is { IsRefused: false } ? known.Value : null;
        Groups = [.. RuleGroup.Of(await rules.AllAsync(Knowledge, cancel)).Select(group => group.On(Day, IsEveryRow))];

        Origins = await rules.OriginsAsync(User.ToActor(), cancel);
        List<Refusal> refusals =
        [
            .. typed.Refusals.Select(refusal => refusal.On(nameof(On))),
            .. (known?.Refusals ?? []).Select(refusal => refusal.On(nameof(KnownOn))),
        ];
        return refusals.Count > 0 ? this.Refuse(refusals) : Page();
    }
}

/// <summary>One kind of rule with its rows; texts by the resource <c>Kind.{Kind}</c>.</summary>
public sealed record RuleGroup(string Kind, IReadOnlyList<DatedRule> Rows)
{
    public static IReadOnlyList<RuleGroup> Of(RuleBook book) =>
    [
        new(nameof(book.ParticipationDuties), book.ParticipationDuties),
        new(nameof(book.EvidenceDuties), book.EvidenceDuties),
        new(nameof(book.ProductGuarantees), book.ProductGuarantees),
        new(nameof(book.ProgramDuties), book.ProgramDuties),
        new(nameof(book.FlatContributions), book.FlatContributions),
        new(nameof(book.Brackets), [.. book.Brackets.OrderBy(row => row.Number)]),
        new(nameof(book.Discounts), book.Discounts),
        new(nameof(book.WageProgramDuties), [.. book.WageProgramDuties.OrderBy(row => row.Class).ThenBy(row => row.Program)]),
        new(nameof(book.WageRates), book.WageRates),
        new(nameof(book.JpWageCeilings), [.. book.JpWageCeilings.OrderByDescending(row => row.ValidFrom)]),
        new(nameof(book.JkpShares), book.JkpShares),
        new(nameof(book.PrepaymentTerms), [.. book.PrepaymentTerms.OrderBy(row => row.Months)]),
        new(nameof(book.Limits), book.Limits),
        new(nameof(book.EnterpriseClasses), book.EnterpriseClasses),
        new(nameof(book.Benefits), book.Benefits),
    ];

    public RuleGroup On(DateOnly day, bool everyRow) => this with
    {
        Rows = [.. Rows.Where(row => everyRow || row.AppliesOn(day)).OrderBy(row => row.AppliesOn(day) ? 0 : 1)],
    };
}
