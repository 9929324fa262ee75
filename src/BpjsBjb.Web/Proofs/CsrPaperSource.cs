using BpjsBjb.Domain.Csr;
using BpjsBjb.Services.Csr;
using BpjsBjb.Web.Localisation;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Proofs;

/// <summary>Writes the receipt of a donation out in Indonesian, whatever language the reader has chosen.</summary>
public sealed class CsrPaperSource(
    IStringLocalizer<PaperTexts> texts, IStringLocalizer<SharedTexts> words, IOptions<PortalOptions> portal, TimeProvider clock)
{
    public ClaimPaper Receipt(CsrDonation donation, CsrFundDetails fund, string printedBy) => Language.In(Language.Indonesian, () => new ClaimPaper(
        portal.Value.ProductName, words["Tagline"], Text(donation.Direction == DonationDirection.In ? "Csr.Receipt" : "Csr.Returned"), texts["Csr.Lead"],
        [
            new PaperSection(Text("Csr.Money"),
            [
                Row("Csr.Number", donation.Number),
                Row("Csr.Amount", Format.Rupiah(donation.Amount)),
                Row("Csr.PaidOn", Format.DateLong(donation.PaidOn)),
                Row("Csr.Reference", donation.Reference),
                Row("Csr.RecordedBy", $"{donation.ByName}, {Format.Moment(donation.At)}"),
            ]),
            new PaperSection(Text("Csr.Fund"),
            [
                Row("Csr.Donor", fund.Donor),
                Row("Csr.Name", $"{fund.Name} ({fund.Number})"),
                Row("Csr.Agreement", $"{fund.AgreementNumber}, {Format.DateLong(fund.AgreementOn)}"),
                Row("Csr.Code", $"{fund.Code}: {words.Of(fund.Code)}"),
                Row("Csr.Cover", $"{Format.Month(fund.FirstMonth)} – {Format.Month(fund.FirstMonth.Plus(fund.Months - 1))}"),
                Row("Csr.Commitment", Format.Rupiah(fund.Ledger.Commitment)),
                Row("Csr.Donated", Format.Rupiah(fund.Ledger.Donated)),
            ]),
        ],
        texts["Printed", Format.Moment(clock.GetUtcNow()), printedBy]));

    private PaperRow Row(string key, string value) => new(Text(key), [value]);

    private PaperText Text(string key) => new(texts[key], Language.In(Language.English, () => texts[key].Value));
}
