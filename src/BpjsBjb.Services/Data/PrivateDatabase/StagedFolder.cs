namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>Fills a folder under a temporary name and renames it when it is whole.</summary>
internal static class StagedFolder
{
    public static async Task MakeAsync(string folder, Func<string, Task> fillAsync)
    {
        var staging = $"{folder}.{Path.GetRandomFileName()}";
        Directory.CreateDirectory(staging);
        try
        {
            await fillAsync(staging);
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
