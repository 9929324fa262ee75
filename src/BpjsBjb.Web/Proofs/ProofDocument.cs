namespace BpjsBjb.Web.Proofs;

/// <summary>The paper as a PDF of one A4 page. Measures are millimetres, as in <c>print.css</c>.</summary>
internal sealed class ProofDocument
{
    private const double Left = 18;
    private const double Right = 192;
    private const double Top = 16;
    private const double Bottom = 281;
    private const double Values = 74;
    private const double QrSize = 34;
    private const double Hairline = 0.18;

    private const string Black = "111111";
    private const string Grey = "444444";
    private const string Light = "c5cfcf";
    private const string Green = "0a6a58";
    private const string DeepGreen = "064438";

    private readonly PdfPage _page = new();
    private readonly ProofPaper _paper;

    private ProofDocument(ProofPaper paper) => _paper = paper;

    public static byte[] Draw(ProofPaper paper)
    {
        var document = new ProofDocument(paper);
        document.Draw();
        return PdfFile.Write(document._page, $"{paper.Title.Text} {paper.DocumentNumber}", Localisation.Language.Indonesian);
    }

    private void Draw()
    {
        DrawHeader();
        var y = DrawTitle(Top + 25);
        foreach (var section in _paper.Sections) y = DrawSection(section, y + 8.5);
        DrawCheck(Bottom - 53);
        DrawFooter();
    }

    private void DrawHeader()
    {
        DrawMark(Left, Top, 13);
        Write(_paper.ProductName, Left + 17, Top + 5.6, Bold(13), Black);
        Write(_paper.Tagline, Left + 17, Top + 10.4, Regular(9), Grey);
        WriteToTheRight($"{_paper.NumberLabel.Text} / {_paper.NumberLabel.English}", Top + 5, Regular(8.5), Grey);
        WriteToTheRight(_paper.DocumentNumber, Top + 10.2, Bold(10.5), Black);
        _page.Line(Left, Right, Top + 18, 0.53, Green);
    }

    private double DrawTitle(double y)
    {
        Write(_paper.Title.Text, Left, y + 5, Bold(21), Black);
        Write(_paper.Title.English, Left, y + 10.2, Regular(10.5), Grey);
        y += 17;
        foreach (var line in Wrap(_paper.Lead, Regular(10.5), 140))
        {
            Write(line, Left, y, Regular(10.5), Black);
            y += 5.4;
        }

        return y - 5.4;
    }

    private double DrawSection(PaperSection section, double y)
    {
        Write(section.Title.Text, Left, y, Bold(10.5), DeepGreen);
        Write($"  {section.Title.English}", Left + Width(section.Title.Text, Bold(10.5)), y, Regular(8), Grey);
        y += 2.4;
        foreach (var row in section.Rows)
        {
            _page.Line(Left, Right, y, Hairline, Light);
            y = DrawRow(row, y);
        }

        _page.Line(Left, Right, y, Hairline, Light);
        return y;
    }

    private double DrawRow(PaperRow row, double y)
    {
        Write(row.Label.Text, Left, y + 4.7, Regular(10), Grey);
        Write(row.Label.English, Left, y + 8.3, Regular(7), Grey);
        var line = y + 4.7;
        foreach (var text in row.Values.SelectMany(value => Wrap(value, Bold(10), Right - Values)))
        {
            Write(text, Values, line, Bold(10), Black);
            line += 4.7;
        }

        return Math.Max(y + 10, line - 4.7 + 3.5);
    }

    private void DrawCheck(double y)
    {
        var module = QrSize / _paper.Qr.Size;
        _page.Box(Left, y, QrSize, Hairline, Light);
        foreach (var (column, row, length) in _paper.Qr.Runs())
        {
            _page.Fill(Left + (column * module), y + (row * module), length * module, module);
        }

        const double text = Left + QrSize + 7;
        Write(_paper.CheckTitle.Text, text, y + 3.4, Bold(10.5), DeepGreen);
        Write($"  {_paper.CheckTitle.English}", text + Width(_paper.CheckTitle.Text, Bold(10.5)), y + 3.4, Regular(8), Grey);
        var line = WriteLines(_paper.CheckHow, text, y + 8.8, Regular(9.5), Black, 4.6);
        line = WriteLines(_paper.CheckAddress, text, line, Bold(9.5), Black, 4.6);
        Write(_paper.Code, text, line + 2.2, Bold(14), Black);
        WriteLines(_paper.CheckFine, text, line + 7.2, Regular(7.5), Grey, 3.7);

        const double sign = 148;
        WriteLines(_paper.SignedAt, sign, y + 3.4, Regular(9), Black, 4.2, Right - sign);
        _page.Line(sign, Right, y + 30, 0.26, Black);
        line = WriteLines(_paper.SignedBy, sign, y + 34, Bold(9), Black, 4.2, Right - sign);
        WriteLines(_paper.SignedAs, sign, line, Regular(9), Grey, 4.2, Right - sign);
    }

    private void DrawFooter()
    {
        _page.Line(Left, Right, Bottom - 6, Hairline, Light);
        Write(_paper.Printed, Left, Bottom - 1.4, Regular(8), Grey);
        WriteToTheRight(_paper.PageCount, Bottom - 1.4, Regular(8), Grey);
    }

    /// <summary>The symbol <c>mark</c> of icons.svg: shield, its darker right half, roof and dot.</summary>
    private void DrawMark(double x, double y, double size) => _page.Drawing(
        x, y, size, 34,
        $"""
        {PdfPage.Colour("0e8570")} rg 17 2 m 30 6.5 l 30 15.7 l 30 23.7 24.6 29.3 17 32 c 9.4 29.3 4 23.7 4 15.7 c 4 6.5 l h f
        {PdfPage.Colour(Green)} rg 17 2 m 30 6.5 l 30 15.7 l 30 23.7 24.6 29.3 17 32 c h f
        1 G 2.6 w 1 J 1 j 10.5 20.5 m 17 8.5 l 23.5 20.5 l S
        {PdfPage.Colour("f2b33d")} RG 5.2 w 17 20.6 m 17 20.6 l S
        """);

    private double WriteLines(string text, double x, double y, Face face, string colour, double height, double width = 82)
    {
        foreach (var line in Wrap(text, face, width))
        {
            Write(line, x, y, face, colour);
            y += height;
        }

        return y;
    }

    private static IEnumerable<string> Wrap(string text, Face face, double width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer, face) > width)
            {
                yield return line;
                longer = word;
            }

            line = longer;
        }

        yield return line;
    }

    private void Write(string text, double x, double y, Face face, string colour) =>
        _page.Text(text, x, y, face.Font, face.Size, colour);

    private void WriteToTheRight(string text, double y, Face face, string colour) =>
        Write(text, Right - Width(text, face), y, face, colour);

    private static double Width(string text, Face face) => face.Font.WidthOf(text, face.Size) * 25.4 / 72;

    private static Face Regular(double size) => new(PaperFont.Regular, size);

    private static Face Bold(double size) => new(PaperFont.Bold, size);

    /// <param name="Size">In points.</param>
    private readonly record struct Face(PaperFont Font, double Size);
}
