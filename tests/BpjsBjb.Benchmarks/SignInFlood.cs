using System.Diagnostics;
using BpjsBjb.Domain.Common;
using BpjsBjb.Web.Security;

namespace BpjsBjb.Benchmarks;

/// <summary>How long signing in takes, and what the other pages take while somebody floods the sign-in page with wrong passwords.</summary>
internal static class SignInFlood
{
    private const int SignIns = 20;
    private const int Attackers = 40;

    /// <summary>A hundred attempts a second in all: some twenty times what the portal can hash, from a machine that shares its processors.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(400);

    private const double LongestFactor = 2;

    private static readonly TimeSpan _longestSignIn = TimeSpan.FromMilliseconds(300);

    /// <returns>0 when both limits hold.</returns>
    public static async Task<int> RunAsync(Uri address)
    {
        var email = DemoAccounts.All.First(account => account.Role == Role.LoanOfficer).Email;
        List<TimeSpan> times = [];
        for (var i = 0; i < SignIns; i++)
        {
            using var visitor = new PortalClient(address);
            await visitor.GetAsync("/SignIn");
            var start = Stopwatch.GetTimestamp();
            if (!await visitor.SignInAsync(email, DemoAccounts.Password))
            {
                Console.WriteLine($"{email} cannot sign in; is this a demonstration?");
                return 2;
            }

            times.Add(Stopwatch.GetElapsedTime(start));
        }

        var signIn = times.Order().ElementAt(SignIns / 2);
        Console.WriteLine($"signing in, form and answer: {signIn.TotalMilliseconds:F0} ms (median of {SignIns})");

        using var portal = new PortalClient(address);
        await portal.SignInAsync(email, DemoAccounts.Password);
        var slowest = 0.0;
        foreach (var path in new[] { "/health/live", "/", "/Enrollments", "/Loans" })
        {
            var quiet = await Sample.OfAsync(portal, path);
            using var stop = new CancellationTokenSource();
            var flood = Task.WhenAll(Enumerable.Range(0, Attackers).Select(number => AttackAsync(address, number, stop.Token)));
            var flooded = await Sample.OfAsync(portal, path);
            await stop.CancelAsync();
            var attempts = (await flood).Sum();
            slowest = Math.Max(slowest, flooded.P50 / quiet.P50);
            Console.WriteLine(
                $"  {path,-14}{quiet.P50.TotalMilliseconds,7:F1} ms quiet{flooded.P50.TotalMilliseconds,8:F1} ms under {attempts} attempts, × {flooded.P50 / quiet.P50:F2}");
        }

        var holds = signIn <= _longestSignIn && slowest < LongestFactor;
        Console.WriteLine(holds
            ? $"Signing in keeps to {_longestSignIn.TotalMilliseconds} ms; no page took {LongestFactor} times as long during the flood."
            : $"Over: signing in {signIn.TotalMilliseconds:F0} ms, slowest page × {slowest:F2}.");
        return holds ? 0 : 1;
    }

    private static async Task<int> AttackAsync(Uri address, int number, CancellationToken stop)
    {
        using var attacker = new PortalClient(address);
        var attempts = 1;
        await attacker.SignInAsync($"nobody.{number}@bank.example", "Salah-Sekali-2016");
        using var pace = new PeriodicTimer(_pause);
        while (!stop.IsCancellationRequested)
        {
            await pace.WaitForNextTickAsync(CancellationToken.None);
            await attacker.TryAsync($"nobody.{number}.{attempts}@bank.example", "Salah-Sekali-2016");
            attempts++;
        }

        return attempts;
    }
}
