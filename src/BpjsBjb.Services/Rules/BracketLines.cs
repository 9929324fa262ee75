using System.Globalization;
using System.Text.Json.Nodes;
using BpjsBjb.Domain.Common;
using BpjsBjb.Domain.Rules;

namespace BpjsBjb.Services.Rules;

/// <summary>A bracket table as it is pasted from a sheet: a line a bracket, its number, lower bound, base, JKK and JHT parted by tabs or semicolons.</summary>
public static class BracketLines
{
    private const int Cells = 5;
    private const int MostBrackets = 999;
    private const int MostRefusals = 10;
    private static readonly char[] Separators = ['\t', ';', '|'];

    /// <summary>The brackets in force as lines to start from.</summary>
    /// <param name="money">How an amount is typed.</param>
    public static string Of(IEnumerable<ContributionBracket> brackets, Func<Rupiah, string> money) => string.Join('\n', brackets
        .OrderBy(row => row.IncomeFrom)
        .Select(row => string.Join('\t', row.Number, money(row.IncomeFrom), money(row.Base), money(row.Jkk), money(row.Jht))));

    /// <summary>The rows in JSON, or which lines are wrong.</summary>
    internal static Result<JsonArray> Read(string? typed)
    {
        List<(int Line, long[] Cells)> rows = [];
        List<Refusal> refusals = [];
        foreach (var (text, i) in (typed ?? "").Split('\n').Select((text, i) => (text.Trim(), i)))
        {
            if (text.Length == 0 || (rows.Count == 0 && refusals.Count == 0 && !char.IsAsciiDigit(text[0]))) continue; // a heading

            if (CellsOf(text) is { } cells) rows.Add((i + 1, cells));
            else refusals.Add(RuleProposal.TableLine.With(i + 1));
        }

        if (rows.Count == 0 && refusals.Count == 0) return RuleProposal.TableMissing;

        refusals.AddRange(rows.Zip(rows.Skip(1)).Where(pair => pair.First.Cells[0] >= pair.Second.Cells[0] || pair.First.Cells[1] >= pair.Second.Cells[1])
            .Select(pair => RuleProposal.TableOrder.With(pair.Second.Line)));
        // A trial prices by the base, because the income stays sealed: it must lie in its own bracket.
        refusals.AddRange(rows.Where((row, i) => row.Cells[2] < row.Cells[1] || (i + 1 < rows.Count && row.Cells[2] >= rows[i + 1].Cells[1]))
            .Select(row => RuleProposal.TableBase.With(row.Line)));
        if (refusals.Count > 0) return refusals.Take(MostRefusals).ToArray();

        return new JsonArray([.. rows.Select(row => new JsonObject
        {
            ["number"] = row.Cells[0],
            ["income_from"] = row.Cells[1],
            ["base"] = row.Cells[2],
            ["jkk"] = row.Cells[3],
            ["jht"] = row.Cells[4],
        })]);
    }

    private static long[]? CellsOf(string line)
    {
        var cells = line.Split(Separators, StringSplitOptions.TrimEntries);
        if (cells.Length != Cells) return null;
        if (!int.TryParse(cells[0].TrimEnd('.'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > MostBrackets) return null;

        var amounts = cells.Skip(1).Select(Rupiah.Parse).ToList();
        return amounts.Exists(amount => amount.IsRefused) ? null : [number, .. amounts.Select(amount => amount.Value.Amount)];
    }
}
