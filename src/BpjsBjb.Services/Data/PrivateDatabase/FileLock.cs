namespace BpjsBjb.Services.Data.PrivateDatabase;

/// <summary>A lock on a file that the kernel releases when its process ends in any way.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    public static async Task<FileLock> TakeAsync(string path, bool shared, CancellationToken cancel)
    {
        while (true)
        {
            if (Try(path, shared) is { } taken) return taken;
            await Task.Delay(BetweenTries, TimeProvider.System, cancel);
        }
    }

    public static FileLock? Try(string path, bool shared)
    {
        try
        {
            return new FileLock(new FileStream(
                path,
                FileMode.OpenOrCreate,
                shared ? FileAccess.Read : FileAccess.ReadWrite,
                shared ? FileShare.Read : FileShare.None));
        }
        catch (IOException held) when (IsHeldElsewhere(held))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    // ERROR_SHARING_VIOLATION; EWOULDBLOCK of macOS and of Linux.
    private static bool IsHeldElsewhere(IOException error) => error.HResult is unchecked((int)0x80070020) or 35 or 11;
}
