namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>Fills a folder of the cache under a temporary name and renames it when it is whole.</summary>
internal static class StagedFolder
{
    public static async Task MakeAsync(string folder, Func<string, Task> fillAsync, CancellationToken cancel)
    {
        PortalFolders.OpenCache(Path.GetDirectoryName(folder)!);
        var staging = $"{folder}.{Path.GetRandomFileName()}";
        Directory.CreateDirectory(staging);
        try
        {
            await fillAsync(staging);
            await ServiceUser.AdmitAsync(staging, cancel);
            Directory.Move(staging, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another start was first, and its folder is as good.
        }
        finally
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        }
    }
}
