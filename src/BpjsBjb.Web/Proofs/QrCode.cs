using System.Collections;
using System.Globalization;
using System.Text;
using QRCoder;

namespace BpjsBjb.Web.Proofs;

/// <summary>A QR code as a grid of dark modules, its quiet zone of four modules included.</summary>
public sealed class QrCode
{
    private readonly List<BitArray> _rows;

    private QrCode(List<BitArray> rows) => _rows = rows;

    public int Size => _rows.Count;

    /// <summary>The dark modules as an SVG path, one unit a module.</summary>
    public string SvgPath
    {
        get
        {
            var path = new StringBuilder();
            foreach (var (x, y, length) in Runs()) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{length}v1h-{length}z");
            return path.ToString();
        }
    }

    public static QrCode Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return new QrCode(data.ModuleMatrix);
    }

    /// <summary>Neighbouring dark modules of a row as one bar, so that no hairline shows between them.</summary>
    public IEnumerable<(int X, int Y, int Length)> Runs()
    {
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var start = x;
                while (x < Size && _rows[y][x]) x++;
                if (x > start) yield return (start, y, x - start);
            }
        }
    }
}
