using System.Globalization;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;

namespace BpjsBjb.Web;

/// <summary>The commands <c>keys new|add|rotate|status|drop</c>: the master keys from the first file to the last old version gone.</summary>
internal static class KeysCommand
{
    private const int Misused = 2;

    /// <returns>The process's exit code; every failure is one line.</returns>
    public static async Task<int> RunAsync(string[] words, WebApplicationBuilder builder)
    {
        try
        {
            return words switch
            {
                ["new", var path] => New(path),
                ["add", var path] => Add(path),
                ["rotate"] => await RotateAsync(await OpenAsync(builder)),
                ["status"] => await StatusAsync(await OpenAsync(builder)),
                ["drop", var path, var version] when byte.TryParse(version, CultureInfo.InvariantCulture, out var number) =>
                    await DropAsync(path, number, builder),
                _ => await HowAsync(),
            };
        }
        catch (Exception failure) when (PortalStart.IsRefusal(failure))
        {
            await Console.Error.WriteLineAsync($"Not done: {PortalStart.OneLine(failure)}");
            return 1;
        }
    }

    private static int New(string path)
    {
        MasterKeys.CreateFile(path);
        Console.WriteLine($"New master keys in {path}. Keep a copy apart from the database's backups: without it they cannot be read.");
        return 0;
    }

    private static int Add(string path)
    {
        var version = MasterKeys.AddVersion(path);
        Console.WriteLine($"Key version {version} added to {path}. Copy the file away, restart every portal that reads it, then run keys rotate.");
        return 0;
    }

    private static async Task<int> RotateAsync(KeyRotation rotation)
    {
        var moved = await rotation.RotateAsync(KeyRotation.UsualBatch, afterBatch: null, CancellationToken.None);
        Console.WriteLine($"{moved} values moved to key version {rotation.CurrentVersion}.");
        return await StatusAsync(rotation);
    }

    private static async Task<int> StatusAsync(KeyRotation rotation)
    {
        var counts = await rotation.StatusAsync(CancellationToken.None);
        foreach (var count in counts) Console.WriteLine($"{$"{count.Table}.{count.Column}",-36} version {count.Version,3} {count.Count,12}");
        foreach (var version in counts.GroupBy(count => count.Version).OrderBy(group => group.Key))
        {
            Console.WriteLine($"{"together",-36} version {version.Key,3} {version.Sum(count => count.Count),12}");
        }

        return 0;
    }

    private static async Task<int> DropAsync(string path, byte version, WebApplicationBuilder builder)
    {
        var rotation = await PortalDatabase.KeyRotationAsync(
            PortalStart.OptionsOf(builder) with { KeyFile = path }, TimeProvider.System, CancellationToken.None);
        await rotation.DropAsync(version, CancellationToken.None);
        Console.WriteLine($"Key version {version} is out of {path}. Backups from before the rotation still need it: keep its copy as long as them.");
        return 0;
    }

    private static Task<KeyRotation> OpenAsync(WebApplicationBuilder builder) =>
        PortalDatabase.KeyRotationAsync(PortalStart.OptionsOf(builder), TimeProvider.System, CancellationToken.None);

    private static async Task<int> HowAsync()
    {
        await Console.Error.WriteLineAsync("keys new <path> | keys add <path> | keys rotate | keys status | keys drop <path> <version>");
        return Misused;
    }
}
