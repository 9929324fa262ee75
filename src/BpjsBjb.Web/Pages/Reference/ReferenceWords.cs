using System.Globalization;
using BpjsBjb.Services.Reference;
using BpjsBjb.Services.Sheets;
using BpjsBjb.Web.Localisation;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace BpjsBjb.Web.Pages.Reference;

/// <summary>Reference data in the reader's words: kinds, columns, choices, values; and the words of a workbook in either language.</summary>
public sealed class ReferenceWords(IStringLocalizer<ReferenceTexts> texts, RefusalSentences sentences)
{
    public string Kind(ReferenceKind kind) => texts[$"Kind.{kind.Name}"];

    public string About(ReferenceKind kind) => texts[$"About.{kind.Name}"];

    public string Head(ReferenceKind kind, string column) => texts[$"Column.{kind.Name}.{column}"];

    /// <summary>How to fill it in; null for a field that needs no word.</summary>
    public string? Hint(ReferenceKind kind, string column) =>
        texts[$"Hint.{kind.Name}.{column}"] is { ResourceNotFound: false } hint ? hint.Value : null;

    public string Value(SheetColumn column, string? written) => (column.Kind, written) switch
    {
        (_, null) => Format.Nothing,
        (CellKind.Whole, _) => Format.Number(long.Parse(written, CultureInfo.InvariantCulture)),
        (CellKind.Percent, _) => $"{Format.Number(decimal.Parse(written, CultureInfo.InvariantCulture))}%",
        (CellKind.Day, _) => Format.DateShort(Day(written)),
        (CellKind.Month, _) => Format.Month(Domain.Common.Month.Of(Day(written))),
        (CellKind.Choice or CellKind.YesNo, _) => Choice(column, written),
        _ => written,
    };

    /// <summary>A value of the trail, whose columns are the kind's; a column of its own otherwise.</summary>
    public string Trail(ReferenceKind kind, string column, string? value) =>
        kind.Columns.FirstOrDefault(one => one.Key == column) is { } known
            ? Value(known, known.Kind == CellKind.YesNo ? value?.ToLowerInvariant() : value)
            : value ?? Format.Nothing;

    /// <summary>As it is typed again.</summary>
    public static string Typed(SheetColumn column, string? written) => (column.Kind, written) switch
    {
        (_, null) => "",
        (CellKind.Day, _) => Format.DateTyped(Day(written)),
        (CellKind.Month, _) => Day(written).ToString("MM-yyyy", CultureInfo.InvariantCulture),
        (CellKind.Percent, _) => written.Replace('.', ','),
        _ => written,
    };

    public IReadOnlyList<SelectListItem> Choices(SheetColumn column) => [.. column.Choices.Select(choice => new SelectListItem(Choice(column, choice), choice))];

    /// <summary>The words of a workbook in the reader's language.</summary>
    public SheetWords Sheet(ReferenceKind kind) => new(column => Head(kind, column.Key), Choice, texts["Faults"], refusal => sentences.Of(refusal).Text);

    /// <summary>The same in the reader's language and the other one: a workbook may be filled in either.</summary>
    public IReadOnlyList<SheetWords> Both(ReferenceKind kind)
    {
        var reader = Sheet(kind);
        return [reader, reader with { Choice = (column, choice) => Language.In(Language.Other, () => Choice(column, choice)) }];
    }

    private string Choice(SheetColumn column, string choice) =>
        column.Kind == CellKind.YesNo ? texts[choice == "true" ? "Yes" : "No"] : texts[$"Choice.{column.Key}.{choice}"];

    private static DateOnly Day(string written) => DateOnly.ParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
