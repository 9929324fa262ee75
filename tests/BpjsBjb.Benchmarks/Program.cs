using System.Globalization;
using BpjsBjb.Benchmarks;
using BpjsBjb.Benchmarks.Rows;
using BpjsBjb.Web.Security;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["rows"]) return await RowPolicyBenchmark.RunAsync(CancellationToken.None);
if (args is ["price"]) return PriceBenchmark.Run();
if (args is ["queue"]) return await QueueBenchmark.RunAsync(CancellationToken.None);
if (args is ["trial"]) return await TrialBenchmark.RunAsync(CancellationToken.None);
if (args is ["csr"]) return await CsrBenchmark.RunAsync(CancellationToken.None);
if (args is ["turn", .. var size])
{
    return await TurnBenchmark.RunAsync(size is [var wanted] ? int.Parse(wanted, CultureInfo.InvariantCulture) : 1_000_000, CancellationToken.None);
}

if (args is ["gate"]) return await GateBenchmark.RunAsync(CancellationToken.None);

var address = new Uri(args.LastOrDefault(arg => arg.StartsWith("http", StringComparison.Ordinal)) ?? "http://localhost:5080");
if (args is ["flood", ..]) return await SignInFlood.RunAsync(address);

Console.WriteLine($"{Sample.Requests} requests a page, {Sample.Clients} at once, against {address}; × is p50 beside GET /health/live.");

var slow = 0;
foreach (var (email, role) in DemoAccounts.All)
{
    using var portal = new PortalClient(address);
    if (!await portal.SignInAsync(email, DemoAccounts.Password))
    {
        Console.WriteLine($"\n{role}: {email} cannot sign in; is this a demonstration?");
        return 2;
    }

    Console.WriteLine($"\n{role,-34}{"p50",9}{"p95",9}{"×",8}");
    var alive = await Sample.OfAsync(portal, "/health/live");
    Print("reference: GET /health/live", alive, alive);
    if (portal.Stylesheet is { } css) Print("reference: the style sheet", await Sample.OfAsync(portal, css), alive);

    foreach (var page in MainPages.Of(role))
    {
        if (await page.FindAsync(portal) is not { } path)
        {
            Console.WriteLine($"  {page.Name,-32}{"nothing to show",17}");
            continue;
        }

        if (await portal.StatusOfAsync(path) is var status and not 200)
        {
            Console.WriteLine($"  {page.Name,-32}{$"answers {status}",17}");
            continue;
        }

        if (Print(page.Name, await Sample.OfAsync(portal, path), alive)) slow++;
    }
}

Console.WriteLine(slow == 0 ? "\nNo page over 100 ms." : $"\n{slow} pages over 100 ms.");
return slow == 0 ? 0 : 1;

static bool Print(string name, Sample sample, Sample reference)
{
    var isSlow = sample.P95 > Sample.Limit;
    Console.WriteLine(
        $"  {name,-32}{sample.P50.TotalMilliseconds,6:F1} ms{sample.P95.TotalMilliseconds,6:F1} ms{sample.P50 / reference.P50,8:F1}{(isSlow ? "  over 100 ms" : "")}");
    return isSlow;
}
