using BpjsBjb.Domain.Common;

namespace BpjsBjb.Services.Sheets;

/// <summary>What a column holds; each value also has one plain written form, which is what is stored and compared.</summary>
public enum CellKind
{
    /// <summary>Codes and names, leading zeros included.</summary>
    Text,

    /// <summary>A whole number, written in plain digits.</summary>
    Whole,

    /// <summary>A percentage with up to two decimals, written with a point.</summary>
    Percent,

    /// <summary>Written yyyy-MM-dd.</summary>
    Day,

    /// <summary>A month, written as its first day.</summary>
    Month,

    /// <summary>One of <see cref="SheetColumn.Choices"/>.</summary>
    Choice,

    /// <summary>Written true or false; an empty cell is a no.</summary>
    YesNo,
}

/// <summary>One column of a kind of row: the form, the template, the file that goes out and the one that comes in know it from here.</summary>
/// <param name="Key">Stands in the hidden row under the heads, whatever language they are in.</param>
public sealed record SheetColumn(string Key, CellKind Kind)
{
    public bool IsRequired { get; init; }

    /// <summary>Most characters of a text.</summary>
    public int Longest { get; init; } = 100;

    public long Least { get; init; }

    public long Most { get; init; } = Rupiah.Largest;

    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Goes out for the reader and is not read back.</summary>
    public bool IsShownOnly { get; init; }

    /// <summary>Left out of lists on a page for want of room.</summary>
    public bool IsDetail { get; init; }

    /// <summary>Width in characters.</summary>
    public int Width { get; init; } = 20;

    internal IReadOnlyList<string> AllChoices => Kind == CellKind.YesNo ? [bool.TrueString.ToLowerInvariant(), bool.FalseString.ToLowerInvariant()] : Choices;
}

/// <summary>The words of one language for a sheet.</summary>
/// <param name="Head">A column's heading.</param>
/// <param name="Choice">A choice as people read it.</param>
/// <param name="Faults">The heading over the reasons in a file that goes back.</param>
/// <param name="Sentence">What is wrong with a cell.</param>
public sealed record SheetWords(
    Func<SheetColumn, string> Head, Func<SheetColumn, string, string> Choice, string Faults, Func<Refusal, string> Sentence);

/// <summary>Why a cell, or a whole row, cannot be taken.</summary>
/// <param name="Column">Key of the column; null for the whole row.</param>
/// <param name="Typed">What stood there, for the file that goes back.</param>
public sealed record CellFault(string? Column, Refusal Refusal, string? Typed = null);

/// <summary>One row as read: each column's plain written form, or why there is none.</summary>
/// <param name="Number">The row's number as Excel shows it; 0 for a row that comes from no file.</param>
public sealed record SheetRow(int Number, IReadOnlyDictionary<string, string?> Values, IReadOnlyList<CellFault> Faults)
{
    public string? this[string column] => Values.GetValueOrDefault(column);
}

/// <summary>Why a whole file is refused before any of its rows is looked at.</summary>
public static class SheetRefusal
{
    public static readonly Refusal Missing = new("sheet.missing");
    public static readonly Refusal NotAWorkbook = new("sheet.not-a-workbook");
    public static readonly Refusal OldFormat = new("sheet.old-format");
    public static readonly Refusal Locked = new("sheet.locked");
    public static readonly Refusal Broken = new("sheet.broken");
    public static readonly Refusal TooLarge = new("sheet.too-large");
    public static readonly Refusal UnpacksTooLarge = new("sheet.unpacks-too-large");
    public static readonly Refusal ActiveContent = new("sheet.active-content");
    public static readonly Refusal SeveralSheets = new("sheet.several-sheets");
    public static readonly Refusal MergedCells = new("sheet.merged-cells");
    public static readonly Refusal TooManyRows = new("sheet.too-many-rows");
    public static readonly Refusal TooManyColumns = new("sheet.too-many-columns");
    public static readonly Refusal NoKeys = new("sheet.no-keys");
    public static readonly Refusal ColumnMissing = new("sheet.column-missing");
    public static readonly Refusal ColumnUnknown = new("sheet.column-unknown");
    public static readonly Refusal ColumnTwice = new("sheet.column-twice");
    public static readonly Refusal Empty = new("sheet.empty");
}
