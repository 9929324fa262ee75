using BpjsBjb.Domain.Common;

namespace BpjsBjb.Services.Sheets;

/// <summary>Reads a filled template: heads for people in its first row, keys for the portal in the second, then one row each.</summary>
public static class SheetRows
{
    /// <summary>Largest file taken.</summary>
    public const int MostBytes = 5 * 1024 * 1024;

    /// <summary>The column of reasons in a file that went back; it is not read again.</summary>
    internal const string Faults = "_faults";

    internal const int HeadRows = 2;

    /// <param name="columns">What the template was written from.</param>
    /// <param name="words">The portal's languages: a choice may be written in any of them.</param>
    /// <returns>Every row with what is wrong in it, or why the file is none.</returns>
    public static Result<IReadOnlyList<SheetRow>> Read(byte[] file, IReadOnlyList<SheetColumn> columns, IReadOnlyList<SheetWords> words)
    {
        if (file.Length > MostBytes) return SheetRefusal.TooLarge.With(MostBytes / 1024 / 1024);

        var read = SheetReader.Read(file);
        if (read.IsRefused) return read.Refusals.ToArray();

        var sheet = read.Value;
        if (sheet.Rows.Count < HeadRows) return SheetRefusal.NoKeys;

        var places = PlacesOf(sheet.Rows[1], columns);
        if (places.IsRefused) return places.Refusals.ToArray();
        if (sheet.Rows.Count == HeadRows) return SheetRefusal.Empty;

        SheetRow[] rows = [.. sheet.Rows.Skip(HeadRows).Select(row => RowOf(row, places.Value, words, sheet.Is1904))];
        return rows;
    }

    /// <summary>Where each column stands; their order is free.</summary>
    private static Result<IReadOnlyList<(SheetColumn Column, int Place)>> PlacesOf(RawRow keys, IReadOnlyList<SheetColumn> columns)
    {
        var named = keys.Cells.Select((cell, place) => (Key: cell.Text.Trim(), Place: place)).Where(cell => cell.Key.Length > 0 && cell.Key != Faults).ToList();
        if (!named.Any(cell => columns.Any(column => column.Key == cell.Key))) return SheetRefusal.NoKeys;

        List<Refusal> refusals =
        [
            .. columns.Where(column => !column.IsShownOnly && named.All(cell => cell.Key != column.Key)).Select(column => SheetRefusal.ColumnMissing.With(column.Key)),
            .. named.Where(cell => columns.All(column => column.Key != cell.Key)).Select(cell => SheetRefusal.ColumnUnknown.With(Cut(cell.Key))),
            .. named.GroupBy(cell => cell.Key).Where(group => group.Count() > 1).Select(group => SheetRefusal.ColumnTwice.With(Cut(group.Key))),
        ];
        if (refusals.Count > 0) return refusals;

        (SheetColumn, int)[] places =
        [
            .. columns.Where(column => !column.IsShownOnly).Select(column => (column, named.First(cell => cell.Key == column.Key).Place)),
        ];
        return places;
    }

    private static SheetRow RowOf(RawRow row, IReadOnlyList<(SheetColumn Column, int Place)> places, IReadOnlyList<SheetWords> words, bool is1904)
    {
        var values = new Dictionary<string, string?>();
        List<CellFault> faults = [];
        foreach (var (column, place) in places)
        {
            var (value, fault) = CellText.Read(column, place < row.Cells.Count ? row.Cells[place] : RawCell.Empty, words, is1904);
            values[column.Key] = value;
            if (fault is not null) faults.Add(fault);
        }

        return new SheetRow(row.Number, values, faults);
    }

    private static string Cut(string key) => key.Length <= 40 ? key : key[..40];
}
