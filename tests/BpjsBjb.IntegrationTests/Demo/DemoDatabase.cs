using BpjsBjb.IntegrationTests.PrivateDatabase;
using BpjsBjb.Services.Access;
using BpjsBjb.Services.Data;
using BpjsBjb.Services.Data.Demo;

namespace BpjsBjb.IntegrationTests.Demo;

/// <summary>A fresh private database with the demonstration in it, loaded by two starters at once.</summary>
public sealed class DemoDatabase : IAsyncLifetime
{
    private const string Name = "demo_bank";

    private readonly ClusterUnderTest _cluster = new();
    private PortalStandIn? _portal;
    private string _owner = "";
    private MasterKeys? _keys;

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        _portal = PortalStandIn.Start(_cluster.Path);
        var admin = await _portal.AnswerAsync();
        await DatabaseSetup.MigrateAsync(admin, Name, new("demo_app", "demo-app-password"), new("demo_worker", "demo-app-password"), TimeProvider.System.GetUtcNow(), cancel);
        _owner = DatabaseSetup.OwnerConnectionString(admin, Name);
        _keys = MasterKeys.ReadOrCreate(Path.Combine(_cluster.Path, "master.key"));
        await Task.WhenAll(LoadAsync(), LoadAsync());
    }

    public Task LoadAsync() =>
        DemoBank.LoadAsync(_owner, _keys!, TimeProvider.System, say: null, TestContext.Current.CancellationToken);

    internal BpjsBjbDbContext Open() => new(DatabaseSetup.Options(_owner));

    internal PersonalDataVault Vault() => new(_keys!);

    public async ValueTask DisposeAsync()
    {
        _portal?.Dispose();
        await _cluster.DisposeAsync();
    }
}
