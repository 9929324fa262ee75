using BpjsBjb.Services.Jobs;

namespace BpjsBjb.Web.Background;

/// <summary>Work that comes round for as long as the portal runs. What it did is written down by <see cref="JobRunner"/>.</summary>
public static class Loop
{
    /// <param name="services">The portal's services.</param>
    /// <param name="name">What the log and the page Jobs call it.</param>
    /// <param name="every">Time from the end of one round to the start of the next.</param>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services, JobName name, TimeSpan every)
        where TJob : class, IJob
    {
        ScheduledJob job = new(name, every);
        return services.AddSingleton(job).AddSingleton<IHostedService>(provider => new LoopWorker<TJob>(
            job, provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<JobRunner>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LoopWorker<TJob>>>()));
    }
}

internal sealed partial class LoopWorker<TJob>(
    ScheduledJob job, IServiceScopeFactory scopes, JobRunner runner, TimeProvider clock, ILogger<LoopWorker<TJob>> log) : BackgroundService
    where TJob : class, IJob
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await RunOnceAsync(stoppingToken);
            await Task.Delay(job.Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunOnceAsync(CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await runner.RunAsync(job, scope.ServiceProvider.GetRequiredService<TJob>(), cancel);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            Failed(log, job.Name, failure); // the next round tries again
        }
        catch (OperationCanceledException)
        {
            // the portal stops
        }
    }

    [LoggerMessage(9001, LogLevel.Error, "Background work {Job} failed")]
    private static partial void Failed(ILogger log, JobName job, Exception failure);
}
