using System.Collections.Concurrent;
using BpjsBjb.Services;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Contributions;
using BpjsBjb.Services.Enrollments;
using BpjsBjb.Services.Loans;
using BpjsBjb.Services.Reviews;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BpjsBjb.IntegrationTests.Support;

/// <summary>The use cases on a database of their own, without HTTP. Every call gets a unit of work of its own.</summary>
public sealed class Desk(PostgresServer server) : IAsyncLifetime
{
    private readonly ConcurrentBag<AsyncServiceScope> _scopes = [];
    private ServiceProvider? _services;

    /// <summary>Where another desk with a database of its own can be had.</summary>
    public PostgresServer Server => server;

    /// <summary>Keys of its own, for a test that changes them; else the run's.</summary>
    public MasterKeys? Keys { get; init; }

    public TestDatabase Database { get; private set; } = null!;

    public FakeTimeProvider Clock { get; } = new(A.Now);

    public CapturedLogs Logs { get; } = new();

    public EnrollmentService Enrollments => Get<EnrollmentService>();

    public EnrollmentSearch Cases => Get<EnrollmentSearch>();

    public ReviewService Reviews => Get<ReviewService>();

    public ReviewSearch Queue => Get<ReviewSearch>();

    public ContributionService Contributions => Get<ContributionService>();

    public ContributionSearch Bills => Get<ContributionSearch>();

    public LoanService Loans => Get<LoanService>();

    public LoanSearch Facilities => Get<LoanSearch>();

    public PersonalDataVault Vault => Get<PersonalDataVault>();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Database = await server.CopyAsync();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Logs));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddBpjsBjbServices(Database.AppConnectionString, Database.WorkerConnectionString, Keys ?? server.Keys);
        _services = services.BuildServiceProvider();
    }

    public T Get<T>()
        where T : notnull
    {
        var scope = _services!.CreateAsyncScope();
        _scopes.Add(scope);
        return scope.ServiceProvider.GetRequiredService<T>();
    }

    /// <summary>A code from the person's app. The clock stands still, so the last one is forgotten instead of waiting for the next.</summary>
    public async Task<string> NextCodeAsync(TestUser user)
    {
        await Database.AsOwnerAsync("update user_authenticators set last_step = 0 where user_id = $1", user.Id);
        return SmallBank.SecretOf(user).CodeAt(TotpSecret.StepAt(Clock.GetUtcNow()));
    }

    /// <summary>Moves the portal's clock and the database's to ten o'clock of a later day.</summary>
    public async Task MoveToAsync(DateOnly day)
    {
        Clock.SetUtcNow(new DateTimeOffset(day, new TimeOnly(3, 0), TimeSpan.Zero));
        await Database.SetTodayAsync(day);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var scope in _scopes) await scope.DisposeAsync();
        if (_services is not null) await _services.DisposeAsync();
        if (Database is not null) await Database.DisposeAsync();
    }
}
