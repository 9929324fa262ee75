using System.Security.Claims;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.People;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Pages.Style;

/// <summary>Every component in every state, for whoever changes the looks. Development and demonstrations only.</summary>
[ReadsQuery("sort")]
public sealed class IndexModel(IWebHostEnvironment environment, IOptions<PortalOptions> portal) : PageModel
{
    public static readonly DateTimeOffset SampleInstant = new(2016, 9, 2, 2, 5, 0, TimeSpan.Zero);
    public static readonly Nik SampleNik = Nik.Parse("3204286103880002").Value;

    [BindProperty(SupportsGet = true, Name = "role")]
    public Role ViewAs { get; set; } = Role.LoanOfficer;

    [BindProperty(SupportsGet = true, Name = "state")]
    public string? State { get; set; }

    public Sample Input { get; set; } = new();

    public IActionResult OnGet()
    {
        if (!portal.Value.Demo && !environment.IsDevelopment()) return NotFound();

        ViewData["Viewer"] = SampleViewer();
        return State == "errors" ? this.Refuse(SampleRefusals, nameof(Input)) : Page();
    }

    private static readonly Refusal[] SampleRefusals =
    [
        Nik.NotSixteenDigits.With(15).On(nameof(Sample.Nik)),
        TypedDate.NotADate.On(nameof(Sample.BirthDate)),
        PersonName.NotAName.On(nameof(Sample.Mother)),
        Rupiah.NotWholeRupiah.On(nameof(Sample.MonthlyIncome)),
    ];

    private ClaimsPrincipal SampleViewer()
    {
        var actor = new Actor(Guid.Empty, ViewAs, Guid.Empty, OfficeInterval.Nothing, OfficeInterval.Nothing);
        var office = ViewAs is Role.BpjsReviewer or Role.BpjsSupervisor ? "BPJS TK Majalaya" : "KC Soreang";
        return new ClaimsPrincipal(new ClaimsIdentity(actor.ToClaims("Rina Marlina", office), "sample"));
    }

    /// <summary>The form's invented answers.</summary>
    public sealed record Sample
    {
        public string Nik { get; init; } = "3204 2861 0388 000";
        public string FullName { get; init; } = "Nining Sumarni";
        public string BirthDate { get; init; } = "31-02-1988";
        public Sex Sex { get; init; } = Sex.Female;
        public string Mother { get; init; } = "Enok 2";
        public string? Email { get; init; }
        public string Address { get; init; } = "Kp. Cibodas RT 02 RW 07";
        public string? Regency { get; init; }
        public Rupiah MonthlyIncome { get; init; } = new(2_500_000);
        public string Reference { get; init; } = "E-2016-000917";
        public bool HasConsent { get; init; } = true;
        public string? Remark { get; init; }
    }
}
