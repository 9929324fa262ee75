using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Proofs;
using BpjsBjb.Web.Localisation;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Proofs;

/// <summary>A text in Indonesian with its short English counterpart.</summary>
public sealed record PaperText(string Text, string English);

/// <summary>One line of the paper: a label and what stands beside it, one entry a line.</summary>
public sealed record PaperRow(PaperText Label, IReadOnlyList<string> Values);

public sealed record PaperSection(PaperText Title, IReadOnlyList<PaperRow> Rows);

/// <summary>A proof as it stands on paper, every word written out: the page and the PDF print the same one.</summary>
public sealed record ProofPaper(
    string ProductName,
    string Tagline,
    PaperText NumberLabel,
    string DocumentNumber,
    PaperText Title,
    string Lead,
    IReadOnlyList<PaperSection> Sections,
    QrCode Qr,
    string QrLabel,
    PaperText CheckTitle,
    string CheckHow,
    string CheckAddress,
    string Code,
    string CheckFine,
    string SignedAt,
    string SignedBy,
    string SignedAs,
    string Printed,
    string PageCount);

/// <summary>Writes a proof out in Indonesian, whatever language the reader has chosen.</summary>
public sealed class ProofPaperSource(
    IStringLocalizer<PaperTexts> texts, IStringLocalizer<SharedTexts> words, IOptions<PortalOptions> portal, TimeProvider clock)
{
    /// <summary>More payments than these are told as one sum, so that the paper stays one page.</summary>
    private const int PaymentsInFull = 3;

    public ProofPaper Of(ProofSheet sheet, Uri verifyPage, string printedBy) => Language.In(Language.Indonesian, () => new ProofPaper(
        portal.Value.ProductName, words["Tagline"], Text("Number"), sheet.DocumentNumber, Text("Title"), texts["Lead"],
        [
            new(Text("Participant"),
            [
                Row("FullName", sheet.FullName),
                Row("Nik", Format.Masked(sheet.Nik)),
                Row("BirthDate", Format.DateLong(sheet.BirthDate)),
                Row("Address", $"{sheet.Address}, {sheet.DistrictName}, {sheet.RegencyName}"),
                Row("Business", texts["BusinessIs", sheet.BusinessTypeName, sheet.BusinessRiskGroup]),
            ]),
            new(Text("Participation"),
            [
                Row("Kpj", sheet.Kpj ?? Format.Nothing),
                Row("Programs", string.Join(", ", sheet.Programs.Select(program => words.Of(program)))),
                Row("Cover", texts["CoverIs", Format.DateLong(sheet.Cover.FirstDay), Format.DateLong(sheet.Cover.LastDay), sheet.Cover.Months]),
                Row("Base", texts["BaseIs", Format.Rupiah(sheet.ContributionBase)]),
                new(Text("Paid"), [.. Paid(sheet)]),
                Row("Loan", $"{sheet.ApplicationNumber}, {sheet.ProductName}, {sheet.OfficeName}"),
            ]),
        ],
        QrCode.Of(new Uri(verifyPage, verifyPage.AbsolutePath.TrimEnd('/') + "/" + sheet.Code.Characters).AbsoluteUri),
        texts["QrLabel"], Text("Check"), texts["CheckHow"], verifyPage.Authority + verifyPage.AbsolutePath, sheet.Code.Grouped, texts["CheckFine"],
        $"{sheet.OfficeName}, {Format.DateLong(JakartaTime.DateIn(sheet.IssuedAt))}",
        sheet.IssuedByName,
        sheet.IssuedByRole is { } role ? $"{words["Role." + role]}, {sheet.IssuedByOffice}" : sheet.IssuedByOffice,
        texts["Printed", Format.Moment(clock.GetUtcNow()), printedBy],
        texts["PageCount"]));

    private IEnumerable<string> Paid(ProofSheet sheet)
    {
        foreach (var paid in sheet.Paid.Take(sheet.Paid.Count > PaymentsInFull ? 0 : PaymentsInFull))
        {
            yield return texts["PaidIs", Format.Rupiah(paid.Amount), Format.DateLong(paid.PaidOn), paid.Months];
        }

        if (sheet.Paid.Count > PaymentsInFull)
        {
            yield return texts["PaidSum", Format.Rupiah(sheet.PaidTotal), sheet.Paid.Count, Format.DateLong(sheet.Paid[^1].PaidOn)];
        }

        if (sheet.MonthsPaidElsewhere > 0) yield return texts["PaidElsewhere", sheet.MonthsPaidElsewhere];
    }

    private PaperRow Row(string key, string value) => new(Text(key), [value]);

    private PaperText Text(string key) => new(texts[key], Language.In(Language.English, () => texts[key].Value));
}
