namespace BpjsBjb.Web.Proofs;

/// <summary>The file of a claim as a PDF of as many A4 pages as it takes. Measures are millimetres, as in <c>print.css</c>.</summary>
internal sealed class ClaimDocument
{
    private const double Left = 18;
    private const double Right = 192;
    private const double Top = 18;
    private const double Bottom = 281;
    private const double Values = 78;
    private const double Hairline = 0.18;

    private const string Black = "111111";
    private const string Grey = "444444";
    private const string Light = "c5cfcf";
    private const string DeepGreen = "064438";

    private readonly List<PdfPage> _pages = [new()];
    private readonly ClaimPaper _paper;
    private double _y = Top;

    private ClaimDocument(ClaimPaper paper) => _paper = paper;

    public static byte[] Draw(ClaimPaper paper)
    {
        var document = new ClaimDocument(paper);
        document.Draw();
        return PdfFile.Write(document._pages, paper.Title.Text, Localisation.Language.Indonesian);
    }

    private PdfPage Page => _pages[^1];

    private void Draw()
    {
        Page.Text(_paper.ProductName, Left, _y, PaperFont.Bold, 11, Black);
        _y += 11;
        Page.Text(_paper.Title.Text, Left, _y, PaperFont.Bold, 18, Black);
        Page.Text(_paper.Title.English, Left, _y + 5.5, PaperFont.Regular, 9.5, Grey);
        _y += 12;
        foreach (var line in Wrap(_paper.Lead, PaperFont.Regular, 9.5, Right - Left))
        {
            Page.Text(line, Left, _y, PaperFont.Regular, 9.5, Black);
            _y += 5;
        }

        foreach (var section in _paper.Sections) DrawSection(section);
        for (var page = 0; page < _pages.Count; page++)
        {
            _pages[page].Text($"{_paper.Printed}   {page + 1}/{_pages.Count}", Left, Bottom + 6, PaperFont.Regular, 8, Grey);
        }
    }

    private void DrawSection(PaperSection section)
    {
        _y += 6;
        MakeRoom(26);
        Page.Text(section.Title.Text, Left, _y, PaperFont.Bold, 10.5, DeepGreen);
        Page.Text(section.Title.English, Left + WidthOf(section.Title.Text, PaperFont.Bold, 10.5) + 3, _y, PaperFont.Regular, 8, Grey);
        _y += 2.4;
        foreach (var row in section.Rows) DrawRow(row);
        Page.Line(Left, Right, _y, Hairline, Light);
    }

    /// <summary>A row stays on one page, unless it alone is longer.</summary>
    private void DrawRow(PaperRow row)
    {
        List<string> labels = [.. Wrap(row.Label.Text, PaperFont.Regular, 9, Values - Left - 4)];
        List<string> values = [.. row.Values.SelectMany(value => Wrap(value, PaperFont.Bold, 9, Right - Values))];
        var hasEnglish = row.Label.English.Length > 0;
        MakeRoom(Math.Min(Math.Max((labels.Count * 4.4) + (hasEnglish ? 3.6 : 0), values.Count * 4.4) + 3, Bottom - Top));
        Page.Line(Left, Right, _y, Hairline, Light);
        var label = _y + 4.2;
        foreach (var line in labels)
        {
            Page.Text(line, Left, label, PaperFont.Regular, 9, Grey);
            label += 4.4;
        }

        if (hasEnglish)
        {
            Page.Text(row.Label.English, Left, label - 0.8, PaperFont.Regular, 6.5, Grey);
            label += 3.6;
        }

        var y = _y + 4.2;
        foreach (var line in values)
        {
            if (y > Bottom)
            {
                Turn();
                y = label = _y + 4.2;
            }

            Page.Text(line, Values, y, PaperFont.Bold, 9, Black);
            y += 4.4;
        }

        _y = Math.Max(label, y) - 1.6;
    }

    private void MakeRoom(double height)
    {
        if (_y + height > Bottom) Turn();
    }

    private void Turn()
    {
        _pages.Add(new PdfPage());
        _y = Top;
    }

    private static IEnumerable<string> Wrap(string text, PaperFont font, double size, double width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && WidthOf(longer, font, size) > width)
            {
                yield return line;
                longer = word;
            }

            line = longer;
        }

        yield return line;
    }

    private static double WidthOf(string text, PaperFont font, double size) => font.WidthOf(text, size) * 25.4 / 72;
}
