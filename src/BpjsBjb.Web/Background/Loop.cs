namespace BpjsBjb.Web.Background;

/// <summary>Work that comes round: one method of a service, called once a period for as long as the portal runs.</summary>
public static class Loop
{
    /// <param name="services">The portal's services.</param>
    /// <param name="name">What the log calls it.</param>
    /// <param name="period">Time from the end of one round to the start of the next.</param>
    /// <param name="round">The service's method; it must bear being run twice, on two servers, and being killed.</param>
    public static IServiceCollection AddLoop<TService>(
        this IServiceCollection services, LoopName name, TimeSpan period, Func<TService, CancellationToken, Task> round)
        where TService : notnull =>
        services.AddSingleton<IHostedService>(provider => new LoopWorker<TService>(
            name, period, round, provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LoopWorker<TService>>>()));
}

/// <summary>What runs in the background.</summary>
public enum LoopName
{
    SealAudit,
    EndSessions,
    KeepRetention,
    TryRules,
    MergeOffices,
    EscalateReviews,
}

internal sealed partial class LoopWorker<TService>(
    LoopName name, TimeSpan period, Func<TService, CancellationToken, Task> round, IServiceScopeFactory scopes, TimeProvider clock,
    ILogger<LoopWorker<TService>> log) : BackgroundService
    where TService : notnull
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await RunOnceAsync(stoppingToken);
            await Task.Delay(period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunOnceAsync(CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await round(scope.ServiceProvider.GetRequiredService<TService>(), cancel);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            Failed(log, name, failure); // the next round tries again
        }
        catch (OperationCanceledException)
        {
            // the portal stops
        }
    }

    [LoggerMessage(9001, LogLevel.Error, "Background work {Loop} failed")]
    private static partial void Failed(ILogger log, LoopName loop, Exception failure);
}
