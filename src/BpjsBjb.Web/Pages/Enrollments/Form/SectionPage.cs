using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Enrollments;
using BpjsBjb.Domain.People;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using BpjsBjb.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

/// <summary>What the frame around the six section pages needs to know.</summary>
public abstract class SectionPage(SectionServices services) : CasePage(services)
{
    /// <summary>The buttons of the form, by the value they send.</summary>
    public const string Continue = "next";
    public const string ToTasks = "tasks";
    public const string Back = "back";

    /// <summary>The pages in order; their names are the sections'.</summary>
    public static readonly IReadOnlyList<string> Pages =
    [
        nameof(FormSection.Loan), nameof(FormSection.Debtor), nameof(FormSection.Business),
        nameof(FormSection.Income), nameof(FormSection.Heirs), nameof(FormSection.Consent),
    ];

    /// <summary>True when somebody else saved meanwhile: what is typed stays, what is stored stands beside it.</summary>
    public bool IsStale { get; protected set; }

    /// <summary>True on a refused page whose answers are stored all the same.</summary>
    public bool IsKept { get; protected set; }

    public int WarningCount { get; protected set; }

    protected string PageAfter => Pages.SkipWhile(page => page != Section.ToString()).Skip(1).FirstOrDefault() ?? "Check";

    protected string PageBefore => Pages.TakeWhile(page => page != Section.ToString()).LastOrDefault() ?? "Tasks";
}

/// <summary>One section of the form: shows it, keeps it however wrong, prices it while it is typed.</summary>
public abstract class SectionPage<TSection>(SectionServices services) : SectionPage(services)
    where TSection : class, IFormSection, new()
{
    [BindProperty]
    public TSection Input { get; set; } = new();

    public override FormSection Section => Input.Section;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Input = Form.Sections.Select(section => section.Value).OfType<TSection>().Single();
        Version = Case.Version;
        return await ShowAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(string? then, CancellationToken cancel)
    {
        var kept = await Services.Enrollments.KeepAsync(Id, Version, Input, User.ToActor(), cancel);
        if (kept.IsRefused) return await RefusedAsync(kept.Refusals, cancel);

        Version = kept.Value.Version;
        if (then != Continue)
        {
            Notice = "enrollment.saved";
            return RedirectToPage(then == Back ? PageBefore : "Tasks", new { Id });
        }

        List<Refusal> standing = [.. kept.Value.Refusals];
        if (standing.Count == 0) return RedirectToPage(PageAfter, new { Id });

        IsKept = true;
        await ShowAsync(cancel);
        return this.Refuse(standing, nameof(Input));
    }

    /// <summary>Saves while the officer types; answers 409 when somebody else saved first.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync(CancellationToken cancel)
    {
        var kept = await Services.Enrollments.KeepAsync(Id, Version, Input, User.ToActor(), cancel);
        if (!kept.IsRefused) return new JsonResult(new { version = kept.Value.Version, savedAt = Format.Time(kept.Value.At) });

        var stale = kept.Refusals.Any(refusal => refusal.Code == Enrollment.ChangedMeanwhile.Code);
        return new JsonResult(null) { StatusCode = stale ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity };
    }

    /// <summary>The panel for what is typed, without saving it.</summary>
    public async Task<IActionResult> OnPostQuoteAsync(CancellationToken cancel)
    {
        await ShowAsync(cancel);
        return Partial("_ContributionPanel", this);
    }

    /// <summary>The same as a whole page, for browsers without scripts.</summary>
    public async Task<IActionResult> OnPostCalculateAsync(CancellationToken cancel) => await ShowAsync(cancel);

    /// <summary>Reads what this one page offers beyond the others.</summary>
    protected virtual Task PrepareAsync(CancellationToken cancel) => Task.CompletedTask;

    protected async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        Form = Form.With(Input);
        await DescribeAsync(cancel);
        await PrepareAsync(cancel);
        ShowRemarks();
        return Page();
    }

    /// <summary>
    /// Nothing was stored. A stale page shows what is stored now beside what is typed; saved again, knowing that, it overwrites.
    /// </summary>
    private async Task<IActionResult> RefusedAsync(IReadOnlyList<Refusal> refusals, CancellationToken cancel)
    {
        IsStale = refusals.Any(refusal => refusal.Code == Enrollment.ChangedMeanwhile.Code);
        if (IsStale) Version = Case.Version;
        await ShowAsync(cancel);
        return this.Refuse(
            [.. refusals.Where(refusal => refusal.Field != nameof(ConsentForm.TextVersion)).Select(InWords)], nameof(Input));
    }

    /// <summary>A stored choice by its name instead of its code.</summary>
    private Refusal InWords(Refusal refusal)
    {
        if (refusal.Code != Enrollment.FieldChangedMeanwhile.Code) return refusal;

        var texts = HttpContext.RequestServices.GetRequiredService<IStringLocalizer<SharedTexts>>();
        var answer = new CaseSummary(texts, Reference).Of(Case.Form, inFull: true).SelectMany(section => section.Answers)
            .FirstOrDefault(answer => answer.Field == $"{Section}.{refusal.Field}")?.Text;
        if (answer is null && refusal.Field!.EndsWith($".{nameof(HeirForm.Relation)}", StringComparison.Ordinal))
        {
            answer = Enum.TryParse<HeirRelation>(refusal.Values?[0].ToString(), out var relation) ? texts.Of(relation) : null;
        }

        return answer is null ? refusal : refusal.With(answer);
    }

    /// <summary>Warnings and what the reviewer sent back, beside the fields they concern.</summary>
    private void ShowRemarks()
    {
        var sentences = HttpContext.RequestServices.GetRequiredService<RefusalSentences>();
        var texts = HttpContext.RequestServices.GetRequiredService<IStringLocalizer<SharedTexts>>();
        var returned = Case.ReturnedFields.Select(field => (field.Field, Text: texts.Of(field.Reason)));
        var warned = Findings.Warnings.Select(warning => (Field: warning.Field!, sentences.Of(warning).Text));
        var remarks = returned.Concat(warned)
            .Where(remark => remark.Field.StartsWith($"{Section}.", StringComparison.Ordinal))
            .ToLookup(remark => ControlOf(remark.Field), remark => remark.Text);
        ViewData[FieldTagHelper.Remarks] = remarks;
        if (Case.Status == EnrollmentStatus.Returned)
        {
            ViewData[FieldTagHelper.Open] = EnrollmentService.OpenFields(Case.ReturnedFields.Select(field => field.Field), Form)
                .Where(field => field.StartsWith($"{Section}.", StringComparison.Ordinal)).Select(ControlOf).ToHashSet();
        }

        WarningCount = Findings.Warnings.Count(warning => warning.Field!.StartsWith($"{Section}.", StringComparison.Ordinal));
    }
}
