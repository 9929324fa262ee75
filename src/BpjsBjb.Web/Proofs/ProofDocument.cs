using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace BpjsBjb.Web.Proofs;

/// <summary>The paper as a PDF of one A4 page. Measures are millimetres, as in <c>print.css</c>.</summary>
public sealed class ProofDocument
{
    private const double Left = 18;
    private const double Right = 192;
    private const double Top = 16;
    private const double Bottom = 281;
    private const double Values = 74;
    private const double QrSize = 34;

    private static readonly XColor Green = XColor.FromArgb(0x0a, 0x6a, 0x58);
    private static readonly XBrush Black = new XSolidBrush(XColor.FromArgb(0x11, 0x11, 0x11));
    private static readonly XBrush Grey = new XSolidBrush(XColor.FromArgb(0x44, 0x44, 0x44));
    private static readonly XBrush DeepGreen = new XSolidBrush(XColor.FromArgb(0x06, 0x44, 0x38));
    private static readonly XPen Hairline = new(XColor.FromArgb(0xc5, 0xcf, 0xcf), Points(0.18));
    private static readonly XStringFormat FromTheRight = new() { Alignment = XStringAlignment.Far };

    private readonly XGraphics _graphics;
    private readonly ProofPaper _paper;

    static ProofDocument() => GlobalFontSettings.FontResolver ??= new PaperFonts();

    private ProofDocument(XGraphics graphics, ProofPaper paper) => (_graphics, _paper) = (graphics, paper);

    public static byte[] Draw(ProofPaper paper)
    {
        using var document = new PdfDocument();
        document.Info.Title = $"{paper.Title.Text} {paper.DocumentNumber}";
        document.Info.Creator = paper.ProductName;
        document.Language = "id";
        var page = document.AddPage();
        page.Width = XUnit.FromMillimeter(210);
        page.Height = XUnit.FromMillimeter(297);
        using (var graphics = XGraphics.FromPdfPage(page)) new ProofDocument(graphics, paper).Draw();

        using var output = new MemoryStream();
        document.Save(output, closeStream: false);
        return output.ToArray();
    }

    private void Draw()
    {
        DrawHeader();
        var y = DrawTitle(Top + 25);
        foreach (var section in _paper.Sections) y = DrawSection(section, y + 8.5);
        DrawCheck(Bottom - 50);
        DrawFooter();
    }

    private void DrawHeader()
    {
        DrawMark(Left, Top, 13);
        Write(_paper.ProductName, Left + 17, Top + 5.6, Bold(13), Black);
        Write(_paper.Tagline, Left + 17, Top + 10.4, Regular(9), Grey);
        WriteToTheRight($"{_paper.NumberLabel.Text} / {_paper.NumberLabel.English}", Top + 5, Regular(8.5), Grey);
        WriteToTheRight(_paper.DocumentNumber, Top + 10.2, Bold(10.5), Black);
        _graphics.DrawLine(new XPen(Green, Points(0.53)), At(Left, Top + 18), At(Right, Top + 18));
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
            _graphics.DrawLine(Hairline, At(Left, y), At(Right, y));
            y = DrawRow(row, y);
        }

        _graphics.DrawLine(Hairline, At(Left, y), At(Right, y));
        return y;
    }

    private double DrawRow(PaperRow row, double y)
    {
        Write(row.Label.Text, Left, y + 4.7, Regular(10), Grey);
        Write(row.Label.English, Left, y + 8.3, Regular(7), Grey);
        var line = y + 5.6;
        foreach (var text in row.Values.SelectMany(value => Wrap(value, Bold(10), Right - Values)))
        {
            Write(text, Values, line, Bold(10), Black);
            line += 4.7;
        }

        return Math.Max(y + 10, line - 4.7 + 2.6);
    }

    private void DrawCheck(double y)
    {
        var module = QrSize / _paper.Qr.Size;
        _graphics.DrawRectangle(Hairline, Box(Left, y, QrSize, QrSize));
        foreach (var (column, row, length) in _paper.Qr.Runs())
        {
            _graphics.DrawRectangle(XBrushes.Black, Box(Left + (column * module), y + (row * module), length * module, module));
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
        _graphics.DrawLine(new XPen(XColors.Black, Points(0.26)), At(sign, y + 30), At(Right, y + 30));
        line = WriteLines(_paper.SignedBy, sign, y + 34, Bold(9), Black, 4.2, Right - sign);
        WriteLines(_paper.SignedAs, sign, line, Regular(9), Grey, 4.2, Right - sign);
    }

    private void DrawFooter()
    {
        _graphics.DrawLine(Hairline, At(Left, Bottom - 6), At(Right, Bottom - 6));
        Write(_paper.Printed, Left, Bottom - 1.4, Regular(8), Grey);
        WriteToTheRight(_paper.PageCount, Bottom - 1.4, Regular(8), Grey);
    }

    /// <summary>The symbol <c>mark</c> of icons.svg, drawn on its own 34-unit grid.</summary>
    private void DrawMark(double x, double y, double size)
    {
        var unit = Points(size) / 34;
        var state = _graphics.Save();
        _graphics.TranslateTransform(Points(x), Points(y));
        _graphics.ScaleTransform(unit, unit);
        _graphics.DrawPath(new XSolidBrush(XColor.FromArgb(0x0e, 0x85, 0x70)), Shield(4));
        _graphics.DrawPath(new XSolidBrush(Green), Shield(17));
        _graphics.DrawLines(
            new XPen(XColors.White, 2.6) { LineCap = XLineCap.Round, LineJoin = XLineJoin.Round },
            [new XPoint(10.5, 20.5), new XPoint(17, 8.5), new XPoint(23.5, 20.5)]);
        _graphics.DrawEllipse(new XSolidBrush(XColor.FromArgb(0xf2, 0xb3, 0x3d)), 14.4, 18, 5.2, 5.2);
        _graphics.Restore(state);
    }

    /// <summary>The whole shield from its left edge, or its right half from the middle.</summary>
    private static XGraphicsPath Shield(double from)
    {
        var path = new XGraphicsPath();
        path.AddLine(17, 2, 30, 6.5);
        path.AddLine(30, 6.5, 30, 15.7);
        path.AddBezier(30, 15.7, 30, 23.7, 24.6, 29.3, 17, 32);
        if (from < 17)
        {
            path.AddBezier(17, 32, 9.4, 29.3, 4, 23.7, 4, 15.7);
            path.AddLine(4, 15.7, 4, 6.5);
        }

        path.CloseFigure();
        return path;
    }

    private double WriteLines(string text, double x, double y, XFont font, XBrush brush, double height, double width = 82)
    {
        foreach (var line in Wrap(text, font, width))
        {
            Write(line, x, y, font, brush);
            y += height;
        }

        return y;
    }

    private IEnumerable<string> Wrap(string text, XFont font, double width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer, font) > width)
            {
                yield return line;
                longer = word;
            }

            line = longer;
        }

        yield return line;
    }

    private void Write(string text, double x, double y, XFont font, XBrush brush) => _graphics.DrawString(text, font, brush, At(x, y));

    private void WriteToTheRight(string text, double y, XFont font, XBrush brush) =>
        _graphics.DrawString(text, font, brush, At(Right, y), FromTheRight);

    private double Width(string text, XFont font) => XUnit.FromPoint(_graphics.MeasureString(text, font).Width).Millimeter;

    private static XFont Regular(double size) => new(PaperFonts.Family, size, XFontStyleEx.Regular);

    private static XFont Bold(double size) => new(PaperFonts.Family, size, XFontStyleEx.Bold);

    private static XPoint At(double x, double y) => new(Points(x), Points(y));

    private static XRect Box(double x, double y, double width, double height) => new(Points(x), Points(y), Points(width), Points(height));

    private static double Points(double millimetres) => XUnit.FromMillimeter(millimetres).Point;
}
