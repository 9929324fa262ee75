using BpjsBjb.IntegrationTests.Http;
using BpjsBjb.IntegrationTests.Support;

namespace BpjsBjb.IntegrationTests.Access;

/// <summary>One portal and one stage for all tests of the matrix.</summary>
public sealed class MatrixSetting(PostgresServer server) : IAsyncLifetime
{
    private MatrixStage? _stage;

    public Portal Portal { get; } = new(server);

    public ValueTask InitializeAsync() => Portal.InitializeAsync();

    public async Task<MatrixStage> StageAsync() => _stage ??= await MatrixStage.SetAsync(Portal.Desk);

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
