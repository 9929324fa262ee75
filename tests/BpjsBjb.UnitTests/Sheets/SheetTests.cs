using BpjsBjb.Domain.Common;
using BpjsBjb.Services.Sheets;

namespace BpjsBjb.UnitTests.Sheets;

/// <summary>What goes out comes back as it was, and what people type in between is read or refused at its cell.</summary>
public sealed class SheetTests
{
    private static readonly Dictionary<string, string?> Full = Values("0042", "Kredit Rekaan", "60", "1.35", "2016-09-02", "2026-03-01", "Insurer", "true");

    [Fact]
    public void A_row_comes_back_as_it_went_out()
    {
        var row = Assert.Single(Back(Full));

        Assert.Equal(3, row.Number);
        Assert.Empty(row.Faults);
        Assert.Equal(Full, row.Values);
    }

    [Theory]
    [InlineData("3204111505880001")]
    [InlineData("=1+1")]
    [InlineData("-2")]
    [InlineData("@SUM(A1)")]
    [InlineData("_x0041_ bukan A")]
    [InlineData("<b>&\"'")]
    [InlineData("Tanda 😀 di tengah")]
    public void Text_stays_the_text_it_is(string text) =>
        Assert.Equal(text, Assert.Single(Back(new(Full) { ["name"] = text }))["name"]);

    [Fact]
    public void Empty_cells_come_back_empty() => Assert.Equal(
        Values("A", null, null, null, null, null, null, "false"), Assert.Single(Back(new() { ["code"] = "A" })).Values);

    [Fact]
    public void A_file_with_reasons_shows_what_was_typed_and_comes_in_again()
    {
        var refusal = CellText.NotANumber.On("term");
        var wrong = new SheetRow(7, new Dictionary<string, string?>(Full) { ["term"] = null }, [new CellFault("term", refusal, "tiga puluh")]);
        using var file = new MemoryStream();
        SheetWriter.Write(file, "S", AWorkbook.Columns, AWorkbook.Words, [wrong], withFaults: true);

        var again = Assert.Single(SheetRows.Read(file.ToArray(), AWorkbook.Columns, [AWorkbook.Words]).Value);

        var fault = Assert.Single(again.Faults);
        Assert.Equal(("term", "cell.not-a-number", "tiga puluh"), (fault.Column, fault.Refusal.Code, fault.Typed));
        Assert.Equal("0042", again["code"]);
    }

    [Fact]
    public void Shared_and_rich_texts_of_other_programs_are_read_without_their_sounds()
    {
        var row = Assert.Single(Read(AWorkbook.Of(AWorkbook.Row(9, "<c r=\"B9\" t=\"s\"><v>1</v></c><c r=\"A9\" t=\"s\"><v>0</v></c>"))).Value);

        Assert.Equal((9, "0042", "Kredit Rekaan"), (row.Number, row["code"], row["name"]));
    }

    [Theory]
    [InlineData("term", "60", "60")]
    [InlineData("term", "1.200", null)]
    [InlineData("term", "0", null)]
    [InlineData("term", "12,5", null)]
    [InlineData("share", "70", "70")]
    [InlineData("share", "1,35", "1.35")]
    [InlineData("share", "1.350", null)]
    [InlineData("share", "101", null)]
    [InlineData("since", "2/9/2016", "2016-09-02")]
    [InlineData("since", "2 September 2016", "2016-09-02")]
    [InlineData("since", "31-02-2016", null)]
    [InlineData("month", "3/2026", "2026-03-01")]
    [InlineData("month", "2026-03", "2026-03-01")]
    [InlineData("month", "Maret 2026", "2026-03-01")]
    [InlineData("month", "13-2026", null)]
    [InlineData("kind", "asuransi", "Insurer")]
    [InlineData("kind", "Insurer", "Insurer")]
    [InlineData("kind", "Bank", null)]
    [InlineData("retired", "YA", "true")]
    [InlineData("retired", "mungkin", null)]
    [InlineData("code", "3.17E+15", null)]
    [InlineData("code", "123456789012345678901", null)]
    [InlineData("code", " ", null)]
    public void Typed_text_is_read_or_refused(string column, string typed, string? expected)
    {
        var (value, fault) = CellText.Read(AWorkbook.Columns.Single(one => one.Key == column), typed, [AWorkbook.Words]);

        Assert.Equal(expected, value);
        Assert.Equal(expected is null, fault is not null);
    }

    [Theory]
    [InlineData("code", "42", "cell.number-for-text")]
    [InlineData("term", "36.5", "cell.not-a-number")]
    [InlineData("share", "1.3500000000000001", null)]
    [InlineData("since", "42615", null)]
    [InlineData("since", "0.5", "cell.not-a-day")]
    [InlineData("since", "999999999", "cell.not-a-day")]
    public void Numbers_of_excel_are_read_or_refused(string column, string number, string? code)
    {
        var place = AWorkbook.Columns.Select((one, i) => (one.Key, i)).Single(one => one.Key == column).i;
        var cells = AWorkbook.Columns.Select((_, i) => i == place ? AWorkbook.Number(number) : AWorkbook.Text(i == 0 ? "A" : "")).ToArray();
        var row = Assert.Single(Read(AWorkbook.Of(AWorkbook.Row(3, cells))).Value);

        Assert.Equal(code, row.Faults.SingleOrDefault()?.Refusal.Code);
        if (column == "since" && code is null) Assert.Equal("2016-09-02", row[column]);
        if (column == "share") Assert.Equal("1.35", row[column]);
    }

    [Fact]
    public void Formulas_and_errors_are_refused_at_their_cells_whatever_they_last_came_to()
    {
        var row = Assert.Single(Read(AWorkbook.Of(AWorkbook.Row(3, "<c><f>A1</f><v>5</v></c>", "<c t=\"e\"><v>#REF!</v></c>"))).Value);

        Assert.Equal([("code", "cell.formula"), ("name", "cell.error-value")], row.Faults.Select(fault => (fault.Column!, fault.Refusal.Code)));
    }

    [Fact]
    public void Rows_leave_before_the_last_one_is_made()
    {
        using var file = new FileStream(Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        var written = 0L;

        SheetWriter.Write(file, "S", [.. AWorkbook.Columns.Take(2)], AWorkbook.Words, Enumerable.Range(0, 160_000).Select(i =>
        {
            if (i == 150_000) written = file.Position;
            return new SheetRow(0, Full, []);
        }));

        Assert.InRange(written, file.Length / 2, file.Length);
    }

    private static Dictionary<string, string?> Values(params string?[] values) =>
        AWorkbook.Columns.Zip(values).ToDictionary(pair => pair.First.Key, pair => pair.Second);

    private static IReadOnlyList<SheetRow> Back(Dictionary<string, string?> values)
    {
        using var file = new MemoryStream();
        SheetWriter.Write(file, "Lembar", AWorkbook.Columns, AWorkbook.Words, [new SheetRow(0, values, [])]);
        return Read(file.ToArray()).Value;
    }

    private static Result<IReadOnlyList<SheetRow>> Read(byte[] file) => SheetRows.Read(file, AWorkbook.Columns, [AWorkbook.Words]);
}
