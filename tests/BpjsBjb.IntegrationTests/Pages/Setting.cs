using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Pages;

/// <summary>One portal, one stage and one signed-in visitor each, for tests that only look.</summary>
public sealed class Setting(PostgresServer server) : IAsyncLifetime
{
    private readonly Dictionary<string, Visitor> _visitors = [];
    private Stage? _stage;

    public Portal Portal { get; } = new(server);

    public ValueTask InitializeAsync() => Portal.InitializeAsync();

    public async Task<Stage> StageAsync() => _stage ??= await Stage.SetAsync(Portal.Desk);

    public async Task<Visitor> VisitorAsync(TestUser user) =>
        _visitors.TryGetValue(user.Email, out var known) ? known : _visitors[user.Email] = await Portal.SignInAsync(user);

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
