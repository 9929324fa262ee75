using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Web.Localisation;
using BpjsBjb.Web.Pages.Csr;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BpjsBjb.Web.Proofs;

/// <summary>Writes a fund in numbers out in Indonesian, whatever language the reader has chosen.</summary>
public sealed class CsrReportSource(
    IStringLocalizer<PaperTexts> texts, IStringLocalizer<SharedTexts> shared, CsrFigureWords words, IOptions<PortalOptions> portal, TimeProvider clock)
{
    public ClaimPaper Of(CsrFigures figures, ReferenceBook book, string printedBy) => Language.In(Language.Indonesian, () => new ClaimPaper(
        portal.Value.ProductName, shared["Tagline"], new PaperText(texts["CsrReport.Title"], English(() => texts["CsrReport.Title"].Value)),
        texts["CsrReport.Lead", figures.Fund.Name, figures.Fund.Number, figures.Fund.Donor, Format.DateLong(figures.On)],
        [
            new PaperSection(Word("Money"), [.. words.Money(figures.Fund).Select(line => new PaperRow(new PaperText(line.Label, ""), [Format.Rupiah(line.Amount)]))]),
            new PaperSection(Word("Whole"),
            [
                new PaperRow(Word("Workers"), [words.Count(figures.Whole is { } people ? people.People : 0)]),
                new PaperRow(Word("PersonMonths"), [words.Count(figures.Whole is { } months ? months.PersonMonths : 0)]),
                new PaperRow(Word("LapsedShare"), [words.LapsedShare(figures)]),
            ]),
            .. CsrFigureWords.Tables(figures).Where(table => table.Cells.Count > 0).Select(table => new PaperSection(
                Word(table.Name),
                [.. table.Cells.Select(cell => new PaperRow(new PaperText(words.NameOf(table, cell, figures, book), ""), [LineOf(table, cell)]))])),
            new PaperSection(Word("Hiding"), [new PaperRow(new PaperText(words.Hidden, ""), [words["HiddenMeans"]])]),
        ],
        texts["Printed", Format.Moment(clock.GetUtcNow()), printedBy]));

    /// <summary>People, then what else the table tells of them.</summary>
    private string LineOf(CsrFigureTable table, CsrCell cell) => table switch
    {
        { HasMonths: true } => texts["CsrReport.PeopleMonths", words.Count(cell.People), words.Count(cell.PersonMonths)],
        { HasAmount: true } => texts["CsrReport.PeopleAmount", words.Count(cell.People), words.Money(cell.Amount)],
        _ => texts["CsrReport.People", words.Count(cell.People)],
    };

    private PaperText Word(string key) => new(words[key], English(() => words[key]));

    private static string English(Func<string> text) => Language.In(Language.English, text);
}
