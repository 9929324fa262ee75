using System.IO.Compression;
using BpjsBjb.Domain.Common;

namespace BpjsBjb.Services.Sheets;

/// <summary>Looks at a file as a package before anything reads it as a workbook: its first bytes, its parts, and what they really unpack to.</summary>
internal static class SheetGuard
{
    /// <summary>A workbook of the most rows with every cell full unpacks to about half of it.</summary>
    public const int MostUnpacked = 40 * 1024 * 1024;

    private const int MostParts = 200;

    /// <summary>Of a part that holds no rows: lists of sheets, styles, relations.</summary>
    private const int MostOfAPart = 2 * 1024 * 1024;

    private static readonly byte[] Zip = "PK\x03\x04"u8.ToArray();
    private static readonly byte[] Compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private static readonly byte[] EncryptedPackage = System.Text.Encoding.Unicode.GetBytes("EncryptedPackage");

    /// <summary>Parts that run, fetch or carry something.</summary>
    private static readonly string[] Active =
        ["vbaproject", "xl/externallinks/", "xl/embeddings/", "xl/activex/", "xl/macrosheets/", "xl/dialogsheets/", "xl/connections.xml", "xl/querytables/", "xl/webextensions/"];

    public static Refusal? Check(byte[] file)
    {
        if (file.Length == 0) return SheetRefusal.Missing;
        if (file.AsSpan().StartsWith(Compound)) return file.AsSpan().IndexOf(EncryptedPackage) >= 0 ? SheetRefusal.Locked : SheetRefusal.OldFormat;
        if (!file.AsSpan().StartsWith(Zip)) return SheetRefusal.NotAWorkbook;

        try
        {
            using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            return Parts(zip) ?? Sizes(zip);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return SheetRefusal.Broken;
        }
    }

    private static Refusal? Parts(ZipArchive zip)
    {
        if (zip.Entries.Count > MostParts) return SheetRefusal.UnpacksTooLarge;

        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        if (zip.Entries.Any(entry => entry.IsEncrypted)) return SheetRefusal.Locked;
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Count || names.Any(IsOutside)) return SheetRefusal.Broken;
        if (names.Any(name => Active.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)))) return SheetRefusal.ActiveContent;
        return names.Contains("[Content_Types].xml") ? null : SheetRefusal.NotAWorkbook;
    }

    /// <summary>What the directory declares may lie; what comes out is counted.</summary>
    private static Refusal? Sizes(ZipArchive zip)
    {
        var total = 0L;
        var buffer = new byte[81920];
        foreach (var entry in zip.Entries)
        {
            var (size, most) = (0L, HoldsRows(entry.FullName) ? MostUnpacked : MostOfAPart);
            using var part = entry.Open();
            for (int read; (read = part.Read(buffer)) > 0;)
            {
                size += read;
                total += read;
                if (size > most || total > MostUnpacked) return SheetRefusal.UnpacksTooLarge;
            }
        }

        return null;
    }

    private static bool HoldsRows(string name) =>
        name.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase) || name.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase);

    private static bool IsOutside(string name) =>
        name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Contains("..");
}
