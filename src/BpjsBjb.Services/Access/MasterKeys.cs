using System.Globalization;
using System.Security.Cryptography;

namespace BpjsBjb.Services.Access;

/// <summary>The keys that live outside the database: one for look-up, and one per version for sealing.</summary>
/// <remarks>File format, one key a line: <c>lookup base64</c>, then <c>1 base64</c>, <c>2 base64</c>, …; the highest version seals.</remarks>
public sealed class MasterKeys
{
    private const string LookupName = "lookup";
    private const int KeyBytes = 32;

    private readonly Dictionary<byte, byte[]> _sealing;

    private MasterKeys(byte[] lookup, Dictionary<byte, byte[]> sealing)
    {
        Lookup = lookup;
        _sealing = sealing;
        CurrentVersion = sealing.Keys.Max();
    }

    public byte[] Lookup { get; }

    public byte CurrentVersion { get; }

    public byte[] Sealing(byte version) => _sealing.TryGetValue(version, out var key)
        ? key
        : throw new CryptographicException($"Key version {version} is not in the key file.");

    /// <summary>Reads the key file.</summary>
    /// <exception cref="CryptographicException">The file lacks a key or holds one of the wrong length.</exception>
    public static MasterKeys Read(string path)
    {
        byte[]? lookup = null;
        Dictionary<byte, byte[]> sealing = [];
        foreach (var line in File.ReadAllLines(path).Where(line => line.Trim().Length > 0))
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var key = parts.Length == 2 ? Convert.FromBase64String(parts[1]) : [];
            if (key.Length != KeyBytes) throw new CryptographicException("The key file holds a line that is no key.");
            if (parts[0] == LookupName) lookup = key;
            else sealing[byte.Parse(parts[0], CultureInfo.InvariantCulture)] = key;
        }

        return lookup is null || sealing.Count == 0
            ? throw new CryptographicException("The key file needs a look-up key and at least one numbered key.")
            : new MasterKeys(lookup, sealing);
    }

    /// <summary>Reads the key file and makes it first where there is none: for the private database only.</summary>
    public static MasterKeys ReadOrCreate(string path)
    {
        if (!File.Exists(path)) Create(path);
        return Read(path);
    }

    /// <summary>Makes a file of fresh keys, readable by its owner alone.</summary>
    /// <exception cref="IOException">There is a file already: overwriting keys would lose what they sealed.</exception>
    public static void CreateFile(string path) => Write(path, FileMode.CreateNew);

    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}";
        Write(temporary, FileMode.Create);

        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary); // another starter was first: its keys are the keys
        }
    }

    private static void Write(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write($"{LookupName} {NewKey()}\n1 {NewKey()}\n");
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
}
