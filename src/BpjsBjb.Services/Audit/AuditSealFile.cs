using System.Globalization;
using System.Text;

namespace BpjsBjb.Services.Audit;

/// <summary>One seal as kept outside the database.</summary>
internal sealed record SealLine(long Number, string Hash);

/// <summary>The heads of the audit chain in a file the database cannot reach; whoever rewrites the chain has to rewrite it there as well.</summary>
/// <remarks>One seal a line: number, instant, rows, hash. Only ever added to.</remarks>
public sealed class AuditSealFile(string? path)
{
    private const int LongestLine = 512;

    /// <summary>False where no file was named: the chain is then kept by the database alone.</summary>
    public bool IsKept => path is { Length: > 0 };

    internal static string LineOf(long number, DateTimeOffset at, int rows, byte[] hash) => string.Create(
        CultureInfo.InvariantCulture, $"{number} {at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ} {rows} {Convert.ToHexStringLower(hash)}");

    /// <summary>Adds what follows the last line.</summary>
    /// <param name="linesAfter">The lines of every seal after this number.</param>
    internal async Task AppendAsync(Func<long, Task<IReadOnlyList<string>>> linesAfter)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path!))!);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path!, options);
        var (last, isWhole) = await TailAsync(file);
        var lines = await linesAfter(last);
        if (lines.Count == 0) return;

        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(Encoding.ASCII.GetBytes((isWhole ? "" : "\n") + string.Join('\n', lines) + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Every line that is whole. A writer that died in the middle of one leaves the seal to the next.</summary>
    internal IEnumerable<SealLine> Read() => IsKept && File.Exists(path)
        ? File.ReadLines(path).Select(Parsed).OfType<SealLine>()
        : [];

    private static SealLine? Parsed(string line) =>
        line.Split(' ') is [var number, _, _, { Length: 64 } hash]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            ? new SealLine(parsed, hash)
            : null;

    private static async Task<(long Last, bool IsWhole)> TailAsync(FileStream file)
    {
        var bytes = new byte[(int)Math.Min(file.Length, 2 * LongestLine)];
        file.Seek(-bytes.Length, SeekOrigin.End);
        await file.ReadExactlyAsync(bytes);
        var text = Encoding.ASCII.GetString(bytes);
        return (text.Split('\n').Select(Parsed).LastOrDefault(line => line is not null)?.Number ?? 0, text.Length == 0 || text[^1] == '\n');
    }
}
