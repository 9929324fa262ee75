using System.Globalization;
using System.Security.Cryptography;

namespace BpjsBjb.Services.Access;

/// <summary>The keys that live outside the database: one for look-up, and one per version for sealing.</summary>
/// <remarks>
/// File format, one key a line: <c>lookup base64</c>, then <c>1 base64</c>, <c>2 base64</c>, …; the highest version seals.
/// A running portal notices a changed file at its next sealing, so that a rotation does not stop it.
/// </remarks>
public sealed class MasterKeys
{
    private const string LookupName = "lookup";
    private const int KeyBytes = 32;

    private readonly string _path;
    private readonly Lock _reading = new();
    private volatile Held _held;
    private DateTime _lastSeen;

    private MasterKeys(string path)
    {
        _path = path;
        _lastSeen = File.GetLastWriteTimeUtc(path);
        _held = Parse(path);
    }

    public byte[] Lookup => _held.Lookup;

    public byte CurrentVersion
    {
        get
        {
            ReadAgainIfChanged();
            return _held.Sealing.Keys.Max();
        }
    }

    public IReadOnlyList<byte> Versions => [.. _held.Sealing.Keys.Order()];

    public byte[] Sealing(byte version)
    {
        if (_held.Sealing.TryGetValue(version, out var key)) return key;

        ReadAgainIfChanged();
        return _held.Sealing.TryGetValue(version, out key)
            ? key
            : throw new CryptographicException($"Key version {version} is not in the key file.");
    }

    /// <summary>Reads the key file.</summary>
    /// <exception cref="CryptographicException">The file lacks a key or holds one of the wrong length.</exception>
    public static MasterKeys Read(string path) => new(path);

    /// <summary>Reads the key file and makes it first where there is none: for the private database only.</summary>
    public static MasterKeys ReadOrCreate(string path)
    {
        if (!File.Exists(path)) Create(path);
        return Read(path);
    }

    /// <summary>Makes a file of fresh keys, readable by its owner alone.</summary>
    /// <exception cref="IOException">There is a file already: overwriting keys would lose what they sealed.</exception>
    public static void CreateFile(string path) => Write(path, FileMode.CreateNew, FreshFile());

    /// <summary>Adds a fresh key as the next version, which seals from now on. Every key that was there stays.</summary>
    /// <returns>The new version.</returns>
    /// <exception cref="CryptographicException">The file is not one of keys, or its 255 versions are used up.</exception>
    public static byte AddVersion(string path)
    {
        var last = Parse(path).Sealing.Keys.Max();
        if (last == byte.MaxValue) throw new CryptographicException("The key file has used up its 255 versions.");

        var next = (byte)(last + 1);
        Replace(path, [.. Lines(path), $"{next} {NewKey()}"]);
        return next;
    }

    /// <summary>Takes a version that seals nothing any more out of the file.</summary>
    /// <exception cref="CryptographicException">The version is not in the file, or is the one that seals.</exception>
    internal static void DropVersion(string path, byte version)
    {
        var versions = Parse(path).Sealing.Keys;
        if (!versions.Contains(version)) throw new CryptographicException($"Key version {version} is not in the key file.");
        if (version == versions.Max()) throw new CryptographicException($"Key version {version} is the one that seals.");
        Replace(path, [.. Lines(path).Where(line => line.Split(' ')[0] != version.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>A file that cannot be read, or whose known keys are others, is not taken: what is held goes on working.</summary>
    private void ReadAgainIfChanged()
    {
        var written = File.GetLastWriteTimeUtc(_path);
        if (written == _lastSeen) return;

        lock (_reading)
        {
            if (written == _lastSeen) return;

            _lastSeen = written;
            try
            {
                var fresh = Parse(_path);
                if (fresh.Continues(_held)) _held = fresh;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
            {
                return; // the next start says what is wrong with it
            }
        }
    }

    private static Held Parse(string path)
    {
        byte[]? lookup = null;
        Dictionary<byte, byte[]> sealing = [];
        foreach (var line in Lines(path))
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var key = parts.Length == 2 ? Convert.FromBase64String(parts[1]) : [];
            if (key.Length != KeyBytes) throw new CryptographicException("The key file holds a line that is no key.");
            if (parts[0] == LookupName) lookup = key;
            else if (byte.TryParse(parts[0], CultureInfo.InvariantCulture, out var version) && version > 0) sealing[version] = key;
            else throw new CryptographicException("The key file holds a line that is no key.");
        }

        return lookup is null || sealing.Count == 0
            ? throw new CryptographicException("The key file needs a look-up key and at least one numbered key.")
            : new Held(lookup, sealing);
    }

    private static IEnumerable<string> Lines(string path) =>
        File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0);

    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}";
        Write(temporary, FileMode.Create, FreshFile());

        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary); // another starter was first: its keys are the keys
        }
    }

    /// <summary>The old file or the new one, never half of one; the file beside it keeps a second change out.</summary>
    private static void Replace(string path, IReadOnlyList<string> lines)
    {
        var temporary = $"{path}.new";
        Write(temporary, FileMode.CreateNew, string.Concat(lines.Select(line => $"{line}\n")));
        File.Move(temporary, path, overwrite: true);
    }

    private static void Write(string path, FileMode mode, string text)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        using (var writer = new StreamWriter(file, leaveOpen: true)) writer.Write(text);
        file.Flush(flushToDisk: true);
    }

    private static string FreshFile() => $"{LookupName} {NewKey()}\n1 {NewKey()}\n";

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    private sealed record Held(byte[] Lookup, Dictionary<byte, byte[]> Sealing)
    {
        public bool Continues(Held before) => Lookup.AsSpan().SequenceEqual(before.Lookup)
            && before.Sealing.All(pair => !Sealing.TryGetValue(pair.Key, out var key) || key.AsSpan().SequenceEqual(pair.Value));
    }
}
