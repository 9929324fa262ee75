using System.Globalization;
using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Offices;
using BpjsBjb.Services.Sheets;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>Marks the texts of a fund in numbers: <c>Resources/Pages/Csr/CsrFigureTexts</c>.</summary>
public sealed class CsrFigureTexts;

/// <summary>One table of a fund in numbers.</summary>
/// <param name="HasMonths">Whether person-months stand beside the people.</param>
public sealed record CsrFigureTable(string Name, IReadOnlyList<CsrCell> Cells, bool HasMonths, bool HasAmount);

/// <summary>What the partial page of figures shows.</summary>
public sealed record CsrFigureView(CsrFigures Figures, ReferenceBook Book);

/// <summary>A fund in numbers in the reader's words, the same on the page, in the PDF and in the workbook.</summary>
public sealed class CsrFigureWords(IStringLocalizer<CsrFigureTexts> texts)
{
    /// <summary>Stands for a number of fewer than five people.</summary>
    public string Hidden => texts["Hidden"];

    public string this[string key] => texts[key];

    public static IReadOnlyList<CsrFigureTable> Tables(CsrFigures figures) =>
    [
        new("Regency", figures.Regencies, HasMonths: true, HasAmount: false),
        new("Occupation", figures.Occupations, HasMonths: true, HasAmount: false),
        new("Month", figures.Months, HasMonths: false, HasAmount: false),
        new("NextPayer", figures.NextPayers, HasMonths: false, HasAmount: false),
        new("After", figures.After, HasMonths: false, HasAmount: false),
        new("Benefit", figures.Benefits, HasMonths: false, HasAmount: true),
    ];

    public string NameOf(CsrFigureTable table, CsrCell cell, CsrFigures figures, ReferenceBook book) => table.Name switch
    {
        "Regency" => book.RegionName(cell.Key),
        "Occupation" => Occupation(figures.KnownOccupations, cell.Key),
        "Month" => Format.Month(Month.Of(DateOnly.ParseExact($"{cell.Key}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture))),
        _ => texts[$"{table.Name}.{cell.Key}"],
    };

    public static string Occupation(IReadOnlyList<Domain.Csr.CsrOccupation> known, string code) =>
        known.FirstOrDefault(one => one.Code == code) is { } occupation ? CsrWords.Name(occupation) : code;

    public string Count(long? number) => number is { } told ? Format.Number(told) : Hidden;

    public string Money(Rupiah? amount) => amount is { } told ? Format.Rupiah(told) : Hidden;

    /// <summary>Of those whose cover by the fund is over, how many have none now.</summary>
    public string LapsedShare(CsrFigures figures)
    {
        var continued = figures.After.FirstOrDefault(cell => cell.Key == "Continued");
        var lapsed = figures.After.FirstOrDefault(cell => cell.Key == "Lapsed");
        if (continued is null || lapsed is null) return Format.Nothing;

        return continued.People is { } covered && lapsed.People is { } uncovered ? Format.Share(uncovered, covered + uncovered) : Hidden;
    }

    /// <summary>The money of a fund, line by line.</summary>
    public IReadOnlyList<(string Label, Rupiah Amount)> Money(CsrFundSums fund) =>
    [
        (texts["Commitment"], fund.Commitment), (texts["Donated"], fund.Donated), (texts["Returned"], fund.Returned), (texts["Bound"], fund.Bound),
        (texts["Paid"], fund.Paid), (texts["Unspent"], fund.Unspent),
    ];

    /// <summary>The same numbers as a workbook.</summary>
    public void Write(Stream file, string name, CsrFigures figures, ReferenceBook book)
    {
        IEnumerable<IReadOnlyList<object?>> rows =
        [
            .. Money(figures.Fund).Select(line => (IReadOnlyList<object?>)[texts["Money"].Value, line.Label, null, null, line.Amount.Amount]),
            [texts["Whole"].Value, figures.Fund.Name, Cell(figures.Whole?.People, figures.Whole), Cell(figures.Whole?.PersonMonths, figures.Whole), null],
            .. Tables(figures).SelectMany(table => table.Cells.Select(cell => (IReadOnlyList<object?>)
            [
                texts[table.Name].Value, NameOf(table, cell, figures, book), Cell(cell.People, cell), table.HasMonths ? Cell(cell.PersonMonths, cell) : null,
                table.HasAmount ? Cell(cell.Amount?.Amount, cell) : null,
            ])),
        ];
        SheetWriter.Write(file, name, [texts["Table"], texts["Row"], texts["People"], texts["PersonMonths"], texts["Amount"]], rows);
    }

    private object? Cell(long? number, CsrCell? cell) => cell is null ? 0L : number is { } told ? told : Hidden;
}
