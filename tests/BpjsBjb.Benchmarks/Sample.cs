using System.Diagnostics;

namespace BpjsBjb.Benchmarks;

/// <summary>How long one page takes, body included, with two clients asking in turn.</summary>
internal sealed record Sample(TimeSpan P50, TimeSpan P95)
{
    public const int Requests = 200;
    public const int Clients = 2;

    private const int WarmUps = 20;

    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    public static async Task<Sample> OfAsync(PortalClient portal, string path)
    {
        for (var i = 0; i < WarmUps; i++) await portal.GetAsync(path);

        var times = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAsync(portal, path, Requests / Clients)));
        TimeSpan[] sorted = [.. times.SelectMany(time => time).Order()];
        return new Sample(sorted[sorted.Length / 2], sorted[sorted.Length * 95 / 100]);
    }

    private static async Task<IReadOnlyList<TimeSpan>> AskAsync(PortalClient portal, string path, int requests)
    {
        var times = new List<TimeSpan>(requests);
        for (var i = 0; i < requests; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await portal.GetAsync(path);
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return times;
    }
}
