using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Csr;
using BpjsBjb.Services.Csr;
using BpjsBjb.Services.Sheets;
using BpjsBjb.Web.Localisation;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Csr;

/// <summary>Marks the texts of lists of names: <c>Resources/Pages/Csr/CsrTexts</c>.</summary>
public sealed class CsrTexts;

/// <summary>The words of lists of names, on pages and in workbooks.</summary>
public sealed class CsrWords(IStringLocalizer<CsrTexts> texts, IStringLocalizer<SharedTexts> shared, RefusalSentences sentences)
{
    public string Head(string column) => texts[$"Column.{column}"];

    public string Sentence(Refusal refusal) => sentences.Of(refusal).Text;

    /// <summary>The file's own name.</summary>
    public string FileName => texts["FileName"];

    public static string Name(CsrOccupation occupation) => Language.Current == Language.Indonesian ? occupation.Name : occupation.NameEn;

    public static string Occupation(CandidateSheet sheet, string code) =>
        sheet.Occupations.FirstOrDefault(one => one.Code == code) is { } known ? Name(known) : code;

    public static IReadOnlyList<SelectListItem> Occupations(CandidateSheet sheet) =>
        [.. sheet.Occupations.Where(one => !one.IsRetired).Select(one => new SelectListItem(Name(one), one.Code))];

    public IReadOnlyList<SelectListItem> Evidences => [.. Enum.GetValues<CandidateEvidence>().Select(one => new SelectListItem(shared.Of(one), one.ToString()))];

    /// <summary>The reader's words and the other language's: a workbook may be filled in either.</summary>
    public IReadOnlyList<SheetWords> Both(CandidateSheet sheet)
    {
        var reader = Sheet(sheet);
        return [reader, reader with { Choice = (column, choice) => Language.In(Language.Other, () => Choice(sheet, column, choice)) }];
    }

    public SheetWords Sheet(CandidateSheet sheet) =>
        new(column => Head(column.Key), (column, choice) => Choice(sheet, column, choice), texts["Faults"], Sentence);

    private string Choice(CandidateSheet sheet, SheetColumn column, string choice) => column.Key == CandidateSheet.Occupation
        ? Occupation(sheet, choice)
        : shared.Of(Enum.Parse<CandidateEvidence>(choice));
}
