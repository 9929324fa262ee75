using BpjsBjb.Services.Access;

namespace BpjsBjb.Web;

/// <summary>The command <c>keys new path</c>: a file of fresh master keys, readable by its owner alone.</summary>
internal static class KeysCommand
{
    public static async Task<int> RunAsync(string path)
    {
        try
        {
            MasterKeys.CreateFile(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"No key file made: {failure.Message}");
            return 1;
        }

        Console.WriteLine($"New master keys in {path}. Keep a copy apart from the database's backups: without it they cannot be read.");
        return 0;
    }
}
