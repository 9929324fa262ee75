using BpjsBjb.Services.Audit;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BpjsBjb.Web.Pages.Enrollments.Form;

/// <summary>A page about one case that may still be edited: unknown or somebody else's is 404, no longer editable leads to its details.</summary>
public abstract class CasePage(SectionServices services) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Of the case as the reader saw it; a change by somebody else since then is refused.</summary>
    [BindProperty]
    public uint Version { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public EnrollmentDetails Case { get; private set; } = null!;

    public ReferenceBook Reference { get; private set; } = null!;

    /// <summary>The form the page speaks of: the saved one, or the saved one with what was just typed.</summary>
    public EnrollmentForm Form { get; protected set; } = new();

    public ApplicationFacts Facts { get; private set; } = null!;

    public ApplicationFindings Findings { get; private set; } = null!;

    public IReadOnlyList<SectionProgress> Progress { get; private set; } = [];

    /// <summary>The section in view; none on the task list and the check page.</summary>
    public virtual FormSection Section => FormSection.None;

    /// <summary>True where the page shows what else is masked: opening it is written down.</summary>
    protected virtual bool ShowsRecord => false;

    protected SectionServices Services => services;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var found = await services.Search.DetailsAsync(Id, User.ToActor(), HttpContext.RequestAborted);
        if (found is null) context.Result = NotFound();
        else if (!IsOpen(found)) context.Result = Closed();
        else
        {
            Case = found;
            Form = found.Form;
            if (ShowsRecord) await services.Reads.LookAsync(Id, PersonalDataReads.WholeRecord, this.ReadPlace(), User.ToActor(), HttpContext.RequestAborted);
            Reference = await services.Reference.ReadAsync(HttpContext.RequestAborted);
            await next();
        }
    }

    /// <summary>Where a field is filled in: its section's page, at its control.</summary>
    public string AddressOf(string field) => Url.Page(
        $"/Enrollments/Form/{field[..field.IndexOf('.', StringComparison.Ordinal)]}",
        null, new { Id }, null, null, TagBuilder.CreateSanitizedId(ControlOf(field), "_"))!;

    /// <summary>Name of the control of a field such as <c>Debtor.Nik</c>; the list of heirs stands for its first name.</summary>
    protected static string ControlOf(string field) => field == "Heirs.Heirs"
        ? "Input.Heirs[0].Name"
        : "Input" + field[field.IndexOf('.', StringComparison.Ordinal)..];

    protected virtual bool IsOpen(EnrollmentDetails found) => found.IsEditable;

    protected RedirectToPageResult ToDetails() => RedirectToPage("/Enrollments/Details", new { id = Id });

    /// <summary>Reads what the page says beside the form, of <see cref="Form"/>.</summary>
    protected async Task DescribeAsync(CancellationToken cancel)
    {
        Findings = await services.Search.FindingsAsync(Form, cancel);
        Progress = Findings.ProgressOf(Form);
        Facts = await services.Panels.FactsAsync(Form, cancel);
    }

    private IActionResult Closed() =>
        Request.Headers.XRequestedWith == "fetch" ? new JsonResult(null) { StatusCode = StatusCodes.Status409Conflict } : ToDetails();
}
