using System.Globalization;
using System.Text;

namespace BpjsBjb.Web.Proofs;

/// <summary>One A4 page to draw on, in millimetres from the top left corner.</summary>
internal sealed class PdfPage
{
    public const double Width = 210;
    public const double Height = 297;

    private readonly StringBuilder _content = new();

    /// <summary>Fonts in the order in which the page names them, F0 and F1.</summary>
    public static readonly IReadOnlyList<PaperFont> Fonts = [PaperFont.Regular, PaperFont.Bold];

    public string Content => _content.ToString();

    public static double Points(double millimetres) => millimetres * 72 / 25.4;

    public void Text(string text, double x, double y, PaperFont font, double size, string colour) => Add(
        $"BT {Colour(colour)} rg /F{(font == PaperFont.Bold ? 1 : 0)} {size} Tf {Points(x):0.###} {Points(Height - y):0.###} Td <{font.Encode(text)}> Tj ET");

    public void Line(double fromX, double toX, double y, double width, string colour) => Add(
        $"{Colour(colour)} RG {Points(width):0.###} w {Points(fromX):0.###} {Points(Height - y):0.###} m {Points(toX):0.###} {Points(Height - y):0.###} l S");

    public void Box(double x, double y, double size, double width, string colour) => Add(
        $"{Colour(colour)} RG {Points(width):0.###} w {Rectangle(x, y, size, size)} re S");

    public void Fill(double x, double y, double width, double height) => Add($"0 g {Rectangle(x, y, width, height)} re f");

    /// <summary>A drawing in PDF's own path operators on a grid of <paramref name="grid"/> units, y downwards.</summary>
    public void Drawing(double x, double y, double size, double grid, string operators)
    {
        var unit = Points(size) / grid;
        Add($"q {unit:0.#####} 0 0 {-unit:0.#####} {Points(x):0.###} {Points(Height - y):0.###} cm");
        Add($"{operators} Q");
    }

    /// <summary>Three shares of red, green and blue from six hexadecimal digits.</summary>
    public static string Colour(string hex) => string.Join(' ', Enumerable.Range(0, 3).Select(part =>
        (int.Parse(hex.AsSpan(part * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).ToString("0.###", CultureInfo.InvariantCulture)));

    private static string Rectangle(double x, double y, double width, double height) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Points(x):0.###} {Points(Height - y - height):0.###} {Points(width):0.###} {Points(height):0.###}");

    private void Add(FormattableString operators) => _content.Append(operators.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
