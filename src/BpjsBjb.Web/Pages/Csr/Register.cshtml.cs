using BpjsBjb.Domain.Csr;
using BpjsBjb.Domain.Offices;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>A donor's fund is registered with its budget by region.</summary>
public sealed class RegisterModel(CsrFundService funds, CsrSearch csr, ReferenceSource reference, IStringLocalizer<SharedTexts> texts) : PageModel
{
    /// <summary>As many regions as the form offers; agreements known name three.</summary>
    public const int RegionRows = 6;

    [BindProperty]
    public RegisterFund Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<SelectListItem> Donors { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Regions { get; private set; } = [];

    public IReadOnlyList<SelectListItem> BankOffices { get; private set; } = [];

    public IReadOnlyList<SelectListItem> BpjsOffices { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Codes => [.. Enum.GetValues<MembershipCode>().Select(code => new SelectListItem($"{code}: {texts.Of(code)}", code.ToString()))];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await OfferAsync(cancel);
        var actor = User.ToActor();
        Input = Input with
        {
            Remainder = nameof(CsrRemainder.Kept),
            OfficeId = BankOffices.FirstOrDefault(office => office.Value == actor.OfficeId.ToString())?.Value,
            BpjsOfficeId = BpjsOffices.FirstOrDefault(office => office.Value == actor.OfficeId.ToString())?.Value,
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var registered = await funds.RegisterAsync(Input, User.ToActor(), cancel);
        if (registered.IsRefused)
        {
            await OfferAsync(cancel);
            return this.Refuse(registered.Refusals, nameof(Input));
        }

        Notice = "csr.registered";
        return RedirectToPage("/Csr/Fund", new { id = registered.Value });
    }

    private async Task OfferAsync(CancellationToken cancel)
    {
        // Each line of the form has a place, also when less was sent.
        Input = Input with { Regions = [.. Input.Regions.Concat(Enumerable.Repeat(new RegisterFundRegion(), RegionRows)).Take(RegionRows)] };
        var actor = User.ToActor();
        var book = await reference.ReadAsync(cancel);
        Donors = [.. (await csr.DonorsAsync(cancel)).Select(donor => new SelectListItem(donor.Name, donor.Id.ToString()))];
        Regions =
        [
            .. book.Provinces.Select(region => new SelectListItem(region.Name, region.Code)),
            .. book.Regencies.Select(region => new SelectListItem(region.Name, region.Code)),
        ];
        BankOffices =
        [
            .. book.OpenOffices.Where(office => office.Institution == Institution.Bjb
                && office.Kind is (OfficeKind.HeadOffice or OfficeKind.Region) && actor.Bank.Contains(office.Position))
                .OrderBy(office => office.Position).Select(office => new SelectListItem(office.Name, office.Id.ToString())),
        ];
        BpjsOffices =
        [
            .. book.OpenOffices.Where(office => office.Institution == Institution.Bpjs && office.Kind == OfficeKind.Branch && actor.Bpjs.Contains(office.Position))
                .OrderBy(office => office.Name).Select(office => new SelectListItem(office.Name, office.Id.ToString())),
        ];
    }
}
